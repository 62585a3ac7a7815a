"""Sessions: two clocks, new ids, ended everywhere, and nothing in their rows but ids and moments."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from fristad.server.accounts import sessions, sessionstore
from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import HeldForm, SignedIn
from fristad.server.accounts.sessionstore import Session, SessionStore, stored
from fristad.server.common import clock
from fristad.server.vault.keyring import keyring
from tests.server.accounts.signin.conftest import code_now, enter, with_app

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

#: All that a session row may hold.
KNOWN = {
    "_auth_user_id",
    "_auth_user_backend",
    "_auth_user_hash",
    "_csrftoken",
    "begun",
    "touched",
    "shared",
    "signed_in",
    "second_factor_at",
    "met",
    "pending",
    "ended",
    "mfa.webauthn.state",
    "language",
}
PAGES = ("sessions", "factor", "factor/app", "factor/passkey", "password", "conduct", "notices", "kept", "again")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Move the clock of sessions."""

    def move(**by: int) -> None:
        moment = clock.now() + timedelta(**by)
        monkeypatch.setattr(sessions, "now", lambda: moment)
        monkeypatch.setattr(sessionstore, "now", lambda: moment)

    return move


def _is_in(client: Client) -> bool:
    return bool(client.get("/in/sessions/").status_code == 200)


def test_it_ends_after_half_an_hour_without_use(client: Client, mira: Staff, later: Any) -> None:
    enter(client)
    later(minutes=29)
    assert _is_in(client)
    later(minutes=58)
    assert _is_in(client), "use puts the end off"
    later(minutes=89)
    assert not _is_in(client)


def test_it_ends_after_ten_minutes_on_a_shared_machine(client: Client, mira: Staff, later: Any) -> None:
    enter(client, shared="on")
    later(minutes=9)
    assert _is_in(client)
    later(minutes=20)
    assert not _is_in(client)


def test_it_ends_after_twelve_hours_though_it_is_used(client: Client, mira: Staff, later: Any) -> None:
    enter(client)
    for step in range(1, 36):
        later(minutes=20 * step)
        assert _is_in(client), step
    later(minutes=12 * 60 + 1)
    assert not _is_in(client)


def test_it_is_written_at_most_once_a_minute(
    client: Client, mira: Staff, later: Any, django_assert_num_queries: Any
) -> None:
    enter(client)
    _is_in(client)
    later(seconds=50)
    before = Session.objects.get(staff_id=mira.pk).session_data
    _is_in(client)
    assert Session.objects.get(staff_id=mira.pk).session_data == before
    later(seconds=70)
    _is_in(client)
    assert Session.objects.get(staff_id=mira.pk).session_data != before


def test_every_page_says_when_the_session_ends(client: Client, mira: Staff) -> None:
    enter(client)
    assert "data-session-end" in client.get("/in/sessions/").content.decode()


def test_a_session_row_holds_ids_and_moments_only(client: Client, mira: Staff) -> None:
    seed = with_app(mira)
    client.get("/in/")
    enter(client)
    client.post("/in/code/", {"code": code_now(seed)})
    for page in (
        "sessions",
        "factor",
        "factor/app",
        "factor/passkey",
        "password",
        "conduct",
        "notices",
        "kept",
        "again",
    ):
        client.get(f"/in/{page}/")
    client.post("/in/factor/app/", {"seed": "", "code": "12"})
    rows = list(Session.objects.all())
    assert rows
    for row in rows:
        content = row.get_decoded()
        assert set(content) <= KNOWN
        written = str(content)
        for word in ("mira", seed, "Name of"):
            assert word not in written


def test_a_copy_of_the_database_opens_no_session(client: Client, mira: Staff) -> None:
    enter(client)
    key = client.cookies["session"].value
    assert not Session.objects.filter(session_key=key).exists()
    thief = Client()
    thief.cookies["session"] = Session.objects.get(staff_id=mira.pk).session_key
    assert not _is_in(thief)


def test_ending_all_ends_them_in_the_next_request(client: Client, mira: Staff) -> None:
    other = Client()
    enter(client)
    enter(other)
    assert sessions.end_all(mira.pk) == 2
    assert not _is_in(client)
    assert not _is_in(other)
    assert not SignedIn.unscoped.filter(staff=mira).exists()


def test_a_session_ended_in_the_middle_of_a_request_stays_ended(client: Client, mira: Staff) -> None:
    enter(client)
    session = client.session
    session["touched"] = 1
    sessions.end_all(mira.pk)
    session.save()
    assert not Session.objects.exists()
    assert not _is_in(client)


def test_a_session_ended_in_the_middle_of_a_request_gets_no_new_id(client: Client, mira: Staff) -> None:
    enter(client)
    session = client.session
    session["second_factor_at"] = 1
    sessions.end_all(mira.pk)
    session.cycle_key()
    assert not Session.objects.exists()
    assert "_auth_user_id" not in session


def test_what_hangs_on_a_person_ends_with_the_sessions(mira: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[Any] = []
    monkeypatch.setattr(sessions, "also_end", [ended.append])
    sessions.end_all(mira.pk)
    assert ended == [mira.pk]


def test_one_sees_ones_sessions_and_ends_one(client: Client, mira: Staff) -> None:
    other = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) Mobile")
    enter(client)
    enter(other, shared="on")
    page = client.get("/in/sessions/").content.decode()
    assert "Telephone" in page
    assert "Mozilla" not in page
    stranger = SignedIn.unscoped.exclude(pk=client.session["signed_in"]).get()
    client.post("/in/sessions/end/", {"session": str(stranger.pk)})
    assert _is_in(client)
    assert not _is_in(other)


def test_one_ends_all_other_sessions_and_keeps_this_one(client: Client, mira: Staff) -> None:
    others = [Client(), Client()]
    for each in (client, *others):
        enter(each)
    client.post("/in/sessions/end/")
    assert [_is_in(each) for each in (client, *others)] == [True, False, False]


def test_nobody_ends_the_session_of_somebody_else(client: Client, mira: Staff, hire: Any) -> None:
    hire("oskar")
    other = Client()
    enter(client)
    enter(other, "oskar")
    client.post("/in/sessions/end/", {"session": other.session["signed_in"]})
    assert _is_in(other)


def test_a_change_of_rights_gives_the_session_a_new_id(client: Client, mira: Staff) -> None:
    enter(client)
    before = client.cookies["session"].value
    sessions.renew(mira.pk)
    assert _is_in(client)
    assert client.cookies["session"].value != before
    old = Client()
    old.cookies["session"] = before
    assert not _is_in(old)


def test_leaving_ends_the_session_on_the_server(client: Client, mira: Staff) -> None:
    enter(client)
    key = client.cookies["session"].value
    gone = client.get("/exit/")
    assert (gone.status_code, gone.headers["Location"]) == (303, "/neutral/")
    assert not Session.objects.filter(session_key=sessionstore.stored(key)).exists()
    back = Client()
    back.cookies["session"] = key
    assert not _is_in(back)


def test_leaving_goes_to_the_page_that_the_operation_chose(client: Client, mira: Staff) -> None:
    operation = mira.operation
    operation.neutral_page = "https://weather.example/today"
    operation.save_over(operation.version)
    enter(client)
    assert client.get("/exit/").headers["Location"] == "https://weather.example/today"


@pytest.mark.parametrize("page", ["/neutral/", "/help/"])
def test_a_session_that_is_over_ends_silently_on_pages_without_a_name(
    client: Client, mira: Staff, later: Any, page: str
) -> None:
    enter(client)
    later(minutes=31)
    assert client.get(page).status_code == 200
    assert not Session.objects.filter(staff_id=mira.pk).exists()


def test_leaving_after_the_end_shows_no_sign_in_page(client: Client, mira: Staff, later: Any) -> None:
    operation = mira.operation
    operation.neutral_page = "https://weather.example/today"
    operation.save_over(operation.version)
    enter(client)
    later(minutes=31)
    assert client.get("/exit/").headers["Location"] == "https://weather.example/today"
    assert client.get("/exit/").headers["Location"] == "/neutral/"
    assert not Session.objects.exists()


def test_leaving_works_while_the_service_is_locked(client: Client, mira: Staff) -> None:
    enter(client)
    keyring.clear()
    assert client.get("/exit/").headers["Location"] == "/neutral/"
    assert client.get("/neutral/").status_code == 200
    assert not Session.objects.exists()


def test_a_form_sent_after_the_end_is_kept_for_its_sender(client: Client, mira: Staff, later: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    token = _token(strict, "/in/")
    strict.post("/in/", {"name": "mira", "password": "three quiet yellow boats", "csrfmiddlewaretoken": token})
    token = _token(strict, "/in/sessions/")
    later(minutes=31)
    sent = {"note": "A long note\nof two lines", "password": "never kept", "csrfmiddlewaretoken": token}
    assert strict.post("/in/notices/", sent).headers["Location"] == "/in/"
    assert "kept for one hour" in strict.get("/in/").content.decode()
    held = HeldForm.unscoped.get()
    assert held.content["pairs"] == [["note", "A long note\nof two lines"]]
    token = _token(strict, "/in/")
    again = strict.post("/in/", {"name": "mira", "password": "three quiet yellow boats", "csrfmiddlewaretoken": token})
    assert again.headers["Location"] == "/in/kept/"
    page = strict.get("/in/kept/").content.decode()
    assert "A long note\nof two lines</textarea>" in page
    assert 'action="/in/notices/"' in page


def test_a_form_planted_by_somebody_else_is_not_kept(client: Client, mira: Staff, later: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.post("/in/", {"name": "x", "password": "y", "csrfmiddlewaretoken": _token(strict, "/in/")})
    enter(client)
    strict.cookies["session"] = client.cookies["session"].value
    later(minutes=31)
    strict.post("/in/notices/", {"note": "planted"})
    assert not HeldForm.unscoped.exists()


def test_a_kept_form_that_arrived_is_deleted(client: Client, mira: Staff, later: Any) -> None:
    enter(client)
    later(minutes=31)
    client.post("/in/sessions/end/", {"session": "", "note": "words"})
    enter(client)
    held = HeldForm.unscoped.get()
    client.post("/in/sessions/end/", {"note": "words", "held_form": str(held.pk)})
    assert not HeldForm.unscoped.exists()


def test_a_kept_form_is_gone_after_an_hour(client: Client, mira: Staff, later: Any) -> None:
    from fristad.server.accounts import held  # noqa: PLC0415 - its clock is moved too

    enter(client)
    later(minutes=31)
    client.post("/in/notices/", {"note": "words"})
    HeldForm.unscoped.update(until=clock.now())
    assert held.waiting(mira.pk) is None
    held.tidy()
    assert not HeldForm.unscoped.exists()


def test_rows_of_ended_sessions_are_deleted(client: Client, mira: Staff, later: Any) -> None:
    enter(client)
    later(hours=14)
    sessions.tidy()
    assert not Session.objects.exists()


def _token(client: Client, page: str) -> str:
    return client.get(page).content.decode().split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_its_content_opens_in_its_own_row_only(mira: Staff, hire: Any) -> None:
    """Whoever can write to the database has a session of their own, and copies a colleague's content into it."""
    colleague, own = Client(), Client()
    hire("noor")
    enter(colleague, "noor")
    enter(own)
    key = own.cookies["session"].value
    theirs = Session.objects.exclude(staff_id=mira.pk).get()
    for change in (
        {"session_data": theirs.session_data},
        {"session_data": theirs.session_data, "staff_id": theirs.staff_id, "signed_in_id": theirs.signed_in_id},
    ):
        assert Session.objects.filter(session_key=stored(key)).update(**change) == 1
        own.cookies["session"] = key
        assert not _is_in(own)
    assert _is_in(colleague)


def test_nobody_without_a_key_makes_one(mira: Staff) -> None:
    """The secret of the settings lies beside the database; it is not enough."""
    moment = int(clock.now().timestamp())
    content = {"_auth_user_id": str(mira.pk), "begun": moment, "touched": moment, "shared": False}
    row = Session(session_key=stored("invented"), session_data=SessionStore().encode(content), staff_id=mira.pk)
    row.expire_date = clock.now() + timedelta(hours=1)
    row.save()
    assert SessionStore("invented").load() == {}


def test_it_ends_when_its_sign_in_is_gone(client: Client, mira: Staff) -> None:
    enter(client)
    SignedIn.unscoped.filter(staff=mira).delete()
    assert not _is_in(client)
