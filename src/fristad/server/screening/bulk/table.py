"""A sealed table as a file that readers can open: in memory, and gone when the block ends."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from django.conf import settings

from fristad.server.common.problems import TamperedError
from fristad.server.screening.bulk import store
from fristad.server.screening.models import BulkRun

#: The endings that readers know; of a name nothing else is written anywhere.
SUFFIXES: Final = (".csv", ".gz", ".parquet", ".xlsx", ".xlsm")


@contextmanager
def opened(run: BulkRun) -> Iterator[Path]:
    """Give a path under which the table can be read. Its bytes lie in the memory of this process only.

    Readers want a path and jump about in it, so that the pieces are put together in a file that no disk has
    (`memfd_create`); the path is a link to it with a neutral name. Raises `TamperedError`.
    """
    names = store.names(run.pk, store.TABLE)
    if len(names) != run.told["parts"]:
        raise TamperedError
    made = os.memfd_create("table")
    home = Path(mkdtemp(prefix="table-", dir=_run()))
    link = home / f"table{run.told['suffix']}"
    try:
        with os.fdopen(os.dup(made), "wb") as file:
            for name in names:
                file.write(store.get(run.record_key, run.pk, name))
        link.symlink_to(f"/proc/self/fd/{made}")
        yield link
    finally:
        os.close(made)
        shutil.rmtree(home, ignore_errors=True)


def _run() -> Path:
    path = Path(settings.RUN)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def suffix_of(name: str) -> str:
    """Return the ending of a file's name if a reader knows it, else `.csv`."""
    ending = Path(name).suffix.lower()
    return ending if ending in SUFFIXES else ".csv"
