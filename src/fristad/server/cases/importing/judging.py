"""What becomes of each row of a table: new, known, a repetition, left out, refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from fristad.server.accounts.actor import Actor
from fristad.server.cases.importing.pure.rows import Fault, Row, is_left_out, read_row
from fristad.server.cases.importing.tables import Line, Table
from fristad.server.common.clock import today
from fristad.server.vault import tags
from fristad.server.vault.models import SearchTag

#: So many faults are kept with an import; more are counted.
MOST_FAULTS = 500


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    REPEATED = "repeated"
    LEFT_OUT = "left_out"
    REFUSED = "refused"


@dataclass(frozen=True)
class Judged:
    """A row with what becomes of it. `tag`: by which it is known again; `faults` of one that is refused."""

    line: Line
    verdict: Verdict
    row: Row | None = None
    tag: bytes = b""
    faults: tuple[Fault, ...] = ()


@dataclass
class Tally:
    """The counts of all rows so far, and the first faults."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def add(self, judged: Judged) -> None:
        """Count a row."""
        self.counts[judged.verdict] += 1
        self.faults += judged.faults[: MOST_FAULTS - len(self.faults)]

    @property
    def rows(self) -> int:
        """Return how many rows there were."""
        return sum(self.counts.values())


def judge(actor: Actor, table: Table, *, whole: bool = False) -> Iterator[Judged]:
    """Give every row with what becomes of it. Writes nothing. Raises `LockedError`, `TableError`."""
    seen: set[bytes] = set()
    for line in table.lines(whole=whole):
        yield _judged(actor, table, line, seen)


def _judged(actor: Actor, table: Table, line: Line, seen: set[bytes]) -> Judged:
    if line.faults:
        return Judged(line, Verdict.REFUSED, faults=line.faults)
    if is_left_out(table.mapping, line.cells):
        return Judged(line, Verdict.LEFT_OUT)
    row = read_row(table.mapping, line.number, {name: line.cells[name] for name in table.columns}, today())
    if row.faults:
        return Judged(line, Verdict.REFUSED, faults=tuple(row.faults))
    tag = _tag(actor, table.mapping.source, row.identity)
    if tag in seen:
        return Judged(line, Verdict.REPEATED)
    seen.add(tag)
    known = SearchTag.objects.filter(tag=tag).exists()
    return Judged(line, Verdict.KNOWN) if known else Judged(line, Verdict.NEW, row, tag)


def _tag(actor: Actor, source: str, identity: str) -> bytes:
    """Return the tag of a row. The agency is part of it: what another agency took in shows to nobody here."""
    return tags.tag(actor.operation_id, "import", "\0".join((str(actor.agency_id), source.casefold(), identity)))
