"""Marks in SQL against the engine's own merging of accounts."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.bulk import marks
from fristad.engine.answers import Answer, Answers, combine_legs, merge
from fristad.engine.truth import AnswerValue, Truth

VALUES = st.lists(st.sampled_from(list(AnswerValue)), min_size=1, max_size=4)
CODE = {Truth.NOT_MET: 0, Truth.UNKNOWN: 1, Truth.MET: 2}


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def computed(con: duckdb.DuckDBPyConnection, expression: str) -> int:
    row = con.execute(f"SELECT {expression}").fetchone()
    assert row is not None
    return int(row[0])


@given(values=VALUES)
def test_accounts_of_a_state_merge_as_the_engine_merges_them(
    con: duckdb.DuckDBPyConnection, values: list[AnswerValue]
) -> None:
    digit = computed(con, marks.digit(marks.united([str(marks.BIT[value]) for value in values])))
    expected = merge([Answer(value) for value in values]).value
    found = marks.ANSWER_OF_DIGIT[str(digit)]
    assert found.truth == expected.truth
    assert found.may_be_asked == expected.may_be_asked or not expected.may_be_asked
    assert (found is AnswerValue.CONFLICTING) == (expected is AnswerValue.CONFLICTING)
    conflicting = expected is AnswerValue.CONFLICTING
    assert computed(con, marks.code(str(digit))) == (3 if conflicting else CODE[expected.truth])


@given(values=VALUES)
def test_accounts_of_an_event_combine_as_the_engine_combines_legs(
    con: duckdb.DuckDBPyConnection, values: list[AnswerValue]
) -> None:
    mark = marks.any_yes(marks.united([str(marks.BIT[value]) for value in values]))
    found = marks.ANSWER_OF_DIGIT[str(computed(con, marks.digit(f"({mark})")))]
    legs = [Answers({"violence_on_victim@travel": Answer(value)}) for value in values]
    assert found.truth == combine_legs(legs).truth("violence_on_victim@travel")
