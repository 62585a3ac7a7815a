"""What can go wrong with a table or a mapping, in sentences for the person who asked."""

from __future__ import annotations

import errno

from fristad.engine.errors import FristadError, MachineError


class MappingError(FristadError):
    """A mapping that cannot be used. The sentence names the file, the column and what to do."""


class TableError(FristadError):
    """A table that cannot be read: wrong format, wrong encoding, a line without end, a bomb."""


class RunError(FristadError):
    """A run that cannot start or go on: a finished folder, other inputs than before."""


class DiskError(RunError, MachineError):
    """A run that the machine could not finish: a full disk, a file that cannot be read or written."""


def is_disk_full(error: BaseException) -> bool:
    """Whether an error of the operating system, DuckDB or Arrow says that nothing more fits on the disk."""
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return full or any(
        words in str(error) for words in ("No space left", "not enough disk space", "Disk quota exceeded")
    )
