"""The log of what was asked for, in a file that cannot grow without bound."""

from __future__ import annotations

import contextlib
import fcntl
import logging
from logging.handlers import WatchedFileHandler
from pathlib import Path

#: A file of this size is put aside; so many of these are kept.
MOST_BYTES, KEPT = 5_000_000, 3


class BoundedFile(WatchedFileHandler):
    """Lines of many processes in one file, which whoever finds it full puts aside as `.1`, `.2` and so on.

    Each line is one write at the end of the file, so that two processes never mix theirs. Who writes while another
    puts the file aside sees by its number on the disk (`WatchedFileHandler`) that it is another one, and opens it anew.
    """

    def __init__(self, path: Path | str, most_bytes: int = MOST_BYTES, kept: int = KEPT) -> None:
        super().__init__(path, encoding="utf-8")
        self.path, self.most_bytes, self.kept = Path(self.baseFilename), most_bytes, kept

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, after putting the file aside if it is full."""
        if self._is_full():
            self._put_aside()
        super().emit(record)

    def _is_full(self) -> bool:
        """Whether it is full; one that another process is just putting aside is not: it is opened anew."""
        with contextlib.suppress(FileNotFoundError):
            return self.path.stat().st_size >= self.most_bytes
        return False

    def _put_aside(self) -> None:
        with self._aside("lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._is_full():
                return  # another process was faster
            for number in range(self.kept - 1, 0, -1):
                with contextlib.suppress(FileNotFoundError):
                    self._aside(number).replace(self._aside(number + 1))
            self.path.replace(self._aside(1))

    def _aside(self, name: object) -> Path:
        return self.path.with_name(f"{self.path.name}.{name}")
