"""Vulnerability at four levels: chosen by a named person, never computed, never about who somebody is."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest

from fristad.library import load_instrument
from fristad.server.accounts.rights import Role
from fristad.server.audit.models import Entry
from fristad.server.cases import telling
from fristad.server.cases.duties import export
from fristad.server.cases.models import Case
from fristad.server.cases.services.families import family_link
from fristad.server.common.clock import today
from fristad.server.common.problems import StaleError, WrongInputError
from fristad.server.screening import doors_profiles as doors
from fristad.server.screening.doors_profiles import Subject
from fristad.server.screening.models import Interview, Judgement, PlaceFile
from fristad.server.screening.registrations_profiles import KINDS
from fristad.server.screening.selectors import profiles
from fristad.server.screening.services import profiles as services
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office
from tests.server.screening import talking

NO_LIVELIHOOD = "fristad_vulnerability.individual.no_livelihood"
PAPERS = "fristad_vulnerability.individual.holds_own_papers"
SOON = today() + timedelta(days=60)
DAY = {"review_on_day": SOON.day, "review_on_month": SOON.month, "review_on_year": SOON.year}


def sent(level: str = "medium", seen: int = 0, reason: str = "Owes for the way.", **factors: str) -> dict[str, Any]:
    """Return a filled-in form of one level."""
    named = {f"factor-{name}": value for name, value in factors.items()}
    return {"seen": seen, "level": level, "reason": reason, "risks": "", "protections": "", **DAY, **named}


def said(part: str = "individual", level: str = "low", **more: Any) -> dict[str, Any]:
    """Return a judgement as the service takes it."""
    plain = {"part": part, "level": level, "reason": "Seen on Monday.", "factors": {}, "risks": [], "protections": []}
    return {**plain, **more}


def judge(desk: Desk, case: Case, **more: Any) -> Any:
    """Judge the person of a case through the page."""
    return desk.post("screening:profile_level", case.code, "person", "individual", **sent(**more))


def test_it_keeps_the_word_that_a_named_person_chose_with_what_weighs_and_what_protects(
    interviewer: Desk, case: Case
) -> None:
    answer = judge(interviewer, case, level="high", **{NO_LIVELIHOOD: "risk", PAPERS: "protection"})
    assert answer.status_code == 302, answer.content.decode()
    page = interviewer.get("screening:profile", case.code, "person").content.decode()
    assert "Risks: 1. Protections: 1." in page
    assert "Owes for the way." in page
    assert "Not compared with their source" in page
    assert page.count("balance__open") == 3, "the levels that nobody judged are dotted, not low"
    assert page.count("Not judged yet") >= 3
    assert Entry.objects.filter(action="profile.judged").exists()


def test_it_asks_nothing_of_who_somebody_is(interviewer: Desk, case: Case) -> None:
    withheld = {item.id for name in profiles.LISTS for item in load_instrument(name).items if item.withheld}
    assert withheld, "the lists name parts of identity that are never asked"
    for part in ("individual", "household_family", "community", "structural"):
        page = interviewer.get("screening:profile_level", case.code, "person", part).content.decode()
        assert not any(name in page for name in withheld)
        assert len(re.findall(r'<input[^>]* name="level"', page)) == 4
        assert not re.search(r"<input[^>]* checked", page), "nothing is chosen beforehand"


def test_what_nobody_asked_is_not_no_and_what_was_told_earlier_stays_with_its_day(
    interviewer: Desk, case: Case
) -> None:
    judge(interviewer, case, **{NO_LIVELIHOOD: "risk"})
    subject = Subject("person", case=case)
    first = profiles.levels(doors.judgements(subject))[0]
    assert {each.value for each in first.factors} == {"risk", ""}
    assert judge(interviewer, case, seen=1, level="low", **{PAPERS: "protection"}).status_code == 302
    again = {each.item.id: each for each in profiles.levels(doors.judgements(subject))[0].factors}
    assert (again[NO_LIVELIHOOD].value, again[NO_LIVELIHOOD].told_on) == ("risk", today())
    assert judge(interviewer, case, seen=2, level="low", **{NO_LIVELIHOOD: "forget"}).status_code == 302
    last = {each.item.id: each.value for each in profiles.levels(doors.judgements(subject))[0].factors}
    assert (last[NO_LIVELIHOOD], last[PAPERS]) == ("", "protection")


def test_a_level_needs_a_word_a_reason_and_a_day(interviewer: Desk, case: Case) -> None:
    bare = sent()
    del bare["level"]
    late = today() + timedelta(days=400)
    wrong = {"review_on_day": late.day, "review_on_month": late.month, "review_on_year": late.year, "reason": " "}
    for form in (bare, {**sent(), **wrong}):
        answer = interviewer.post("screening:profile_level", case.code, "person", "individual", **form)
        assert answer.status_code == 200
    assert not Judgement.unscoped.exists()
    assert judge(interviewer, case, level="open").status_code == 302, "that there is no level yet is a choice, too"


def test_a_judgement_is_never_overwritten_and_the_second_of_two_writers_is_told(interviewer: Desk, case: Case) -> None:
    judge(interviewer, case, level="high")
    late = judge(interviewer, case, level="low")
    assert late.status_code == 200
    assert "while you were writing" in late.content.decode()
    assert 'name="seen" value="1"' in late.content.decode(), (
        "sent once more, it takes the place of the one that is read"
    )
    judge(interviewer, case, level="low", seen=1)
    kept = doors.judgements(Subject("person", case=case))
    assert [(row.body["level"], row.ended_on is None) for row in kept] == [("high", False), ("low", True)]


def test_two_dates_stand_side_by_side_with_what_changed(interviewer: Desk, case: Case) -> None:
    judge(interviewer, case, level="high", **{NO_LIVELIHOOD: "risk"})
    earlier = today() - timedelta(days=90)
    Judgement.unscoped.update(created_on=earlier)
    judge(interviewer, case, level="low", seen=1, **{NO_LIVELIHOOD: "no"})
    dates = {"earlier": earlier.isoformat(), "later": today().isoformat()}
    page = interviewer.get("screening:profile_compare", case.code, "person", **dates).content.decode()
    assert "Level: High, now Low" in page
    assert "Risk, now No" in page
    assert page.count("Nothing.") == 3


def test_a_profile_whose_day_has_come_waits_on_the_home_page(interviewer: Desk, case: Case, office: Office) -> None:
    judge(interviewer, case)
    assert "to look at again" not in interviewer.get("home").content.decode()
    Judgement.unscoped.update(review_on=today())
    assert "Vulnerability to look at again" in interviewer.get("home").content.decode()
    assert case.code in interviewer.get("screening:profiles_due").content.decode()
    other = Desk(office.member(Role.CASEWORKER))
    assert case.code not in other.get("screening:profiles_due").content.decode()
    judge(interviewer, case, seen=1)
    assert not doors.to_review(interviewer.actor).exists(), "a later judgement takes its place"


def test_a_familys_profile_stays_in_the_file_that_tells_it(interviewer: Desk, case: Case) -> None:
    sister = open_case(interviewer.actor, "Winta Invented")
    family_link(
        interviewer.actor, case.person, sister.person, relation={"as": "sister", "said_by": "person"}, hidden=False
    )
    told = said("household_family", "high", reason="Her uncle wants the debt paid.")
    services.judge(interviewer.actor, Subject("family", case=case), told, review_on=SOON, seen=0)
    own = interviewer.get("screening:profile", case.code, "family").content.decode()
    assert "Her uncle wants" in own
    for about in ("family", "person"):
        page = interviewer.get("screening:profile", sister.code, about).content.decode()
        assert "Her uncle wants" not in page
    assert "Her uncle wants" not in interviewer.get("screening:profile", case.code, "person").content.decode()
    kind = next(kind for kind in KINDS if kind.model is Judgement)
    handed_out = export(kind, case.person, interviewer.actor)
    assert [set(row) for row in handed_out] == [{"written_on"}], "what speaks of others is not handed out as one's own"


def test_a_place_holds_no_person(supervisor: Desk, office: Office, case: Case, interviewer: Desk) -> None:
    focal = Desk(office.member(Role.CONTEXT))
    assert focal.post("screening:place_new", place="The fish market", words="").status_code == 302
    place = PlaceFile.unscoped.get()
    for words in (
        f"Ask about {case.code}.",
        f"As {case.code.lower()[:3]}-{case.code[3:]} said",
        "Call 0700 123 456 78",
    ):
        with pytest.raises(WrongInputError):
            services.judge(focal.actor, Subject("place", place=place), said(reason=words), review_on=SOON, seen=0)
    form = sent(reason="Boats leave before dawn in 2026.")
    assert focal.post("screening:place_profile_level", place.pk, "community", **form).status_code == 302
    seen = interviewer.get("screening:place_profile", place.pk).content.decode()
    assert "Boats leave before dawn" in seen
    assert "Judge it anew" not in seen
    assert interviewer.post("screening:place_profile_level", place.pk, "community", **form).status_code == 404
    assert focal.get("screening:profile", case.code, "person").status_code == 404
    assert supervisor.get("screening:place_profile_level", place.pk, "structural").status_code == 200
    assert supervisor.post("screening:place_end", place.pk, sure="on", version=place.version).status_code == 302
    assert interviewer.get("screening:place_profile", place.pk).status_code == 404


def test_what_was_told_in_an_interview_is_not_asked_again(interviewer: Desk, case: Case, monkeypatch: Any) -> None:
    monkeypatch.setattr(profiles, "heard", lambda _case: {"no_livelihood@now": "Told"})
    page = interviewer.get("screening:profile_level", case.code, "person", "individual").content.decode()
    assert "In an interview: Told. Do not ask again." in page


def test_what_helps_in_a_talk_weighs_nowhere(interviewer: Desk, case: Case) -> None:
    form = {"version": 0, "seeing": "much", "helps": "Large letters", "form": "signed", "asked": "person"}
    assert interviewer.post("screening:support", case.code, **form).status_code == 302
    there = doors.support(case)
    assert there is not None
    assert there.told["hearing"] == "", "not asked is not 'no difficulty'"
    assert "Large letters" not in interviewer.get("screening:profile", case.code, "person").content.decode()
    again = interviewer.post("screening:support", case.code, **form)
    assert again.status_code == 200, "of two writers the second is told"
    with pytest.raises(StaleError):
        services.support_note(interviewer.actor, case, {}, read_version=7)


def test_what_helps_shows_before_a_talk_and_its_form_goes_through_all_of_it(interviewer: Desk, case: Case) -> None:
    form = {"version": 0, "hearing": "much", "helps": "Faces in the light", "form": "signed", "asked": "person"}
    interviewer.post("screening:support", case.code, **form)
    interviewer.post("screening:begin", case.code, language="en", **talking.BEGIN)
    interview = Interview.unscoped.get(case=case)
    first = interviewer.get("screening:interview", interview.pk).content.decode()
    assert "Faces in the light" in first
    assert re.search(r'<input[^>]* value="signed"[^>]* checked', first)
    setting = {**talking.STEPS["setting"], "form": "signed"}
    interviewer.post("screening:interview", interview.pk, step="setting", **setting)
    later = interviewer.get("screening:interview", interview.pk).content.decode()
    assert "Look at the person, not at the interpreter." in later


def test_the_person_is_told_what_was_judged_of_them_and_not_of_their_family(interviewer: Desk, case: Case) -> None:
    judge(interviewer, case, level="high", **{NO_LIVELIHOOD: "risk"})
    of_family = said("community", "high", reason="Her uncle wants the debt paid.")
    services.judge(interviewer.actor, Subject("family", case=case), of_family, review_on=SOON, seen=0)
    told = str(telling.plain(telling.about(case.person, interviewer.actor)))
    assert "Owes for the way." in told
    assert "Her uncle wants" not in told


def test_the_drawing_puts_risks_where_reading_begins() -> None:
    from fristad.server.site.drawing.balances import MIDDLE, PER_ROW, balance  # noqa: PLC0415

    drawn, turned = balance(PER_ROW + 1, 2), balance(PER_ROW + 1, 2, mirrored=True)
    assert all(x < MIDDLE for x, _y in drawn.risks)
    assert all(x > MIDDLE for x, _y in turned.risks)
    assert len({y for _x, y in drawn.risks}) == 2, "many marks begin another row"
    assert all(x > 0 for x, _y in drawn.risks)


def test_a_day_is_a_day() -> None:
    rows: list[Judgement] = []
    assert profiles.days(rows) == []
    assert profiles.standing(rows, date(2026, 1, 1)) == {}
