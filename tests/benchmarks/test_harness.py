"""The bench shows no time before all counts are equal, and what it compares is the engine's own meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import harness
from benchmarks.contestants import fristad_masks, fristad_tables, hand_duckdb, naive
from benchmarks.contestants.base import Contestant, Counts
from benchmarks.contestants.registry import BY_ID, CONTESTANTS, REFERENCE
from benchmarks.data import UNKNOWN, YES, Data
from benchmarks.harness import DifferentCountsError, Measured
from benchmarks.report import tools_table
from fristad.engine.answers import Answer, Answers
from fristad.engine.evaluation import determine
from fristad.engine.truth import AnswerValue

ROWS = 400
VALUES = (AnswerValue.NO, AnswerValue.UNKNOWN, AnswerValue.YES)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    made = Data(tmp_path_factory.mktemp("bench"), ROWS)
    made.make()
    made.make_csv()
    return made


@pytest.fixture(scope="module")
def by_engine(data: Data) -> Counts:
    """The slow engine's word for every person, counted."""
    codes = data.codes()
    people = [Answers({leaf: Answer(VALUES[codes[leaf][at]]) for leaf in data.leaves}) for at in range(ROWS)]
    return dict(Counter(str(determine(data.instrument, answers).result) for answers in people))


@pytest.mark.parametrize(
    "prepare",
    [
        fristad_masks.memory,
        fristad_masks.parquet,
        fristad_tables.columns_memory,
        fristad_tables.columns_sql,
        fristad_tables.masks_sql,
        hand_duckdb.masks_memory,
        hand_duckdb.masks_parquet,
        hand_duckdb.columns_parquet,
        hand_duckdb.csv,
        naive.loop,
    ],
    ids=lambda prepare: f"{prepare.__module__.rpartition('.')[2]}-{prepare.__name__}",
)
def test_a_contestant_counts_what_the_engine_determines(
    prepare: Callable[[Data, int], Callable[[], Counts]], data: Data, by_engine: Counts
) -> None:
    assert {word: n for word, n in prepare(data, ROWS)().items() if n} == by_engine


def test_the_first_persons_are_the_same_in_a_larger_file(data: Data, tmp_path: Path) -> None:
    fewer = Data(tmp_path, 100)
    fewer.make()
    shares = [sum(float((data.codes()[leaf] == code).mean()) for leaf in data.leaves) / 67 for code in (2, 1)]
    assert shares == pytest.approx([YES, UNKNOWN], abs=0.02)
    assert naive.loop(fewer, 100)() == hand_duckdb.masks_memory(fewer, 100)()


def test_different_counts_stop_the_run_before_any_time_is_known(
    data: Data, by_engine: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {**by_engine, "not_settled": by_engine["not_settled"] - 1, "unclassified": by_engine["unclassified"] + 1}

    def run_one(contestant: Contestant, data: Data) -> Measured:
        return Measured(contestant, ROWS, by_engine if contestant.fristad else wrong, (1.0,))

    monkeypatch.setattr(harness, "run_one", run_one)
    assert harness.run_all([BY_ID[REFERENCE]], data)[0].rate == ROWS
    with pytest.raises(DifferentCountsError, match=r"duckdb_masks counts .* No times are reported"):
        harness.run_all([BY_ID[REFERENCE], BY_ID["duckdb_masks"]], data)


def test_a_missing_tool_is_named_with_what_to_install(data: Data) -> None:
    absent = Contestant(
        "absent", "Absent tool", "masks", "nowhere:none", needs=(("no_such_package", "the package 'x'"),)
    )
    measured = harness.run_all([absent], data)
    assert "Left out: Absent tool (masks) needs the package 'x'." in tools_table(measured)


def test_every_contestant_has_its_own_name() -> None:
    assert len(BY_ID) == len(CONTESTANTS)
