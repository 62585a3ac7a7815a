"""XLSX, row by row, after the packing has been looked at: a small file can unpack to something without end."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from fristad.bulk.errors import TableError
from fristad.bulk.reading.batches import Batch, Reject, readable

#: Limits on what a workbook unpacks to, in bytes: the whole, and the texts that must be held in memory.
MOST_UNPACKED, MOST_TEXTS = 2 << 30, 256 << 20
#: A larger share between unpacked and packed size is refused once the part is large at all.
MOST_RATIO, SMALL_PART = 200, 20 << 20
_ROWS = 20_000


class SheetTable:
    """One sheet of a workbook. Positions are (number of rows before it,)."""

    unit = "row"

    def __init__(self, path: Path, sheet: str | None) -> None:
        self.path, self._sheet = path, sheet
        refuse_bomb(path)
        with self._rows() as (rows, size):
            self.size = size
            first = next(rows, ())
        names = [_text(cell.value) or "" for cell in first]
        while names and not names[-1].strip():
            names.pop()
        if not any(names):
            raise TableError(f"{path.name} has no header in the first row of its sheet.")
        self.header = tuple(name.strip() for name in names)

    def sample(self, rows: int) -> list[list[str]]:
        with self._rows() as (found, _):
            return [[_text(cell.value) or "" for cell in row] for row in islice(found, 1, rows + 1)]

    def batches(self, columns: Sequence[str], position: tuple[int, ...] | None) -> Iterator[Batch]:
        at = position[0] if position else 0
        wanted = [self.header.index(name) for name in columns]
        with self._rows() as (rows, _):
            data = islice(rows, at + 1, None)
            while block := list(islice(data, _ROWS)):
                yield self._batch(block, columns, wanted, at)
                at += len(block)

    def _batch(self, block: list[Any], columns: Sequence[str], wanted: list[int], before: int) -> Batch:
        rejects: list[Reject] = []
        numbers: list[int] = []
        cells: list[list[str | None]] = [[] for _ in wanted]
        for number, row in enumerate(block, before + 1):
            if all(cell.value is None for cell in row):
                continue
            if any(cell.value is not None for cell in row[len(self.header) :]):
                rejects.append(Reject(number, None, "", f"more cells than the {len(self.header)} of the header"))
                continue
            numbers.append(number)
            for at, place in enumerate(wanted):
                cell = row[place] if place < len(row) else None
                if cell is not None and cell.data_type == "e":
                    rejects.append(Reject(number, columns[at], str(cell.value), "an error of the spreadsheet"))
                    cell = None
                cells[at].append(_text(cell.value) if cell is not None else None)
        rows = pa.array(numbers, pa.int64())
        text = pa.table([pa.array(column, pa.string()) for column in cells], names=list(columns))
        text, odd = readable(text, rows)
        end = before + len(block)
        return Batch(text, rows, (*rejects, *odd), (end,), end)

    @contextmanager
    def _rows(self) -> Iterator[tuple[Iterator[Any], int]]:
        try:
            book = openpyxl.load_workbook(self.path, read_only=True, data_only=True)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
            raise TableError(f"{self.path.name} is not an XLSX workbook that can be read, or it is damaged.") from error
        try:
            if self._sheet is not None and self._sheet not in book.sheetnames:
                raise TableError(
                    f"{self.path.name} has no sheet '{self._sheet}'. It has {', '.join(book.sheetnames[:10])}."
                )
            sheet = book[self._sheet] if self._sheet is not None else book.worksheets[0]
            # A workbook states its own size, often wrongly: rows are read to the end whatever it says.
            size = max(sheet.max_row or 0, 1) - 1
            sheet.reset_dimensions()
            yield sheet.iter_rows(), size
        except (zipfile.BadZipFile, zipfile.LargeZipFile, SyntaxError) as error:
            raise TableError(f"{self.path.name} is damaged: its sheet cannot be read to the end.") from error
        finally:
            book.close()


def refuse_bomb(path: Path) -> None:
    """Raise TableError for a workbook that unpacks to more than a table can be."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise TableError(f"{path.name} is not an XLSX workbook that can be read, or it is damaged.") from error
    whole = sum(part.file_size for part in parts)
    texts = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    dense = any(
        part.file_size > SMALL_PART and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    if whole > MOST_UNPACKED or texts > MOST_TEXTS or dense:
        raise TableError(
            f"{path.name} unpacks to {whole >> 20} MB from {path.stat().st_size >> 10} kB, like a file made to "
            "fill a machine. "
            "If it is a real table, save it as CSV."
        )


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
