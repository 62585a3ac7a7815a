"""How three databases spell the few things in which they differ: names, text, fixed lists, bit counts.

Everything that reaches a statement as a name or as text goes through `Dialect.name` or `Dialect.text`, and nothing
else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fristad.engine.errors import FristadError


class SqlError(FristadError):
    """A statement that cannot be written: an unknown dialect, or a name that the database would cut or refuse."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One database's spelling. `longest_name` is in bytes; `fence` keeps a stage from being merged into the next."""

    id: str
    quote: str
    longest_name: int
    fence: str
    escapes_backslash: bool
    list_at: Callable[[Sequence[int], str], str]
    bit_count: Callable[[str, int], str]

    def name(self, name: str) -> str:
        """An identifier, quoted. Raises SqlError for one that is empty, too long or holds a NUL character."""
        if not name or "\0" in name:
            raise SqlError(f"'{name!r}' cannot be the name of a column or table. Give it another name.")
        if len(name.encode()) > self.longest_name:
            raise SqlError(f"'{name}' is longer than the {self.longest_name} bytes of a name in {self.id}. Shorten it.")
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def text(self, text: str | None) -> str:
        """A text literal, or NULL as text. Raises SqlError for a NUL character."""
        if text is None:
            return "CAST(NULL AS STRING)" if self.id == "spark" else "CAST(NULL AS VARCHAR)"
        if "\0" in text:
            raise SqlError("A text with a NUL character cannot be written into a statement. Remove it.")
        if self.escapes_backslash:
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return "'" + text.replace("'", "''") + "'"

    def relation(self, source: str) -> str:
        """A table or view, each dotted part quoted: `schema.table`."""
        return ".".join(self.name(part) for part in source.split("."))


def _listed(values: Sequence[int]) -> str:
    return ", ".join(map(str, values))


# DuckDB counts bits into TINYINT, so that a weight of 20 overflows: the count is widened before anything is done with
# it.
_DUCKDB = Dialect(
    "duckdb",
    '"',
    1000,
    "",
    escapes_backslash=False,
    list_at=lambda values, at: f"(CAST([{_listed(values)}] AS SMALLINT[]))[{at} + 1]",
    bit_count=lambda word, width: f"CAST(bit_count({word}) AS INTEGER)",
)
# PostgreSQL 15 counts the bits of bit strings only. OFFSET 0 keeps it from writing one stage's expressions into the
# next.
_POSTGRES = Dialect(
    "postgres",
    '"',
    63,
    " OFFSET 0",
    escapes_backslash=False,
    list_at=lambda values, at: f"('{{{_listed(values)}}}'::smallint[])[{at} + 1]",
    bit_count=lambda word, width: f"bit_count(({word})::bit({width}))::integer",
)
_SPARK = Dialect(
    "spark",
    "`",
    1000,
    "",
    escapes_backslash=True,
    list_at=lambda values, at: f"element_at(array({_listed(values)}), {at} + 1)",
    bit_count=lambda word, width: f"bit_count({word})",
)
DIALECTS = {dialect.id: dialect for dialect in (_DUCKDB, _POSTGRES, _SPARK)}


def dialect_named(name: str) -> Dialect:
    """The dialect `duckdb`, `postgres` or `spark`. Raises SqlError for any other name."""
    if name not in DIALECTS:
        raise SqlError(f"There is no SQL dialect '{name}'. Use {', '.join(DIALECTS)}.")
    return DIALECTS[name]
