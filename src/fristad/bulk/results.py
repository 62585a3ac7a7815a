"""Writing what a run found: the list, the working file, the summary, the report, the rejects."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

from fristad.bulk.counting import Tally
from fristad.bulk.folder import RunFolder
from fristad.bulk.report import write_report
from fristad.bulk.request import Request
from fristad.bulk.statements import ID, OFFER, PATTERN, Statements
from fristad.bulk.summary import summarise
from fristad.bulk.topics import Topics, topics_of
from fristad.engine.truth import Truth

_WORDS = pa.array([truth.word for truth in Truth])
#: What makes a spreadsheet compute a cell, at its beginning or, should it be split once more, behind a separator.
_FORMULA = re.compile(r"(?:^|[;,|\t\r\n])[\s\x00-\x20\x7f-\xa0\ufeff\u200b-\u200f]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
#: A quick look at a whole column: without one of these signs no cell is a formula.
_SIGNS = r"[=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
_PHONE = re.compile(r"\+[0-9][0-9 ]*\Z")


def write_results(
    request: Request,
    made: Statements,
    folder: RunFolder,
    tally: Tally,
    results: Iterable[pa.Table],
    rejects: Iterable[tuple[int, str | None, str, str]],
) -> dict[str, Any]:
    """Write every result into the folder's parts, ready to be published. Returns the summary."""
    topics = topics_of((pattern for pattern, _ in tally.patterns), made.keys, made.instruments)
    with (
        folder.writing("determinations.parquet") as determinations,
        folder.writing("conversations.csv") as conversations,
    ):
        _write_rows(made, results, topics, determinations, conversations)
    with folder.writing("rejects.csv") as path:
        write_rejects(path, rejects)
    summary = summarise(request, made, tally, explained=sum(n for p, n in tally.patterns if p in topics))
    with folder.writing("report.html") as path:
        write_report(path, summary)
    with folder.writing("summary.json") as path:
        path.write_text(json.dumps(summary, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return summary


def _write_rows(
    made: Statements, results: Iterable[pa.Table], topics: dict[str, Topics], determinations: Path, conversations: Path
) -> None:
    writer: pq.ParquetWriter | None = None
    names = [made.binding.person or made.binding.row_id, *made.binding.contacts]
    with conversations.open("wb") as file:
        file.write(_csv_line(names).encode())
        for table in results:
            working = _working(made, table, topics)
            if writer is None:
                writer = pq.ParquetWriter(determinations, working.schema, compression="zstd")
            writer.write_table(working)
            offered = table.filter(table[OFFER]).select([ID, *made.contacts])
            safe = pa.table([_safe_column(column) for column in offered.columns], names=offered.column_names)
            arrow_csv.write_csv(safe, file, arrow_csv.WriteOptions(include_header=False, quoting_style="needed"))
    if writer is None:
        writer = pq.ParquetWriter(determinations, _working(made, _nothing(made), topics).schema)
    writer.close()


def _csv_line(cells: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(map(safe_cell, cells))
    return line.getvalue()


def _safe_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column as `safe_cell` makes it; most have nothing that a spreadsheet would compute and stay as they are."""
    if not pc.any(pc.match_substring_regex(column, _SIGNS)).as_py():
        return column
    return pa.chunked_array([pa.array([safe_cell(cell) for cell in column.to_pylist()], pa.string())])


def _working(made: Statements, table: pa.Table, topics: dict[str, Topics]) -> pa.Table:
    """The working file's columns: row id, results and dimensions in words, what is open, what to ask next."""
    names, columns = [made.binding.person or made.binding.row_id], [table[ID].combine_chunks()]
    for name in table.column_names:
        if name.startswith("#"):
            continue
        column = table[name].combine_chunks()
        names.append(name)
        if pa.types.is_integer(column.type):
            columns.append(pa.DictionaryArray.from_arrays(column.cast(pa.int8()), _WORDS))
        else:
            columns.append(column.cast(pa.string()).dictionary_encode())
    found, place = _places(table[PATTERN], topics)
    # As one text per pattern and not as lists: lists would be written out again for every row.
    opened = pa.DictionaryArray.from_arrays(place, pa.array([" ".join(topics[p].open) for p in found], pa.string()))
    following = pa.DictionaryArray.from_arrays(place, pa.array([topics[p].next or "" for p in found], pa.string()))
    names += ["offer_a_conversation", "open", "next"]
    columns += [table[OFFER].combine_chunks(), opened, following]
    return pa.table(columns, names=names)


def _places(patterns: pa.ChunkedArray, topics: dict[str, Topics]) -> tuple[list[str], pa.Array]:
    """The patterns of this part that are explained, and per row the place of its own, null where it has none."""
    encoded = patterns.combine_chunks().dictionary_encode()
    words = encoded.dictionary.to_pylist()
    found = [word for word in words if word in topics]
    place_of = {word: at for at, word in enumerate(found)}
    lookup = pa.array([place_of.get(word) for word in words], pa.int32())
    return found, lookup.take(encoded.indices)


def _nothing(made: Statements) -> pa.Table:
    columns = [ID, PATTERN, *made.contacts]
    empty = {name: pa.array([], pa.string()) for name in columns}
    return pa.table({**empty, OFFER: pa.array([], pa.bool_())})


def write_rejects(path: Path, rows: Iterable[tuple[int, str | None, str, str]]) -> None:
    """Rows and cells that could not be used: row number below the header, column (empty for a row), value, reason."""
    with path.open("w", newline="", encoding="utf-8") as file:
        file.write(_csv_line(["row", "column", "value", "reason"]))
        file.writelines(_csv_line(row) for row in rows)


def safe_cell(value: Any) -> str:
    """A cell that no spreadsheet will compute: what looks like a formula gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.search(text) and not _PHONE.match(text) else text
