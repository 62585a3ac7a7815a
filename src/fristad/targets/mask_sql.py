"""An instrument over masks as SQL text: bit counts instead of one term per answer.

`fristad.targets.layout` says what the columns are. DuckDB and Spark read them as they stand in a Parquet file;
PostgreSQL has no unsigned types, so there a word of 16 bits is kept as an integer, one of 32 bits as a bigint.
"""

from __future__ import annotations

from collections.abc import Sequence

from fristad.engine.instrument import Instrument
from fristad.targets.dialects import SqlError, dialect_named
from fristad.targets.layout import OUTSIDE, PRESUMABLE, Word, make_layout
from fristad.targets.plan import Plan, make_plan
from fristad.targets.stages import Ending, Stages

#: The widest word that all three databases count the bits of.
MAX_WIDTH = 32


def mask_determination_sql(instrument: Instrument, source: str, dialect: str, *, keep: Sequence[str] = ()) -> str:
    """A SELECT as `determination_sql` gives it, from a relation that holds the masks of one instrument.

    No mask may be NULL. Raises SqlError for an unknown dialect, a bad name or a word of more than 32 bits.
    """
    stages = Stages(dialect_named(dialect))
    kept, chosen = stages.kept(keep)
    ending = _write(stages, make_plan(instrument), source, kept)
    return stages.text(chosen + ending.output())


def mask_counts_sql(instrument: Instrument, source: str, dialect: str) -> str:
    """A SELECT of how many rows have each outcome: `"<id>.result"`, `"<id>.classification"`, `persons`."""
    stages = Stages(dialect_named(dialect))
    ending = _write(stages, make_plan(instrument).consulted, source, [])
    stages.grouped([ending.outcome])
    return stages.text([*ending.words(), "persons"])


def _write(stages: Stages, plan: Plan, source: str, kept: list[str]) -> Ending:
    layout = make_layout(plan)
    ending = Ending(plan, stages.dialect, "m_")
    alias = {name: f"w{at}" for at, name in enumerate(layout.columns)}
    wide = {name: "BIGINT" if bits > 16 else "INTEGER" for name, bits in layout.columns.items()}
    stages.first([*kept, *(f"CAST({stages.dialect.name(n)} AS {wide[n]}) AS {alias[n]}" for n in alias)], source)
    stages.stage(
        [
            f"{_value(stages, word, alias, version)} AS {ending.value(word.dimension.id, version)}"
            for word in layout.words
            for version in range(word.versions)
        ]
    )
    stages.stage(ending.codes())
    stages.stage(ending.marks())
    stages.stage(ending.results(f"{alias.get(PRESUMABLE)} <> 0", f"{alias.get(OUTSIDE)} <> 0"))
    return ending


def _value(stages: Stages, word: Word, alias: dict[str, str], version: int) -> str:
    certain, possible = (_reached(stages, word, alias[name], version) for name in (word.yes, word.possible))
    return f"CASE WHEN {certain} THEN 2 WHEN {possible} THEN 1 ELSE 0 END"


def _reached(stages: Stages, word: Word, column: str, version: int) -> str:
    if word.width > MAX_WIDTH:
        raise SqlError(
            f"The masks of {word.dimension.id} are {word.width} bits wide; {MAX_WIDTH} is the most that SQL takes. "
            "Use determination_sql on columns of answers."
        )
    parts, level = word.weighings[version]
    if len(parts) == level == 1:
        return f"({column} & {parts[0][0]}) <> 0"
    counts = [_weighed(weight, stages.dialect.bit_count(f"{column} & {mask}", word.width)) for mask, weight in parts]
    return f"{' + '.join(counts) or '0'} >= {level}"


def _weighed(weight: int, count: str) -> str:
    return count if weight == 1 else f"{weight} * {count}"
