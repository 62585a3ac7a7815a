"""A table beside its mapping: its rows one by one, and what a mapping and a table do not know of each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fristad.bulk.reading import Batch, Source, open_table
from fristad.server.cases.importing.pure import mapping as mappings
from fristad.server.cases.importing.pure.rows import Fault
from fristad.server.cases.pure.wording import RefusedError, Sentence, gettext_noop


@dataclass(frozen=True)
class Line:
    """One row of a table: its number below the header, and its cells; `faults` where it could not be read whole."""

    number: int
    cells: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table that can be read with a mapping. `mark` changes with every byte of either."""

    source: Source
    mapping: mappings.Mapping
    mark: str
    columns: tuple[str, ...] = field(default=())

    @property
    def missing(self) -> list[str]:
        """Return the columns that the mapping reads and the table lacks."""
        return [name for name in self.mapping.needed if name not in self.source.header]

    @property
    def unread(self) -> list[str]:
        """Return the columns of the table that the mapping does not speak of."""
        known = {*self.mapping.needed, *self.mapping.ignored}
        return [name for name in dict.fromkeys(self.source.header) if name and name not in known]

    def lines(self, *, whole: bool = False) -> Iterator[Line]:
        """Give the rows in their order, with the columns that the mapping reads, or all of them."""
        wanted = dict.fromkeys(self.source.header if whole else self.columns)
        for batch in self.source.batches([name for name in wanted if name], None):
            yield from _lines(batch)


def open_with(path: Path, mapping: mappings.Mapping) -> Table:
    """Return a table that fits its mapping. Raises `RefusedError`, `TableError`."""
    told = mapping.table
    source = open_table(
        path,
        encoding=told.get("encoding", "utf-8"),
        delimiter=told.get("delimiter") or None,
        sheet=told.get("sheet") or None,
    )
    here = set(source.header)
    if mapping.row_id and mapping.row_id not in here:
        raise RefusedError(
            gettext_noop("%(table)s has no column '%(column)s', which numbers the cases (`row_id` of the mapping)."),
            table=path.name,
            column=mapping.row_id,
        )
    naming = [name for column in mapping.columns if column.to in ("name", "survivor_code") for name in column.names]
    if not here & set(naming):
        raise RefusedError(
            gettext_noop("%(table)s has none of the columns that say a name: %(columns)s. Is it the right mapping?"),
            table=path.name,
            columns=", ".join(naming),
        )
    columns = tuple(name for name in mapping.needed if name in here)
    return Table(source, mapping, _mark(path, mapping), columns)


def _mark(path: Path, mapping: mappings.Mapping) -> str:
    made = hashlib.sha256(mapping.digest.encode())
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            made.update(piece)
    return made.hexdigest()


def _lines(batch: Batch) -> Iterator[Line]:
    columns = {name: batch.text[name].to_pylist() for name in batch.text.column_names}
    faults: dict[int, list[Fault]] = {}
    for reject in batch.rejects:
        faults.setdefault(reject.row, []).append(_fault(reject))
    found: dict[int, dict[str, str]] = {number: {} for number in faults}
    for at, number in enumerate(batch.rows.to_pylist()):
        found[number] = {name: cells[at] or "" for name, cells in columns.items()}
    for number in sorted(found):
        yield Line(number, found[number], tuple(faults.get(number, ())))


def _fault(reject: Any) -> Fault:
    told = Sentence(
        gettext_noop("This cannot be read: %(reason)s. Mend it in the table, or save the table anew."),
        {"reason": reject.reason},
    )
    return Fault(reject.row, reject.column or "", told)
