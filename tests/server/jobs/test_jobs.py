"""Jobs: who may ask for one, what one of them may do, and how it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection

from fristad.server.accounts.actor import system
from fristad.server.accounts.rights import Role
from fristad.server.accounts.services import people
from fristad.server.audit.models import Entry
from fristad.server.audit.verification import verify
from fristad.server.common import clock
from fristad.server.common.problems import LockedError, NotThereError, TooManyError
from fristad.server.jobs import housekeeping, kinds, runner, selectors, services, work
from fristad.server.jobs.kinds import Kind
from fristad.server.jobs.models import Job, State
from fristad.server.jobs.work import Work
from fristad.server.vault.keyring import OperationKeys, keyring
from fristad.server.vault.models import RecordKey
from tests.server.conftest import ELSEWHERE, OPERATION
from tests.server.office import Office, actor_of, make_office
from tests.server.people import stored_thing
from tests.server.sample.models import Thing

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases, pytest.mark.usefixtures("open_vault")]

RIGHT = "case.export"
SERVICE = system(OPERATION, "tests")
STOP = threading.Event()

Function = Callable[[Work], Any]


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture(autouse=True)
def only_ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave out the kinds of other apps, and look at rights at every step."""
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(work, "LOOK_EVERY", 0.0)
    monkeypatch.setattr(runner, "close_old_connections", lambda: None)
    yield
    STOP.clear()


def kind(function: Function, **options: Any) -> str:
    kinds.register("test.one", function, **options)
    return "test.one"


def later(monkeypatch: pytest.MonkeyPatch, passed: timedelta) -> None:
    moment = clock.now() + passed
    for module in (runner, work, services):
        monkeypatch.setattr(module, "now", lambda: moment)


def again(job: Job) -> Job:
    found: Job = Job.unscoped.get(pk=job.pk)
    return found


def test_a_job_is_run_once_with_its_arguments_and_keeps_its_result() -> None:
    seen: list[Any] = []

    def function(doing: Work) -> dict[str, int]:
        seen.append(doing.arguments)
        return {"rows": 3}

    job = services.enqueue(SERVICE, kind(function), {"table": "people"})
    assert runner.run_one(STOP)
    assert not runner.run_one(STOP)
    assert seen == [{"table": "people"}]
    found = again(job)
    assert (found.state, found.result, found.lease, found.failure) == (State.DONE, {"rows": 3}, None, "")


def test_arguments_checkpoint_and_result_lie_sealed() -> None:
    def function(doing: Work) -> str:
        with doing.step():
            doing.checkpoint = "Haddad"
        return "Haddad"

    services.enqueue(SERVICE, kind(function), "Haddad")
    runner.run_one(STOP)
    with connection.cursor() as cursor:
        cursor.execute("SELECT arguments, checkpoint, result FROM jobs_job")
        assert all(b"Haddad" not in bytes(each) and len(bytes(each)) > 40 for each in cursor.fetchone())


def test_a_step_and_its_checkpoint_stand_or_fall_together() -> None:
    def function(doing: Work) -> None:
        for number in range((doing.checkpoint or 0) + 1, 4):
            with doing.step():
                stored_thing(words=number)
                doing.checkpoint = doing.done = number
                if number == 3 and not again(job).failure:
                    raise ZeroDivisionError

    job = services.enqueue(SERVICE, kind(function))
    runner.run_one(STOP)
    assert (Thing.unscoped.count(), again(job).checkpoint, again(job).done) == (2, 2, 2)
    assert (again(job).state, again(job).failure) == (State.WAITING, "ZeroDivisionError")
    Job.unscoped.update(run_after=clock.now())
    runner.run_one(STOP)
    assert sorted(each.words for each in Thing.unscoped.all()) == [1, 2, 3]
    assert again(job).state == State.DONE
    assert verify(OPERATION).is_whole


def test_a_job_that_fails_waits_longer_each_time_and_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def function(_doing: Work) -> None:
        raise TooManyError

    job = services.enqueue(SERVICE, kind(function))
    pauses = []
    for _each in range(runner.MOST_ATTEMPTS):
        before = clock.now()
        runner.run_one(STOP)
        pauses.append(round((again(job).run_after - before).total_seconds()))
        Job.unscoped.update(run_after=clock.now())
    assert pauses[:-1] == [30, 60, 120, 240]
    assert (again(job).state, again(job).failure) == (State.FAILED, "F429")
    later(monkeypatch, timedelta(days=1))
    assert not runner.run_one(STOP)


def test_the_failure_never_holds_the_text_of_an_error(caplog: pytest.LogCaptureFixture) -> None:
    def function(_doing: Work) -> None:
        raise ValueError("Amal Haddad, 0912345")

    job = services.enqueue(SERVICE, kind(function))
    runner.run_one(STOP)
    assert again(job).failure == "ValueError"
    assert "Haddad" not in caplog.text


def test_a_job_whose_runner_died_is_taken_over_after_the_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    job = services.enqueue(SERVICE, kind(lambda _doing: "done"))
    assert runner.take() is not None  # and dies
    assert runner.take() is None
    later(monkeypatch, work.LEASE + timedelta(seconds=1))
    runner.run_one(STOP)
    assert again(job).result == "done"


def test_a_runner_that_lost_its_lease_can_write_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def function(doing: Work) -> str:
        with doing.step():
            stored_thing(words="first")
        later(monkeypatch, work.LEASE + timedelta(seconds=1))
        assert runner.take() is not None  # somebody else has it now
        with doing.step():
            stored_thing(words="second")
        return "never"

    job = services.enqueue(SERVICE, kind(function))
    runner.run_one(STOP)
    assert [each.words for each in Thing.unscoped.all()] == ["first"]
    assert (again(job).state, again(job).result) == (State.RUNNING, None)
    assert verify(OPERATION).is_whole


def test_a_job_that_kills_its_runner_each_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    job = services.enqueue(SERVICE, kind(lambda _doing: "done"))
    for number in range(1, runner.MOST_ATTEMPTS + 1):
        assert runner.take() is not None
        later(monkeypatch, number * (work.LEASE + timedelta(seconds=1)))
    runner.run_one(STOP)
    assert (again(job).state, again(job).failure) == (State.FAILED, "GivenUpError")


def test_it_pauses_when_the_operation_is_locked_and_goes_on_afterwards(
    open_vault: OperationKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def function(doing: Work) -> str:
        for number in range((doing.checkpoint or 0) + 1, 4):
            with doing.step():
                stored_thing(words=number)
                doing.checkpoint = number
            if number == 2 and keyring.require(OPERATION) is open_vault:
                keyring.clear()
        return "whole"

    job = services.enqueue(SERVICE, kind(function))
    runner.run_one(STOP)
    assert (again(job).state, again(job).attempts, again(job).failure) == (State.WAITING, 0, "")
    assert not runner.run_one(STOP)  # nothing is taken while locked
    keyring.put([OperationKeys.from_bytes(open_vault.to_bytes())])
    later(monkeypatch, timedelta(seconds=2))
    runner.run_one(STOP)
    assert again(job).result == "whole"
    assert sorted(each.words for each in Thing.unscoped.all()) == [1, 2, 3]


def test_it_stops_between_two_steps_when_the_runner_ends() -> None:
    def function(doing: Work) -> None:
        with doing.step():
            stored_thing(words="first")
        STOP.set()
        with doing.step():
            stored_thing(words="second")

    job = services.enqueue(SERVICE, kind(function))
    runner.run_one(STOP)
    assert [each.words for each in Thing.unscoped.all()] == ["first"]
    assert again(job).state == State.WAITING


def test_a_person_asks_with_a_right_and_it_is_logged(office: Office) -> None:
    name = kind(lambda doing: str(doing.actor.staff_id), right=RIGHT)
    with pytest.raises(NotThereError):
        services.enqueue(office.actor(Role.ANALYST), name)
    actor = office.actor(Role.CASEWORKER)
    job = services.enqueue(actor, name)
    entry = Entry.objects.latest("sequence")
    assert (entry.actor_id, entry.action, entry.detail) == (
        actor.staff_id,
        "job.asked",
        {"kind": name, "job": str(job.pk)},
    )
    runner.run_one(STOP)
    assert again(job).result == str(actor.staff_id)
    assert verify(OPERATION).is_whole


def test_a_kind_without_a_right_is_the_services_alone(office: Office) -> None:
    with pytest.raises(NotThereError):
        services.enqueue(office.actor(Role.CASEWORKER), kind(lambda _doing: None))


def test_it_stops_when_its_owner_is_disabled(office: Office) -> None:
    person = office.member(Role.CASEWORKER)

    def function(doing: Work) -> None:
        with doing.step():
            stored_thing(words="first")
        people.disable(office.system, person, person.version)
        with doing.step():
            stored_thing(words="second")

    job = services.enqueue(actor_of(person), kind(function, right=RIGHT))
    person.refresh_from_db()
    runner.run_one(STOP)
    assert [each.words for each in Thing.unscoped.all()] == ["first"]
    assert again(job).state == State.STOPPED


def test_it_does_not_start_when_its_owner_lost_the_right(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    job = services.enqueue(office.actor(Role.CASEWORKER), kind(lambda _doing: started.append(1), right=RIGHT))
    monkeypatch.setattr(work, "actor_for", lambda _staff: office.actor(Role.ANALYST))
    runner.run_one(STOP)
    assert (started, again(job).state, again(job).failure) == ([], State.STOPPED, "right_ended")


def test_all_jobs_of_a_person_end_at_once_even_while_locked(office: Office) -> None:
    actor, other = office.actor(Role.CASEWORKER), office.actor(Role.CASEWORKER)
    name = kind(lambda _doing: None, right=RIGHT)
    mine, theirs = services.enqueue(actor, name), services.enqueue(other, name)
    keyring.clear()
    services.end_all_of(actor.staff_id)
    assert (again(mine).state, again(theirs).state) == (State.STOPPED, State.WAITING)


def test_people_see_and_end_their_own_jobs_only(office: Office) -> None:
    actor, other = office.actor(Role.CASEWORKER), office.actor(Role.CASEWORKER)
    job = services.enqueue(actor, kind(lambda _doing: None, right=RIGHT), {"about": 1})
    assert selectors.mine(actor) == [job]
    assert selectors.one(actor, job.pk).arguments == {"about": 1}
    assert selectors.mine(other) == []
    for refused in (lambda: selectors.one(other, job.pk), lambda: services.end(other, job)):
        with pytest.raises(NotThereError):
            refused()
    services.end(actor, job)
    assert again(job).state == State.STOPPED
    assert not runner.run_one(STOP)


def test_one_key_has_one_unfinished_job() -> None:
    name = kind(lambda _doing: None)
    first = services.enqueue(SERVICE, name, 1, only_one="table:7")
    assert services.enqueue(SERVICE, name, 2, only_one="table:7") == first
    assert services.enqueue(system(ELSEWHERE, "tests"), name, 2, only_one="table:7") != first
    runner.run_one(STOP)
    runner.run_one(STOP)
    assert services.enqueue(SERVICE, name, 3, only_one="table:7") != first
    assert RecordKey.objects.filter(kind="job").count() == 3


def test_nothing_can_be_asked_for_while_locked() -> None:
    name = kind(lambda _doing: None)
    keyring.clear()
    with pytest.raises(LockedError):
        services.enqueue(SERVICE, name)


def test_unknown_kinds_and_kinds_named_twice_are_refused() -> None:
    name = kind(lambda _doing: None)
    with pytest.raises(ValueError, match="twice"):
        kinds.register(name, lambda _doing: None)
    with pytest.raises(ValueError, match="no owner"):
        kinds.register("test.two", lambda _doing: None, right=RIGHT, every=timedelta(hours=1))
    with pytest.raises(KeyError):
        services.enqueue(SERVICE, "test.three")


def test_a_periodic_kind_runs_again_and_again_once_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[Any] = []
    kind(lambda doing: runs.append(doing.operation_id), every=timedelta(hours=1))
    assert runner.put_periodic() == 2
    assert runner.put_periodic() == 0
    for _each in range(4):
        runner._one_round(STOP)
    assert sorted(runs) == sorted([OPERATION, ELSEWHERE])
    later(monkeypatch, timedelta(hours=1, seconds=1))
    for _each in range(4):
        runner._one_round(STOP)
    assert len(runs) == 4


def test_a_database_that_is_away_does_not_end_the_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("no route to host")

    monkeypatch.setattr(runner, "take", away)
    monkeypatch.setattr(connection, "close", lambda: None)
    assert not runner._one_round(STOP)


def test_running_without_a_lease_is_impossible() -> None:
    job = services.enqueue(SERVICE, kind(lambda _doing: None))
    with pytest.raises(IntegrityError):
        Job.unscoped.filter(pk=job.pk).update(state=State.RUNNING)


def test_the_service_keeps_heads_and_forgets_old_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    name = kind(lambda _doing: None)
    old, fresh, waiting = (services.enqueue(SERVICE, name, only_one=str(uuid4())) for _each in range(3))
    Job.unscoped.filter(pk__in=[old.pk, fresh.pk]).update(state=State.DONE)
    Job.unscoped.filter(pk__in=[old.pk, waiting.pk]).update(changed_on=clock.today() - timedelta(days=8))
    kept: list[Any] = []
    monkeypatch.setattr("fristad.server.audit.heads.keep", kept.append)
    monkeypatch.setattr(
        kinds,
        "_kinds",
        {
            each.name: each
            for each in (
                Kind("audit.heads", housekeeping.keep_heads, None, None),
                Kind("jobs.forget", housekeeping.forget, None, None),
            )
        },
    )
    Job.unscoped.filter(pk=waiting.pk).update(run_after=clock.now() + timedelta(days=1))
    services.enqueue(SERVICE, "audit.heads")
    forgetting = services.enqueue(SERVICE, "jobs.forget")
    while runner.run_one(STOP):
        pass
    assert kept == [OPERATION]
    assert again(forgetting).done == 1
    assert not Job.unscoped.filter(pk=old.pk).exists()
    assert not RecordKey.objects.filter(pk=old.record_key_id).exists()
    assert Job.unscoped.filter(pk__in=[fresh.pk, waiting.pk]).count() == 2
