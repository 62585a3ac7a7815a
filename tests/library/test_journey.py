"""Answers given leg by leg: what is worked out for each leg, and what for the journey as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from fristad.engine.answers import Answer, Answers, combine_legs
from fristad.engine.errors import AnswerError
from fristad.engine.truth import AnswerValue
from fristad.library import determine, statement
from tests.library.test_statements import ANSWERS, DETERMINATION

PAID = {"crossing_arranged": "yes", "crossing_paid_money": "yes"}
ALONE = {"crossing_arranged": "no", "transported": "no"}
BY_LEG = "smuggling_finding"


def journey(*legs: dict[str, Any], **about_person: Any) -> dict[str, Any]:
    named = [{"id": f"leg {n}", "answers": answers} for n, answers in enumerate(legs, 1)]
    return {**about_person, "legs": named}


def test_smuggling_is_determined_for_each_leg_and_the_rest_for_the_journey() -> None:
    raw = journey({**PAID, "transported": "yes"}, ALONE, forced_work="yes")
    found = statement(["palermo_art3", BY_LEG], raw)
    assert [(said["instrument"], said.get("leg")) for said in found] == [
        ("palermo_art3", None),
        (BY_LEG, "leg 1"),
        (BY_LEG, "leg 2"),
    ]
    assert [said["classification"] for said in found[1:]] == ["smuggling_elements", "entry_not_procured"]
    assert found[0]["dimensions"] == {"act": "met", "means": "unknown", "purpose": "met"}
    ANSWERS.validate(raw)
    DETERMINATION.validate(found)


def test_what_was_paid_on_one_leg_says_nothing_of_another() -> None:
    raw = journey({"crossing_arranged": "yes"}, {"crossing_paid_money": "yes", "crossing_arranged": "no"})
    assert [said["result"] for said in statement([BY_LEG], raw)] == ["not_settled", "no_indication_in_what_was_asked"]


def test_a_no_holds_for_the_journey_only_where_every_leg_says_so() -> None:
    for legs, is_open in ((("no", "no"), False), (("no", None), True), (("no", "yes"), False)):
        raw = journey(*({"transported": value} if value else {} for value in legs))
        assert ("transported@travel" in {row["id"] for row in determine("palermo_art3", raw)["open"]}) is is_open


def test_each_leg_has_its_own_next_topic() -> None:
    found = statement([BY_LEG], journey({"crossing_arranged": "yes"}, ALONE))
    assert [said["next"] is None for said in found] == [False, True]


def test_without_legs_everything_stays_as_it_was() -> None:
    assert statement([BY_LEG], PAID)[0].keys() == statement(["palermo_art3"], PAID)[0].keys()
    assert "leg" not in determine(BY_LEG, PAID)


def test_one_determination_cannot_stand_for_several_legs() -> None:
    assert determine(BY_LEG, journey(PAID))["leg"] == "leg 1"
    with pytest.raises(AnswerError, match=r"worked out for each leg, and these answers have 2. Use `statement`"):
        determine(BY_LEG, journey(PAID, ALONE))


def test_what_may_not_be_asked_again_today_is_not_asked_for_another_leg() -> None:
    declined, absent = Answers({"x@travel": Answer(AnswerValue.DECLINED)}), Answers()
    for legs in ([declined, absent], [absent, declined]):
        assert combine_legs(legs).value("x@travel") is AnswerValue.DECLINED


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"legs": "yes"}, "`legs` must be a list of legs"),
        ({"legs": []}, "`legs` must be a list of legs"),
        ({"legs": ["yes"]}, "Leg 1 must be an object with `id` and `answers`"),
        ({"legs": [{"id": "a"}]}, "Leg 1 must be an object with `id` and `answers`"),
        ({"legs": [{"id": "a", "answers": {}, "x": 1}]}, "Leg 1 must be an object with `id` and `answers`"),
        ({"legs": [{"id": " ", "answers": {}}]}, "Leg 1 needs an `id`"),
        ({"legs": [{"id": 7, "answers": {}}]}, "Leg 1 needs an `id`"),
        ({"legs": [{"id": "a", "answers": []}]}, "The `answers` of leg 'a' must be one JSON object"),
        ({"legs": [{"id": "a", "answers": {}}] * 2}, "Two legs have the id 'a'"),
        ({"legs": [{"id": str(n), "answers": {}} for n in range(101)]}, "more than 100 legs"),
        (journey({"recruted": "yes"}), "Leg 'leg 1': 'recruted' is not an indicator"),
        (journey({"person.under_18_then": "yes"}), "'person.under_18_then' is about the person, not about a leg"),
        (journey({"trusted_person": "yes"}), "'trusted_person' is about the person, not about a leg"),
        (journey({"legs": []}), "Leg 'leg 1': The answer to 'legs' is"),
        (journey({"transported": "no"}, transported="yes"), "'transported' stands outside `legs` and in leg 'leg 1'"),
        (journey({}, crossing_arranged="yes"), "'crossing_arranged' is asked leg by leg. Write it in each leg"),
    ],
)
def test_legs_that_cannot_be_read_are_refused_in_one_sentence(raw: dict[str, Any], said: str) -> None:
    with pytest.raises(AnswerError) as caught:
        statement(["palermo_art3", BY_LEG], raw)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
