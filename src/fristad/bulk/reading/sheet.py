"""XLSX, row by row, after the packing has been looked at: a small file can unpack to something without end."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import IO, Any

import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from fristad.bulk.errors import TableError
from fristad.bulk.reading.batches import Batch, Reject, readable

#: Limits on what a workbook unpacks to, in bytes: the whole, and the texts that must be held in memory.
MOST_UNPACKED, MOST_TEXTS = 2 << 30, 256 << 20
#: A larger share between unpacked and packed size is refused once the part is large at all.
MOST_RATIO, SMALL_PART = 200, 20 << 20
#: The rows that a sheet can have at most.
MOST_ROWS = 1 << 20
#: A block has no more rows than this, and no more cells.
_ROWS, _CELLS = 20_000, 500_000
#: How a cell begins that holds a formula; and how much of a sheet is looked at in one go.
_FORMULA, _PIECE = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]"), 4 << 20


class SheetTable:
    """One sheet of a workbook. Positions are (number of rows before it,)."""

    unit = "row"
    lists: frozenset[str] = frozenset()

    def __init__(self, path: Path, sheet: str | None) -> None:
        self.path, self._sheet = path, sheet
        refuse_bomb(path)
        with self._rows(None) as (rows, size):
            self.size = size
            first = next(rows, ())
        names = [_text(cell.value) or "" for cell in first]
        while names and not names[-1].strip():
            names.pop()
        if not any(names):
            raise TableError(f"{path.name} has no header in the first row of its sheet.")
        self.header = tuple(name.strip() for name in names)

    def sample(self, rows: int) -> list[list[str]]:
        with self._rows(len(self.header)) as (found, _):
            return [[_text(cell.value) or "" for cell in row] for row in islice(found, 1, rows + 1)]

    def batches(self, columns: Sequence[str], position: tuple[int, ...] | None) -> Iterator[Batch]:
        self._refuse_choice()
        at = position[0] if position else 0
        wanted = [self.header.index(name) for name in columns]
        most = max(1, min(_ROWS, _CELLS // (len(wanted) + 1)))
        with self._rows(None) as (rows, _), self._formulas() as formulas:
            block = _Block(columns, wanted, len(self.header))
            for number, row in enumerate(islice(rows, at + 1, None), at + 1):
                block.add(number, row, formulas)
                if block.size >= most:
                    yield block.batch(number)
                    block = _Block(columns, wanted, len(self.header))
            if block.size:
                yield block.batch(number)

    def _refuse_choice(self) -> None:
        """Raise TableError where several sheets hold something and the mapping names none."""
        if self._sheet is not None:
            return
        with self._book() as book:
            names = [s.title for s in book.worksheets if (s.max_row, s.max_column) != (1, 1)]
        if len(names) > 1:
            raise TableError(
                f"{self.path.name} has {len(names)} sheets ({', '.join(names[:10])}). Name the one to read in the "
                f"mapping, for example `table: {{sheet: {names[0]}}}`."
            )

    @contextmanager
    def _formulas(self) -> Iterator[_Formulas | None]:
        """The same rows with formulas instead of their values, where the workbook has formulas at all."""
        if not _has_formulas(self.path):
            yield None
            return
        with self._rows(len(self.header), values=False) as (rows, _):
            yield _Formulas(rows)

    @contextmanager
    def _book(self, *, values: bool = True) -> Iterator[Any]:
        try:
            book = openpyxl.load_workbook(self.path, read_only=True, data_only=values)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
            raise TableError(f"{self.path.name} is not an XLSX workbook that can be read, or it is damaged.") from error
        try:
            yield book
        except (zipfile.BadZipFile, zipfile.LargeZipFile, SyntaxError) as error:
            raise TableError(f"{self.path.name} is damaged: its sheet cannot be read to the end.") from error
        finally:
            book.close()

    @contextmanager
    def _rows(self, columns: int | None, *, values: bool = True) -> Iterator[tuple[Iterator[Any], int]]:
        """Rows cut to so many columns (None: as wide as they are), the header first, and how many the workbook says it
        has below that.
        """
        with self._book(values=values) as book:
            sheets = {sheet.title: sheet for sheet in book.worksheets}
            if not sheets or (self._sheet is not None and self._sheet not in sheets):
                raise TableError(f"{self.path.name} has no sheet '{self._sheet}'. It has {', '.join([*sheets][:10])}.")
            sheet = sheets[self._sheet] if self._sheet is not None else book.worksheets[0]
            # A workbook states its own size, often wrongly: rows are read to the end whatever it says.
            size = min(max(sheet.max_row or 0, 1), MOST_ROWS) - 1
            sheet.reset_dimensions()
            found = sheet.iter_rows(max_col=columns)
            try:
                yield self._counted(found), size
            finally:
                if isinstance(found, Generator):
                    found.close()

    def _counted(self, rows: Iterator[Any]) -> Iterator[Any]:
        for number, row in enumerate(rows, 1):
            if number > MOST_ROWS:
                raise TableError(
                    f"{self.path.name} has a row beyond {MOST_ROWS:,}, which no sheet can have. Save it as CSV."
                )
            yield row


class _Formulas:
    """Where the rows of a sheet hold formulas. Asked with rising row numbers only."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._rows, self._at, self._row = rows, -1, ()

    def has(self, number: int, column: int) -> bool:
        while self._at < number:
            self._row, self._at = next(self._rows, ()), self._at + 1
        return column < len(self._row) and self._row[column].data_type == "f"


class _Block:
    """Rows being gathered: only what is wanted of them is kept."""

    def __init__(self, columns: Sequence[str], wanted: list[int], width: int) -> None:
        self._columns, self._wanted, self._width = columns, wanted, width
        self._rejects: list[Reject] = []
        self._numbers: list[int] = []
        self._cells: list[list[str | None]] = [[] for _ in wanted]

    @property
    def size(self) -> int:
        return len(self._numbers) + len(self._rejects)

    def add(self, number: int, row: Any, formulas: _Formulas | None) -> None:
        silent = [at for at in self._wanted if formulas and formulas.has(number, at) and _value(row, at) is None]
        if not silent and all(cell.value is None for cell in row):
            return
        # From the end: what is beyond the header may stand far to the right.
        if any(cell.value is not None for cell in reversed(row[self._width :])):
            reason = f"more cells than the {self._width} of the header"
            self._rejects.append(Reject(number, None, "", reason))
            return
        self._numbers.append(number)
        for name, place, cells in zip(self._columns, self._wanted, self._cells, strict=True):
            if place in silent:
                self._rejects.append(Reject(number, name, "", "a formula without a stored value"))
            cells.append(self._read(number, name, row[place]) if place < len(row) else None)

    def _read(self, number: int, name: str, cell: Any) -> str | None:
        if cell.data_type == "e":
            self._rejects.append(Reject(number, name, str(cell.value), "an error of the spreadsheet"))
            return None
        return _text(cell.value)

    def batch(self, end: int) -> Batch:
        rows = pa.array(self._numbers, pa.int64())
        text = pa.table([pa.array(column, pa.string()) for column in self._cells], names=list(self._columns))
        text, odd = readable(text, rows)
        return Batch(text, rows, (*self._rejects, *odd), (end,), end)


def _value(row: Any, at: int) -> Any:
    return row[at].value if at < len(row) else None


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with packed.open(name) as part:
                    if _holds(part, _FORMULA):
                        return True
    return False


def _holds(part: IO[bytes], wanted: re.Pattern[bytes]) -> bool:
    rest = b""
    while piece := part.read(_PIECE):
        if wanted.search(rest + piece):
            return True
        rest = piece[-32:]
    return False


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
