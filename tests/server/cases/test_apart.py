"""Suspected ties: people around a controller are nowhere together, and no file shows what another says."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from fristad.server.accounts import notices
from fristad.server.accounts.models import Staff
from fristad.server.accounts.rights import Role, Scope
from fristad.server.audit.models import Entry
from fristad.server.cases import duties, telling
from fristad.server.cases.models import Case, Double, Person, Task, Tie
from fristad.server.cases.selectors import apart, doubles, search
from fristad.server.cases.services import meetings
from fristad.server.cases.services.cases import case_assign
from fristad.server.cases.services.circles import circle_close
from fristad.server.cases.services.exports import Wanted, case_export
from fristad.server.cases.services.families import family_link
from fristad.server.cases.services.movements import cases_assign, handover, transfer_accept, transfer_ask
from fristad.server.cases.services.ties import tie_add, tie_end
from fristad.server.cases.services.work import item_add, item_edit, item_end
from fristad.server.common.clock import today
from fristad.server.common.problems import WrongInputError
from fristad.server.jobs.runner import run_one
from fristad.server.jobs.services import enqueue
from tests.server.cases.desk import Desk
from tests.server.cases.files import open_case
from tests.server.office import Office, actor_of

pytestmark = pytest.mark.django_db

NUMBER = "+990101010"
ROSE = "She is never without him."
SOON = today() + timedelta(days=14)
CHILD = [{"kind": "stated", "least": 14, "most": 14, "on": "2026-01-01"}]


def reach(number: str = NUMBER) -> list[dict[str, str]]:
    """Return a rule for a number."""
    return [{"how": "By telephone", "rules": "Before noon", "number": number}]


class Group:
    """A girl, somebody else around the same man, and the man, all with files that one desk may open."""

    def __init__(self, office: Office) -> None:
        self.desk = Desk(office.member(Role.CASEWORKER))
        self.actor = self.desk.actor
        self.girl = open_case(self.actor, "Noor", contacts=reach())
        self.boy = open_case(self.actor, "Idris", contacts=reach("+990202020"))
        self.man = open_case(self.actor, "Karim", contacts=reach())

    def tie(self, *grounds: str) -> Tie:
        """Write the suspicion into the girl's file."""
        told = {"grounds": list(grounds), "said_by": "staff", "who": "", "why": ROSE}
        return tie_add(self.actor, self.girl, told, others=[self.boy.person], suspected=self.man.person, review_on=SOON)


@pytest.fixture
def group(office: Office) -> Group:
    """They have arrived."""
    return Group(office)


def staff(hidden: Hidden) -> list[Staff]:
    """Return who could be told."""
    return [hidden.helper, hidden.second, hidden.bought.staff]


def body(answer: Any) -> str:
    """Return what a page says."""
    text: str = answer.content.decode()
    return text[text.index("<main") : text.index("</main")]


def plan(group: Group, case: Case, at: str, where: str = "", **more: Any) -> Task:
    """Plan a meeting with the person of a case."""
    told = {"kind": "follow_up", "words": "Tea", "at": at, "where": where}
    return item_add(group.actor, case, Task, told, due_on=SOON, **more)


def send_meeting(desk: Desk, case: Case, at: str, where: str = "", day: date = SOON) -> Any:
    """Send the form of a meeting."""
    due = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
    return desk.post("cases:items", case.code, "tasks", kind="follow_up", words="Tea", at=at, where=where, **due)


class Hidden:
    """A girl in a closed circle whose file names a man; who works for him, and for a boy around him, is bought."""

    def __init__(self, office: Office) -> None:
        self.helper, self.second = office.member(Role.CASEWORKER), office.member(Role.CASEWORKER)
        self.bought = Desk(office.member(Role.CASEWORKER, team=office.other_team))
        girl = open_case(actor_of(self.helper), "Noor", contacts=reach())
        self.man = open_case(self.bought.actor, "Karim", contacts=reach())
        self.boy = open_case(self.bought.actor, "Idris", contacts=reach())
        told = {"grounds": ["phone"], "said_by": "staff", "who": "", "why": ROSE}
        lead = office.actor((Role.SUPERVISOR, Scope.OPERATION))
        self.service = office.system
        self.tie = tie_add(lead, girl, told, others=[self.boy.person], suspected=self.man.person, review_on=SOON)
        girl = Case.unscoped.get(pk=girl.pk)
        self.girl = circle_close(actor_of(self.helper), girl, [self.second], why="w", read_version=girl.version)

    def meet(self, at: str = "10:30", where: str = "Clinic North") -> Task:
        """Plan a meeting with the girl."""
        told = {"kind": "step", "words": "Doctor", "at": at, "where": where}
        return item_add(actor_of(self.helper), Case.unscoped.get(pk=self.girl.pk), Task, told, due_on=SOON)

    def look(self) -> list[str]:
        """Let the service look, and return the codes of the cases that the helper is told of."""
        enqueue(self.service, meetings.KIND)
        assert run_one(threading.Event())
        told = [each.content for each in notices.waiting(self.helper.pk)]
        return [content["code"] for content in told if content["kind"] == meetings.CROSSED]


@pytest.fixture
def hidden(office: Office) -> Hidden:
    """They have arrived."""
    return Hidden(office)


# What a tie is: written by a person, in one file, with a day to look again.


def test_a_suspicion_is_written_down_by_a_person_with_a_reason_and_a_day(group: Group) -> None:
    sent = {"said_by": "person", "grounds": ["arrived", "phone"], "who": "", "suspected": group.man.code, "others": ""}
    sent |= {"why": ROSE, "review_on_day": SOON.day, "review_on_month": SOON.month, "review_on_year": SOON.year}
    assert group.desk.post("cases:apart", group.girl.code, **{**sent, "why": ""}).status_code == 200
    assert group.desk.post("cases:apart", group.girl.code, **{**sent, "review_on_year": ""}).status_code == 200
    assert not Tie.unscoped.exists()
    assert group.desk.post("cases:apart", group.girl.code, **sent).status_code == 302
    page = body(group.desk.get("cases:apart", group.girl.code))
    assert ROSE in page
    assert "The person says so" in page
    assert "They arrived together" in page


def test_nobody_is_kept_apart_without_a_person_who_says_so(group: Group) -> None:
    alike = {"place": "The blue house", "contacts": reach()}
    one, other = open_case(group.actor, "Amal", **alike), open_case(group.actor, "Basel", **alike)
    assert apart.from_whom(one.person) == set()
    assert family_link(group.actor, one.person, other.person, relation={"as": "other"}, hidden=False)


def test_only_the_file_in_which_it_is_written_shows_a_tie(group: Group) -> None:
    before = {case.code: body(group.desk.get("cases:apart", case.code)) for case in (group.boy, group.man)}
    group.tie("arrived")
    for code, page in before.items():
        assert _plain(body(group.desk.get("cases:apart", code))) == _plain(page)
        assert "tie" not in body(group.desk.get("cases:timeline", code)).lower()
    assert "wrote down a suspected tie" in body(group.desk.get("cases:timeline", group.girl.code))


def test_a_code_out_of_scope_is_refused_in_the_words_of_one_that_does_not_exist(group: Group, office: Office) -> None:
    foreign = open_case(office.actor(Role.CASEWORKER, team=office.foreign_team), "Stranger")
    sent = {"said_by": "staff", "who": "", "others": "", "why": ROSE, "review_on_day": 1, "review_on_month": 1}
    answers = [
        body(group.desk.post("cases:apart", group.girl.code, **sent, review_on_year=2030, suspected=code))
        for code in (foreign.code, "2222222")
    ]
    assert all("No case with this code is open to you." in answer for answer in answers)


def test_codes_of_others_show_only_to_those_who_may_open_them(group: Group, office: Office) -> None:
    group.tie("arrived")
    assert group.man.code in body(group.desk.get("cases:apart", group.girl.code))
    Case.unscoped.filter(pk=group.man.pk).update(owner=None, team=office.other_team.pk)
    page = body(group.desk.get("cases:apart", group.girl.code))
    assert group.man.code not in page
    assert group.boy.code in page


def test_nobody_is_tied_to_themselves(group: Group) -> None:
    with pytest.raises(WrongInputError):
        tie_add(group.actor, group.girl, {}, suspected=group.girl.person, review_on=SOON)


def test_the_owner_is_reminded_to_look_again_and_can_end_it(group: Group) -> None:
    tie = group.tie("arrived")
    Tie.unscoped.filter(pk=tie.pk).update(review_on=today())
    assert "Look again at who is kept apart" in body(group.desk.client.get(reverse("home")))
    sent = {"stands": "yes", "words": "Nothing changed.", "version": tie.version}
    assert group.desk.post("cases:tie", group.girl.code, tie.pk, **sent).status_code == 200
    sent |= {"review_on_day": SOON.day, "review_on_month": SOON.month, "review_on_year": SOON.year}
    assert group.desk.post("cases:tie", group.girl.code, tie.pk, **sent).status_code == 302
    assert "Look again at who" not in body(group.desk.client.get(reverse("home")))
    tie.refresh_from_db()
    sent = {"stands": "no", "words": "He is her brother.", "version": tie.version}
    assert group.desk.post("cases:tie", group.girl.code, tie.pk, **sent).status_code == 302
    assert apart.from_whom(group.girl.person) == set()


def test_a_tie_of_another_file_is_not_there(group: Group) -> None:
    tie = group.tie("arrived")
    assert group.desk.get("cases:tie", group.man.code, tie.pk).status_code == 404


# What it does: never shown to each other as links.


def test_people_who_are_kept_apart_are_not_linked(group: Group) -> None:
    group.tie("arrived")
    for one, other in ((group.girl, group.man), (group.man, group.girl), (group.girl, group.boy)):
        with pytest.raises(WrongInputError):
            family_link(group.actor, one.person, other.person, relation={"as": "cousin"}, hidden=False)


def test_a_link_that_was_there_shows_in_neither_file_while_the_tie_stands(group: Group) -> None:
    family_link(group.actor, group.girl.person, group.man.person, relation={"as": "husband"}, hidden=False)
    tie = group.tie("answers")
    assert group.man.code not in body(group.desk.get("cases:family", group.girl.code))
    assert group.girl.code not in body(group.desk.get("cases:family", group.man.code))
    tie_end(group.actor, tie, words="A mistake.", read_version=tie.version)
    assert group.man.code in body(group.desk.get("cases:family", group.girl.code))


def test_a_third_file_does_not_list_them_side_by_side(group: Group) -> None:
    aunt = open_case(group.actor, "Huda")
    for case in (group.man, group.girl):
        family_link(group.actor, aunt.person, case.person, relation={"as": "other"}, hidden=False)
    group.tie("arrived")
    page = body(group.desk.get("cases:family", aunt.code))
    assert group.girl.code in page
    assert group.man.code not in page


def test_a_joined_record_is_kept_apart_as_its_person_is(group: Group) -> None:
    again = open_case(group.actor, "Karim B")
    Person.unscoped.filter(pk=again.person_id).update(merged_into=group.man.person)
    group.tie("arrived")
    assert again.person_id in apart.from_whom(group.girl.person)
    assert apart.from_whom(Person.unscoped.get(pk=again.person_id)) == {group.girl.person_id, group.boy.person_id}


# Never listed together.


def test_one_search_never_shows_both(group: Group) -> None:
    group.tie("phone")
    found = search.find(group.actor, NUMBER)
    assert [case.code for case in found.cases] == [group.girl.code]
    assert found.is_parted
    assert [case.code for case in search.find(group.actor, group.man.code).cases] == [group.man.code]


def test_who_may_open_one_of_them_learns_nothing_of_the_other(group: Group, office: Office) -> None:
    group.tie("phone")
    Case.unscoped.filter(pk=group.man.pk).update(owner=None, team=office.other_team.pk)
    found = search.find(group.actor, NUMBER)
    assert [case.code for case in found.cases] == [group.girl.code]
    assert not found.is_parted


def test_the_duplicate_desk_never_compares_them(group: Group, office: Office) -> None:
    twin = open_case(group.actor, "Karim", contacts=reach())
    assert group.man.person_id in {other.pk for other, _why in doubles.likely(twin.person)}
    desk = office.actor(Role.DUPLICATE_DESK)
    pair = sorted((twin, group.man), key=lambda case: case.pk)
    Double(
        operation_id=twin.operation_id, record_key=twin.record_key, one=pair[0], other=pair[1], told={"why": []}
    ).save(force_insert=True)
    assert doubles.desk(desk).count() == 1
    tie_add(group.actor, twin, {"why": ROSE}, suspected=group.man.person, review_on=SOON)
    assert group.man.person_id not in {other.pk for other, _why in doubles.likely(twin.person)}
    assert doubles.desk(desk).count() == 0


def test_no_file_that_leaves_holds_both(group: Group) -> None:
    wanted = Wanted(("case.code",), "For the lawyer", password="three-green-Lanterns")  # noqa: S106
    assert case_export(group.actor, [group.girl, group.man], wanted)
    group.tie("sponsor")
    with pytest.raises(WrongInputError):
        case_export(group.actor, [group.girl, group.man], wanted)
    assert case_export(group.actor, [group.girl], wanted)


def test_one_colleague_does_not_get_both(group: Group, office: Office) -> None:
    group.tie("address")
    other = office.member(Role.CASEWORKER)
    lead = actor_of(office.member(Role.SUPERVISOR))
    case_assign(lead, group.girl, owner=other, read_version=group.girl.version)
    with pytest.raises(WrongInputError, match="cannot take this case"):
        case_assign(lead, group.man, owner=other, read_version=group.man.version)
    third = office.member(Role.CASEWORKER)
    pair = [(Case.unscoped.get(pk=case.pk), case.version) for case in (group.boy, group.man)]
    with pytest.raises(WrongInputError):
        cases_assign(lead, pair, third)
    assert not Case.unscoped.filter(owner=third).exists()


def test_nobody_takes_over_or_stands_in_for_the_other(group: Group, office: Office) -> None:
    group.tie("address")
    other = office.member(Role.CASEWORKER)
    Case.unscoped.filter(pk=group.man.pk).update(owner=other)
    with pytest.raises(WrongInputError):
        transfer_ask(group.actor, group.girl, to_staff=other, why="I go away")
    with pytest.raises(WrongInputError):
        handover(group.actor, [group.girl], stand_in=other, until=SOON, words="")


def test_a_person_is_told_to_change_that_one_colleague_or_one_place_has_both(group: Group) -> None:
    for case in (group.girl, group.man):
        case.person.place = "The blue house"
        case.person.save()
    group.tie("address")
    page = body(group.desk.get("cases:apart", group.girl.code))
    assert "One colleague works on files that are kept apart" in page
    assert "They are written down at one place" in page


# Never scheduled together.


def test_two_are_not_expected_at_one_hour_and_place(group: Group) -> None:
    group.tie("arrived")
    plan(group, group.man, "10:30", "Office, room 2")
    for at, where in (("10:30", "office, Room 2"), ("11:59", "Office, room 2"), ("09:00", ""), ("10:30", " ")):
        with pytest.raises(WrongInputError):
            plan(group, group.girl, at, where)
    assert plan(group, group.girl, "12:30", "Office, room 2")
    assert plan(group, group.boy, "10:30", "At the school")


def test_a_meeting_is_not_moved_to_one_hour_and_place_either(group: Group) -> None:
    group.tie("arrived")
    plan(group, group.man, "10:30")
    moved = plan(group, group.girl, "16:00")
    with pytest.raises(WrongInputError):
        item_edit(group.actor, moved, {"at": "11:00"}, read_version=moved.version)


def test_people_without_a_tie_may_come_together(group: Group) -> None:
    plan(group, group.girl, "10:30")
    assert plan(group, group.man, "10:30")


def test_the_refusal_of_an_hour_names_nobody_and_gives_no_reason(group: Group) -> None:
    group.tie("arrived")
    plan(group, group.man, "10:30")
    page = body(send_meeting(group.desk, group.girl, "10:30"))
    assert "This hour is not free." in page
    assert group.man.code not in page
    assert not any(word in page.lower() for word in ("suspect", "kept apart from"))
    assert Task.unscoped.filter(case=group.girl).count() == 0


def test_each_hour_that_is_refused_has_its_entry(group: Group) -> None:
    group.tie("arrived")
    plan(group, group.man, "10:30")
    for _try in range(2):
        send_meeting(group.desk, group.girl, "10:30")
    refused = Entry.objects.filter(action="meeting.refused", record_id=group.girl.pk, actor_id=group.actor.staff_id)
    assert refused.count() == 2


def test_an_hour_stands_beside_the_task_and_needs_a_day(group: Group) -> None:
    sent = {"kind": "follow_up", "words": "Tea", "at": "10:30", "where": "At the school"}
    assert "An hour needs a day." in body(group.desk.post("cases:items", group.girl.code, "tasks", **sent))
    plan(group, group.girl, "10:30", "At the school")
    assert "10:30 At the school" in body(group.desk.get("cases:items", group.girl.code, "tasks"))


# Where a tie stands in a file that is closed to somebody, nothing that they see or are refused tells of it.


def test_who_works_for_the_suspected_one_cannot_ask_for_the_hours_and_places_of_the_other(hidden: Hidden) -> None:
    hidden.meet()
    assert hidden.bought.get("cases:open", hidden.girl.code).status_code == 404
    hours = [(SOON + timedelta(days=days), at) for days in (-1, 0, 1) for at in ("08:00", "10:00", "12:00")]
    tries = [(case, day, at, "") for case in (hidden.man, hidden.boy) for day, at in hours]
    tries += [(hidden.man, SOON, "10:30", where) for where in ("Court", "clinic north")]
    for case, day, at, where in tries:
        assert send_meeting(hidden.bought, case, at, where, day).status_code == 302
    assert not Entry.objects.filter(action="meeting.refused").exists()


def test_a_meeting_of_the_suspected_one_is_written_even_by_who_may_open_both(group: Group) -> None:
    group.tie("arrived")
    plan(group, group.girl, "10:30")
    assert send_meeting(group.desk, group.man, "10:30").status_code == 302


def test_who_looks_after_the_other_is_told_to_move_the_meeting(hidden: Hidden) -> None:
    hidden.meet()
    assert hidden.look() == []
    send_meeting(hidden.bought, hidden.man, "11:00")
    before = Entry.objects.count()
    assert hidden.look() == [hidden.girl.code]
    assert not Entry.objects.filter(sequence__gt=before, record_id__in=[hidden.girl.pk, hidden.man.pk]).exists()
    assert hidden.look() == [hidden.girl.code], "once a day is enough"
    page = body(Desk(hidden.helper).get("cases:apart", hidden.girl.code))
    assert "Please move the meeting of" in page
    assert "11:00" not in page
    assert hidden.man.code not in page
    assert meetings.CROSSED not in {row.content["kind"] for row in notices.waiting(hidden.bought.staff.pk)}


def test_a_meeting_of_somebody_else_around_them_is_told_as_well(hidden: Hidden) -> None:
    hidden.meet()
    send_meeting(hidden.bought, hidden.boy, "10:30")
    assert hidden.look() == [hidden.girl.code]


def test_a_meeting_that_is_over_or_far_away_is_not_told(hidden: Hidden) -> None:
    task = hidden.meet()
    send_meeting(hidden.bought, hidden.man, "10:30", "Court")
    send_meeting(hidden.bought, hidden.man, "10:30", day=SOON + timedelta(days=1))
    assert hidden.look() == []
    send_meeting(hidden.bought, hidden.man, "10:30")
    item_end(actor_of(hidden.helper), task, answer="Done", read_version=task.version)
    assert hidden.look() == []


def test_without_an_owner_the_circle_is_told(hidden: Hidden) -> None:
    hidden.meet()
    send_meeting(hidden.bought, hidden.man, "10:30")
    Case.unscoped.filter(pk=hidden.girl.pk).update(owner=None)
    hidden.look()
    kinds = {person.pk: [row.content["kind"] for row in notices.waiting(person.pk)] for person in staff(hidden)}
    assert all(meetings.CROSSED in kinds[pk] for pk in (hidden.helper.pk, hidden.second.pk))
    assert meetings.CROSSED not in kinds[hidden.bought.staff.pk]


def test_links_searches_and_files_say_nothing_of_a_tie_out_of_sight(hidden: Hidden) -> None:
    desk = hidden.bought
    told = {"their_code": hidden.boy.code, "relation": "brother", "said_by": "person"}
    assert desk.post("cases:family", hidden.man.code, **told).status_code == 302
    assert hidden.boy.code in body(desk.get("cases:family", hidden.man.code))
    found = search.find(desk.actor, NUMBER)
    assert {case.code for case in found.cases} == {hidden.man.code, hidden.boy.code}
    assert not found.is_parted
    assert case_export(desk.actor, [hidden.man, hidden.boy], Wanted(("case.code",), "For the lawyer", password="x"))  # noqa: S106
    for case in (hidden.man, hidden.boy):
        assert "Not safe to call" not in body(desk.get("cases:open", case.code))


def test_a_colleague_out_of_sight_is_not_refused_but_told(hidden: Hidden) -> None:
    man = Case.unscoped.get(pk=hidden.man.pk)
    asked = transfer_ask(hidden.bought.actor, man, to_staff=hidden.helper, why="I go away")
    Case.unscoped.filter(pk=hidden.man.pk).update(owner=hidden.helper)
    assert asked.state == "waiting"
    assert hidden.look() == [hidden.girl.code]
    assert "One colleague works on files" in body(Desk(hidden.helper).get("cases:apart", hidden.girl.code))


def test_who_takes_a_case_over_is_not_told_whom_it_is_kept_apart_from(group: Group, office: Office) -> None:
    other = office.member(Role.CASEWORKER, team=office.other_team)
    Case.unscoped.filter(pk=group.man.pk).update(owner=other)
    asked = transfer_ask(group.actor, group.girl, to_staff=other, why="I go away")
    group.tie("address")
    with pytest.raises(WrongInputError, match="not to be moved any more"):
        transfer_accept(actor_of(other), asked, words="Yes", read_version=asked.version)


# Never contacted together: the shared telephone.


def test_a_number_that_is_shared_is_shown_as_not_safe_to_call(group: Group) -> None:
    assert "Not safe to call" not in body(group.desk.get("cases:open", group.girl.code))
    group.tie("arrived")
    for page in (group.desk.get("cases:open", group.girl.code), group.desk.post("cases:number", group.girl.code)):
        assert "Not safe to call" in body(page)
    assert "Not safe to call" not in body(group.desk.get("cases:open", group.boy.code))


def test_a_telephone_that_somebody_without_a_file_holds_is_not_safe_either(group: Group) -> None:
    tie_add(group.actor, group.boy, {"grounds": ["phone"], "who": "The man with the grey car"}, review_on=SOON)
    assert "Not safe to call" in body(group.desk.get("cases:open", group.boy.code))


def test_the_file_of_who_is_suspected_says_nothing_of_a_shared_telephone(group: Group) -> None:
    group.tie("phone")
    assert "Not safe to call" not in body(group.desk.get("cases:open", group.man.code))


# Nothing of it leaves with anybody's papers.


def test_what_is_handed_to_a_person_says_nothing_of_ties(group: Group) -> None:
    group.tie("arrived")
    for case in (group.girl, group.man):
        told = str(
            [[(row.on, row.facts) for row in rows] for _heading, rows in telling.about(case.person, group.desk.actor)]
        )
        assert ROSE not in told
        assert str(group.man.person_id) not in told


def test_a_tie_is_erased_with_its_own_file_and_not_with_another(group: Group) -> None:
    tie = group.tie("arrived")
    kind = next(kind for kind in duties.KINDS if kind.model is Tie)
    assert set(kind.rows(duties.PERSON, [group.girl.person_id])) == {tie}
    assert not kind.rows(duties.PERSON, [group.man.person_id])


# Everyone is offered a talk alone of like length.


def test_everybody_in_a_family_is_offered_a_talk_alone_of_like_length(group: Group) -> None:
    aunt, child = open_case(group.actor, "Huda"), open_case(group.actor, "Sami", ages=CHILD)
    for case in (aunt, child):
        family_link(group.actor, group.boy.person, case.person, relation={"as": "other"}, hidden=False)
    day = {"until_day": SOON.day, "until_month": SOON.month, "until_year": SOON.year}
    assert group.desk.post("cases:talks", group.boy.code, minutes=40, **day).status_code == 302
    told = {task.case_id: task.told for task in Task.unscoped.filter(due_on=SOON).select_related("record_key")}
    assert set(told) == {group.boy.pk, aunt.pk, child.pk}
    assert {(each["kind"], each["words"]) for each in told.values()} == {("talk", "40 minutes")}
    assert group.boy.code not in body(group.desk.get("cases:items", aunt.code, "tasks"))


def test_a_talk_without_minutes_is_refused_with_a_reason(group: Group) -> None:
    assert group.desk.post("cases:talks", group.boy.code, minutes="").status_code in (400, 422)


def _plain(page: str) -> str:
    return "".join(line for line in page.split('"') if len(line) != 64)
