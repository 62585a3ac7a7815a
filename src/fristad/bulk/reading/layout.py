"""How a Parquet file holds its columns: what can be read value by value, and what would fill the machine."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fristad.bulk.errors import TableError
from fristad.bulk.reading.lists import is_list

#: A list column has no more elements than this in one group of rows, since a group may be one batch.
MOST_ELEMENTS = 50_000_000
#: A column whose values are not told apart while they are read has no more bytes than this in one group of rows.
MOST_BYTES = 256 << 20
#: Each value in full, one behind the other; and each value as what differs from the one before it.
_IN_FULL, _BY_DIFFERENCE = "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"


def is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_binary(kind))


def repeating_texts(path: Path) -> list[str]:
    """The paths of columns and lists of text that can be read so that a value that comes again stays one value."""
    schema = pq.read_schema(path)
    texts = {field.name for field in schema if is_text(_element(field.type))}
    chunks = list(_chunks(pq.read_metadata(path), texts))
    never = {chunk.path_in_schema for chunk in chunks if {_IN_FULL, _BY_DIFFERENCE} & set(chunk.encodings)}
    return [name for name in dict.fromkeys(chunk.path_in_schema for chunk in chunks) if name not in never]


def refuse_unbounded(metadata: pq.FileMetaData, columns: Collection[str], lists: Collection[str], table: str) -> None:
    """Raise TableError for a column that cannot be read in bounded memory."""
    for chunk in _chunks(metadata, columns):
        column = chunk.path_in_schema
        encodings = set(chunk.encodings)
        if _BY_DIFFERENCE in encodings:
            raise TableError(
                f"The column '{column}' of {table} is written in the encoding {_BY_DIFFERENCE}, which is not read. "
                "Write the file with dictionary or plain encoding, or save it as CSV."
            )
        if chunk.num_values > MOST_ELEMENTS and _owners(column) & set(lists):
            raise _too_large(column, table, f"{MOST_ELEMENTS:,} list elements")
        if _IN_FULL in encodings and chunk.total_uncompressed_size > MOST_BYTES:
            raise _too_large(column, table, f"{MOST_BYTES >> 20} MB")


def _too_large(column: str, table: str, what: str) -> TableError:
    return TableError(
        f"The column '{column}' of {table} has more than {what} in one group of rows. Write the file with smaller row "
        "groups, or save it as CSV."
    )


def _element(kind: pa.DataType) -> pa.DataType:
    inner = kind.value_type if is_list(kind) else kind
    return inner.value_type if pa.types.is_dictionary(inner) else inner


def _chunks(metadata: pq.FileMetaData, columns: Collection[str]) -> Iterator[Any]:
    """What the file says of each of these columns, group by group."""
    wanted = set(columns)
    places = [at for at in range(metadata.num_columns) if wanted & _owners(metadata.schema.column(at).path)]
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        yield from map(group.column, places)


def _owners(path: str) -> set[str]:
    """The columns that a path may belong to: lists write `column.list.element`, in older files `column.array`."""
    return {path, path.rsplit(".", 1)[0], path.rsplit(".", 2)[0]}
