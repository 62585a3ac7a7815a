"""List columns as text with a semicolon between elements, as a question with several choices is written."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

#: What stands for a semicolon inside an element. `fristad.bulk.servers` writes the same.
INNER_SEMICOLON = "\uff1b"
#: What stands for an element without a value: a choice that nobody lists, so that no other one becomes a no.
NO_VALUE = "null"
_KINDS = (
    pa.types.is_list,
    pa.types.is_large_list,
    pa.types.is_fixed_size_list,
    pa.types.is_list_view,
    pa.types.is_large_list_view,
)


def is_list(kind: pa.DataType) -> bool:
    """Whether each cell holds a list of values."""
    return any(test(kind) for test in _KINDS)


def is_structure(kind: pa.DataType) -> bool:
    """Whether each cell, or each element of its list, holds several values."""
    return bool(pa.types.is_nested(kind.value_type if is_list(kind) else kind))


def shortened(column: pa.ChunkedArray, longest: int) -> pa.ChunkedArray:
    """The same lists, each text element cut where it is too long anyway, so that writing them out stays small."""
    return pa.chunked_array([_with(chunk, _cut(pc.list_flatten(chunk), longest)) for chunk in column.chunks])


def joined(column: pa.ChunkedArray, as_text: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> pa.ChunkedArray:
    """Each list as one text. `as_text` makes text of the elements."""
    texts = []
    for chunk in column.chunks:
        elements = as_text(pa.chunked_array([pc.list_flatten(chunk)])).combine_chunks()
        plain = pc.fill_null(pc.replace_substring(elements, ";", INNER_SEMICOLON), NO_VALUE)
        texts.append(pc.binary_join(_with(chunk, plain), ";"))
    return pa.chunked_array(texts, pa.string())


def _cut(elements: pa.Array, longest: int) -> pa.Array:
    if not pa.types.is_dictionary(elements.type) or not pa.types.is_string(elements.type.value_type):
        return elements
    return pa.DictionaryArray.from_arrays(elements.indices, pc.utf8_slice_codeunits(elements.dictionary, 0, longest))


def _with(lists: pa.Array, elements: pa.Array) -> pa.Array:
    """Lists of the same lengths that hold other elements."""
    lengths = pc.fill_null(pc.list_value_length(lists), 0)
    offsets = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(lengths.cast(pa.int64()))])
    return pa.LargeListArray.from_arrays(offsets, elements, mask=lists.is_null())
