"""Parquet, column by column, as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fristad.bulk.errors import TableError
from fristad.bulk.reading.batches import LONGEST_CELL, TOO_LONG, Batch, Reject, readable
from fristad.bulk.reading.layout import is_text, refuse_unbounded, repeating_texts
from fristad.bulk.reading.lists import is_list, is_structure, joined, shortened

#: A batch has no more rows than this, and no more bytes of text once its dictionaries are written out.
_ROWS, _MOST_TEXT = 50_000, 64 << 20
#: How much of the name of a kind of column is shown.
_SHOWN = 80


class ParquetTable:
    """A Parquet file. Positions are (number of rows before it,); row groups before it are not read again."""

    unit = "row"

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            # A value that comes again and again stays one value, however long it is.
            self._file = pq.ParquetFile(path, read_dictionary=repeating_texts(path))
        except (pa.ArrowException, OSError) as error:
            raise TableError(f"{path.name} is not a Parquet file that can be read, or it is damaged.") from error
        schema = self._file.schema_arrow
        self.header = tuple(schema.names)
        self.lists = frozenset(field.name for field in schema if is_list(field.type))
        self.size = self._file.metadata.num_rows

    def sample(self, rows: int) -> list[list[str]]:
        """The first rows as lists of cells, for a draft. Structures are left blank."""
        plain = [field.name for field in self._file.schema_arrow if not is_structure(field.type)]
        batch = next(self.batches(plain, None), None)
        if batch is None:
            return []
        return [[row.get(name) or "" for name in self.header] for row in batch.text.slice(0, rows).to_pylist()]

    def batches(self, columns: Sequence[str], position: tuple[int, ...] | None) -> Iterator[Batch]:
        row = position[0] if position else 0
        refuse_unbounded(self._file.metadata, columns, self.lists, self.path.name)
        groups, before = self._groups_from(row)
        at = before
        try:
            for record in self._records(groups, columns):
                end = at + record.num_rows
                if end > row:
                    part = self._with_short_elements(pa.Table.from_batches([record]).slice(max(row - at, 0)))
                    yield from self._parts(part, columns, end)
                at = end
        except (pa.ArrowMemoryError, pa.ArrowCapacityError, MemoryError) as error:
            raise TableError(
                f"{self.path.name} needs more memory than there is behind row {at}. Look for a very long value there, "
                "or save the table as CSV."
            ) from error
        except (pa.ArrowException, OSError) as error:
            raise TableError(f"{self.path.name} is damaged: it cannot be read beyond row {at}.") from error

    def _records(self, groups: list[int], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Rows as they are stored. Lists of repeated values cannot be read across groups."""
        runs = [[group] for group in groups] if self.lists.intersection(columns) else [groups]
        for run in runs:
            yield from self._file.iter_batches(_ROWS, row_groups=run, columns=list(columns))

    def _with_short_elements(self, part: pa.Table) -> pa.Table:
        for name in self.lists.intersection(part.column_names):
            lists = shortened(part[name], LONGEST_CELL + 1)
            part = part.set_column(part.column_names.index(name), name, lists)
        return part

    def _groups_from(self, row: int) -> tuple[list[int], int]:
        """The row groups that hold rows behind `row`, and the number of rows before them."""
        metadata = self._file.metadata
        before, first = 0, 0
        while first < metadata.num_row_groups and before + metadata.row_group(first).num_rows <= row:
            before += metadata.row_group(first).num_rows
            first += 1
        return list(range(first, metadata.num_row_groups)), before

    def _parts(self, part: pa.Table, columns: Sequence[str], end: int) -> Iterator[Batch]:
        """The rows as one batch, or halved until none has too much text. `end`: the number of the last row."""
        if part.num_rows < 2 or sum(_length(part[name]) for name in columns) <= _MOST_TEXT:
            yield self._batch(part, columns, end)
            return
        middle = part.num_rows // 2
        yield from self._parts(part.slice(0, middle), columns, end - part.num_rows + middle)
        yield from self._parts(part.slice(middle), columns, end)

    def _batch(self, part: pa.Table, columns: Sequence[str], end: int) -> Batch:
        rows = pa.array(range(end - part.num_rows + 1, end + 1), pa.int64())
        rejects: list[Reject] = []
        made = []
        for name in columns:
            column, long = _without_long(part[name])
            rejects += [Reject(rows[at].as_py(), name, shown, TOO_LONG) for at, shown in long]
            text, bad = _as_text(column, name, self.path.name)
            made.append(text)
            reason = "not a number (NaN or infinite)"
            rejects += [Reject(rows[at].as_py(), name, str(part[name][at].as_py()), reason) for at in bad]
        table, cells = readable(pa.table(made, names=list(columns)), rows)
        return Batch(table, rows, (*rejects, *cells), (end,), end)


def _lengths(dictionary: pa.Array) -> pa.Array:
    """The bytes of each value, 0 where values are no text."""
    if is_text(dictionary.type):
        return pc.fill_null(pc.binary_length(dictionary), 0)
    return pa.array([0] * len(dictionary), pa.int32())


def _length(column: pa.ChunkedArray) -> int:
    """The bytes of a column's text once its dictionaries are written out, without values that are too long."""
    if is_list(column.type):
        elements = pc.list_flatten(column)
        return _length(elements) + len(elements)
    if not pa.types.is_dictionary(column.type):
        return int(column.nbytes)
    whole = 0
    for chunk in column.chunks:
        lengths = _lengths(chunk.dictionary)
        lengths = pc.if_else(pc.greater(lengths, LONGEST_CELL), 0, lengths)
        whole += pc.sum(lengths.take(chunk.indices).cast(pa.int64())).as_py() or 0
    return whole


def _without_long(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, list[tuple[int, str]]]:
    """A column of dictionaries with values that are too long made blank, and where they stood with their beginning."""
    if not pa.types.is_dictionary(column.type):
        return column, []
    chunks, found, before = [], [], 0
    for chunk in column.chunks:
        long = pc.greater(_lengths(chunk.dictionary), LONGEST_CELL)
        if pc.any(long).as_py():
            shown = {at: _beginning(chunk.dictionary[at]) for at in pc.indices_nonzero(long).to_pylist()}
            places = chunk.indices.to_pylist()
            found += [(before + at, shown[place]) for at, place in enumerate(places) if place in shown]
            kept = pc.if_else(long, None, chunk.dictionary)
            chunks.append(pa.DictionaryArray.from_arrays(chunk.indices, kept))
        else:
            chunks.append(chunk)
        before += len(chunk)
    return pa.chunked_array(chunks, column.type), found


def _beginning(value: pa.Scalar) -> str:
    return bytes(value.as_buffer()[:160]).decode(errors="replace")[:40].replace("\0", "?")


def _as_text(column: pa.ChunkedArray, name: str, table: str) -> tuple[pa.ChunkedArray, list[int]]:
    """A column as text: whole numbers without a point, lists joined by semicolons. Also where cells are not numbers."""
    kind = column.type
    try:
        if is_list(kind) and not is_structure(kind):
            return joined(column, lambda elements: _as_text(elements, name, table)[0]), []
        if pa.types.is_dictionary(kind):
            column = column.cast(kind.value_type)
        if pa.types.is_floating(column.type):
            return _floats(column)
        return column.cast(pa.string()), []
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
        raise TableError(
            f"The column '{name}' of {table} holds {str(kind)[:_SHOWN]}, which cannot be read as text. Save it as text "
            "or as a list of texts, or leave it out of the mapping."
        ) from error


def _floats(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, list[int]]:
    column = column.cast(pa.float64())
    finite = pc.fill_null(pc.is_finite(column), fill_value=True)
    bad = pc.indices_nonzero(pc.invert(finite)).to_pylist()
    column = pc.if_else(finite, column, None)
    small = pc.less(pc.abs(column), 2.0**53)
    whole = pc.fill_null(pc.and_(small, pc.equal(column, pc.floor(column))), fill_value=False)
    integers = pc.if_else(whole, column, None).cast(pa.int64()).cast(pa.string())
    return pc.if_else(whole, integers, column.cast(pa.string())), bad
