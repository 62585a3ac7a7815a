"""Which reader a file needs. What the file holds decides, its name only where that is not enough."""

from __future__ import annotations

from pathlib import Path

from fristad.bulk.errors import TableError
from fristad.bulk.reading.columnar import ParquetTable
from fristad.bulk.reading.sheet import SheetTable
from fristad.bulk.reading.text import TextTable

_OLE = b"\xd0\xcf\x11\xe0"


def open_table(
    path: Path, *, encoding: str = "utf-8", delimiter: str | None = None, sheet: str | None = None
) -> TextTable | ParquetTable | SheetTable:
    """A reader for CSV (also .gz), Parquet or XLSX. Raises TableError."""
    if path.is_dir():
        raise TableError(f"{path} is a folder. Name one table.")
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise TableError(f"The table {path} cannot be read: {error.strerror}.") from error
    if start == b"PAR1":
        return ParquetTable(path)
    if start == b"PK\x03\x04":
        if path.suffix.lower() not in (".xlsx", ".xlsm"):
            raise TableError(f"{path.name} is a packed folder. Unpack it and name the CSV file inside.")
        return SheetTable(path, sheet)
    if start == _OLE:
        raise TableError(
            f"{path.name} is an old Excel file or locked with a password. Save it as XLSX or CSV without one."
        )
    if path.suffix.lower() in (".xlsx", ".parquet"):
        raise TableError(f"{path.name} is not what its name says, or it is damaged.")
    return TextTable(path, encoding, delimiter)
