"""Answers that were given stretch by stretch."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from fristad.server.screening.pure.legs import split
from fristad.server.screening.pure.sayings import Said

WHOLE = {"age": "adult", "paid": {"value": "yes"}}


def said(key: str, value: str, leg: str | None, **more: Any) -> Said:
    told = {"key": key, "value": value, "leg": leg, "who": more.pop("who", "person")}
    return Said(id=more.pop("id", uuid4()), told=told, **more)


def test_each_stretch_has_its_own_answers_by_its_place_and_the_rest_stands_outside() -> None:
    found = split([said("paid", "no", "a"), said("paid", "yes", "b")], WHOLE, {"paid"}, ["b", "a"])
    assert found == {
        "age": "adult",
        "legs": [{"id": "1", "answers": {"paid": "yes"}}, {"id": "2", "answers": {"paid": "no"}}],
    }


def test_a_stretch_of_which_nothing_was_said_keeps_its_place() -> None:
    found = split([said("paid", "yes", "b")], {}, {"paid"}, ["a", "b"])
    assert found == {"legs": [{"id": "1", "answers": {}}, {"id": "2", "answers": {"paid": "yes"}}]}


def test_without_an_answer_of_one_stretch_there_are_none() -> None:
    of_no_stretch = [said("paid", "yes", None), said("paid", "yes", "gone"), said("other", "yes", "a")]
    assert split(of_no_stretch, WHOLE, {"paid"}, ["a"]) is None


def test_two_accounts_of_one_stretch_that_differ_are_unknown_never_untrue() -> None:
    found = split([said("paid", "yes", "a"), said("paid", "no", "a")], {}, {"paid"}, ["a"])
    assert found is not None
    assert found["legs"][0]["answers"]["paid"] not in ("yes", "no")


def test_a_correction_takes_the_place_of_what_it_corrects_and_a_companion_answers_nothing() -> None:
    first = said("paid", "no", "a")
    later = [first, said("paid", "yes", "a", corrects=first.id), said("paid", "no", "a", who="companion")]
    found = split(later, {}, {"paid"}, ["a"])
    assert found == {"legs": [{"id": "1", "answers": {"paid": "yes"}}]}
