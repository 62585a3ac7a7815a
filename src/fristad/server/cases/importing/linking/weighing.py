"""How likely two records are one person, by the model of Fellegi and Sunter (1969), as Splink computes it.

Each comparison has levels. How often a level is met by two strangers (u) Splink counts in the register itself, so that
names which are common there say less; how often by one person written down twice (m) stands below, from what is known
of such records: names are spelled anew each time, years of birth move by one, numbers change.

All of it happens in this process's memory: DuckDB without a folder for what does not fit, without extensions.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from fristad.server.cases.importing.linking.records import Known, marks_of
from fristad.server.common.problems import WrongInputError

#: What two records must reach to be looked at by the desk.
THRESHOLD = 0.05
#: One person in so many stands in a register twice, as a starting point.
DOUBLES_IN = 20
#: Before anything is compared, no pair of the smallest register counts as likelier than this.
MOST_LIKELY = 0.001
MOST_MEMORY = "1GB"
_FEWEST = 2
#: In a smaller register too few strangers meet for their likeness to be counted: then u is as below.
COUNTED_FROM = 200
#: (condition, m, u for a small register); the last level is everything else.
_NAMES = (
    ("latin_l = latin_r", 0.35, 0.0002),
    ("len(first_l) > 1 and len(first_r) > 1 and shared >= greatest(len(first_l), len(first_r))", 0.25, 0.0005),
    ("jaro_winkler_similarity(latin_l, latin_r) >= 0.94", 0.1, 0.001),
    ("len(first_l) > 1 and len(first_r) > 1 and shared >= least(len(first_l), len(first_r))", 0.15, 0.002),
    ("shared >= 2", 0.06, 0.003),
    ("shared = 1", 0.07, 0.1),
)
_BORN = (
    ("narrow_l and narrow_r and lowest_l <= highest_r and lowest_r <= highest_l", 0.7, 0.04),
    ("lowest_l <= highest_r and lowest_r <= highest_l", 0.15, 0.06),
    ("lowest_l <= highest_r + 1 and lowest_r <= highest_l + 1", 0.1, 0.06),
)
_PHONES = (("len(list_intersect(phones_l, phones_r)) > 0", 0.5, 0.0005),)
_SHARED = "greatest(len(list_intersect(first_l, keys_r)), len(list_intersect(keys_l, first_r)))"


class Pair(NamedTuple):
    """Two people by their numbers, the lower first, and how likely they are one."""

    one: int
    other: int
    likelihood: float


def pairs(people: Sequence[Known], threshold: float = THRESHOLD) -> Iterator[Pair]:
    """Give the pairs that are likely enough, likeliest first. Raises `WrongInputError` where Splink is missing."""
    if len(people) < _FEWEST:
        return
    splink = _splink()
    connection = duckdb.connect(":memory:", config=_closed())
    try:
        connection.execute("SET enable_progress_bar = false")
        api = splink.DuckDBAPI(connection)
        linker = splink.Linker(api.register(_table(people)), _settings(splink, len(people)), log_level=logging.ERROR)
        if len(people) >= COUNTED_FROM:
            linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=7, min_count_per_level=None)
        found = linker.inference.predict(threshold_match_probability=threshold).as_pyarrow_table()
    finally:
        connection.close()
    columns = (found[name].to_pylist() for name in ("unique_id_l", "unique_id_r", "match_probability"))
    rows = [Pair(min(one, other), max(one, other), likelihood) for one, other, likelihood in zip(*columns, strict=True)]
    yield from sorted(rows, key=lambda pair: -pair.likelihood)


def _closed() -> dict[str, Any]:
    """Return settings with which DuckDB writes no file and loads nothing."""
    return {
        "temp_directory": "",
        "memory_limit": MOST_MEMORY,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def _splink() -> Any:
    try:
        import splink  # noqa: PLC0415 - an extra of its own
    except ModuleNotFoundError as error:
        raise WrongInputError(
            "Looking through a whole register needs Splink, which is not installed. Install it into the environment "
            "of Fristad: pip install 'fristad[duplicates]'"
        ) from error
    return splink


def _table(people: Sequence[Known]) -> pa.Table:
    marks, _common = marks_of(people)
    texts = pa.list_(pa.string())
    born = [each.born or (None, None) for each in people]
    return pa.table(
        {
            "unique_id": pa.array([each.number for each in people], pa.int64()),
            "latin": [each.latin or None for each in people],
            "first": pa.array([list(each.first) for each in people], texts),
            "keys": pa.array([list(each.keys) for each in people], texts),
            "lowest": pa.array([pair[0] for pair in born], pa.int32()),
            "highest": pa.array([pair[1] for pair in born], pa.int32()),
            "narrow": [each.is_narrow for each in people],
            "phones": pa.array([list(each.phones) for each in people], texts),
            "marks": pa.array(marks, texts),
        }
    )


def _settings(splink: Any, count: int) -> Any:
    comparisons = (
        _comparison("names", "latin_l is null or latin_r is null", _NAMES),
        _comparison("born", "lowest_l is null or lowest_r is null", _BORN),
        _comparison("phones", "len(phones_l) = 0 or len(phones_r) = 0", _PHONES),
    )
    return splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=list(comparisons),
        blocking_rules_to_generate_predictions=[splink.block_on("marks", arrays_to_explode=["marks"])],
        probability_two_random_records_match=min(MOST_LIKELY, 2 / (DOUBLES_IN * (count - 1))),
        retain_matching_columns=False,
    )


def _comparison(name: str, missing: str, levels: Sequence[tuple[str, float, float]]) -> dict[str, Any]:
    """Return a comparison as Splink reads it: a missing part says nothing, then the levels, then the rest."""
    rest = ("ELSE", 1 - sum(m for _condition, m, _u in levels), 1 - sum(u for _condition, _m, u in levels))
    found = [
        {
            "sql_condition": condition.replace("shared", _SHARED),
            "label_for_charts": condition[:20],
            "m_probability": m,
            "u_probability": u,
            "fix_m_probability": True,
        }
        for condition, m, u in (*levels, rest)
    ]
    nothing = {"sql_condition": missing, "label_for_charts": "missing", "is_null_level": True}
    return {"output_column_name": name, "comparison_levels": [nothing, *found]}
