"""What is asked before a page: a second factor, the code of conduct, to confirm; and what was typed is kept."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.test import Client, RequestFactory

from fristad.server.accounts import conduct, held, notices
from fristad.server.accounts.factors import codes, passkeys, sealed
from fristad.server.accounts.models import Agency, Staff
from fristad.server.accounts.models_signin import HeldForm, Invitation, Notice, SignedIn
from fristad.server.accounts.rights import Role, Scope
from fristad.server.common import clock
from fristad.server.jobs.models import Job
from tests.server.accounts.signin.conftest import CALL, PASSWORD, code_now, enter, with_app
from tests.server.office import Office, do_errands

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(hire: Any) -> Staff:
    return hire("mira", accepted=False)  # type: ignore[no-any-return]


def test_without_a_second_factor_nothing_opens_but_its_set_up_and_the_way_out(
    client: Client, mira: Staff, live: None
) -> None:
    enter(client)
    for page in ("/", "/in/sessions/", "/in/notices/", "/in/password/"):
        assert client.get(page).headers["Location"].startswith("/in/factor/"), page
    for page in ("/in/factor/", "/in/factor/app/", "/in/factor/passkey/"):
        assert client.get(page).status_code == 200, page
    assert client.post("/in/out/").headers["Location"] == "/in/"


def test_leaving_is_open_before_anything_else(client: Client, mira: Staff, live: None) -> None:
    enter(client)
    assert client.get("/exit/").status_code == 303


def test_the_code_of_conduct_comes_before_the_first_page(client: Client, newcomer: Staff) -> None:
    enter(client)
    assert client.get("/in/notices/").headers["Location"] == "/in/conduct/?next=%2Fin%2Fnotices%2F"
    assert client.post("/in/conduct/", {}).status_code == 200
    assert client.get("/in/notices/").status_code == 302
    accepted = client.post("/in/conduct/?next=/in/notices/", {"agree": "on"})
    assert accepted.headers["Location"] == "/in/notices/"
    assert client.get("/in/notices/").status_code == 200


def test_a_new_code_of_conduct_is_asked_for_in_the_middle_of_a_session(
    client: Client, mira: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(client)
    assert client.get("/in/notices/").status_code == 200
    monkeypatch.setattr(conduct, "_data", lambda: {"version": 99, "texts": {"en": ["Be kind."]}})
    client.post("/in/notices/", {"text": "typed before"})
    assert HeldForm.unscoped.get().content["pairs"] == [["text", "typed before"]]
    assert "Be kind." in client.get("/in/conduct/").content.decode()
    assert client.post("/in/conduct/", {"agree": "on"}).headers["Location"] == "/in/kept/"


def test_a_missing_language_shows_the_english_text_and_says_so() -> None:
    assert conduct.text("xx").language == "en"


def test_a_dangerous_act_asks_again_and_keeps_what_was_typed(client: Client, hire: Any, live: None) -> None:
    boss = hire("boss", Role.ADMINISTRATOR)
    seed = with_app(boss)
    enter(client, "boss")
    client.post("/in/code/", {"code": code_now(seed, -1)})
    session = client.session
    session["second_factor_at"] -= 601
    session.save()
    sent = client.post("/in/invite/", {"label": "reception", "role": "context:operation"})
    assert sent.headers["Location"].startswith("/in/again/")
    there = client.post(sent.headers["Location"], {"code": code_now(seed)}).headers["Location"]
    assert there == "/in/kept/"
    page = client.get(there).content.decode()
    assert 'action="/in/invite/"' in page
    assert "reception</textarea>" in page


def test_a_button_is_kept_too_but_a_password_never(client: Client, mira: Staff) -> None:
    seed = with_app(mira)
    enter(client)
    client.post("/in/code/", {"code": code_now(seed, -1)})
    session = client.session
    session["second_factor_at"] -= 601
    session.save()
    client.post("/in/password/", {"password": PASSWORD, "new_password": "x", "again": "x"})
    assert not HeldForm.unscoped.exists()
    asked = client.post("/in/factor/recovery/").headers["Location"]
    assert client.post(asked, {"code": code_now(seed)}).headers["Location"] == "/in/kept/"
    assert 'action="/in/factor/recovery/"' in client.get("/in/kept/").content.decode()


def test_in_a_demonstration_a_dangerous_act_asks_for_the_password(client: Client, mira: Staff) -> None:
    enter(client)
    assert client.get("/in/password/").headers["Location"].startswith("/in/again/")
    assert client.post("/in/again/", {"password": "wrong"}).status_code == 200
    assert client.post("/in/again/?next=/in/password/", {"password": PASSWORD}).headers["Location"] == "/in/password/"
    assert client.get("/in/password/").status_code == 200


def test_a_password_is_changed_and_other_sessions_end(client: Client, mira: Staff) -> None:
    other = Client()
    enter(client)
    enter(other)
    client.post("/in/again/", {"password": PASSWORD})
    new = "nine slow purple trains"
    assert client.post("/in/password/", {"password": PASSWORD, "new_password": new, "again": new}).status_code == 302
    assert client.get("/in/sessions/").status_code == 200
    assert other.get("/in/sessions/").status_code == 302
    assert enter(Client(), password=PASSWORD).status_code == 200
    assert enter(Client(), password=new).status_code == 302


@pytest.mark.parametrize("new", ["short", "password1234", "123456789012"])
def test_a_weak_password_is_refused(client: Client, mira: Staff, new: str) -> None:
    enter(client)
    client.post("/in/again/", {"password": PASSWORD})
    page = client.post("/in/password/", {"password": PASSWORD, "new_password": new, "again": new})
    assert page.status_code == 200
    assert Staff.objects.get(pk=mira.pk).check_password(PASSWORD)


@pytest.fixture
def threatened(client: Client, hire: Any) -> Client:
    """Somebody with a caseworker's role signs in with the word that calls for help."""
    mira = hire("mira", Role.CASEWORKER, Role.ADMINISTRATOR)
    enter(client)
    client.post("/in/again/", {"password": PASSWORD})
    client.post("/in/call-for-help/", {"password": PASSWORD, "new_password": CALL, "again": CALL})
    assert Staff.objects.get(pk=mira.pk).duress
    client.post("/in/out/")
    return client


def test_the_word_that_calls_for_help_opens_an_empty_office(threatened: Client) -> None:
    assert enter(threatened, password=CALL).status_code == 302
    assert threatened.get("/in/sessions/").status_code == 200
    threatened.post("/in/again/", {"password": CALL})
    assert threatened.get("/in/invite/").status_code == 200
    sent = {"label": "x", "role": "context", "scope": "operation", "agency": str(Agency.unscoped.first().pk)}
    threatened.post("/in/invite/", sent)
    assert not Invitation.unscoped.exists()


def test_the_word_that_calls_for_help_is_heard_by_supervisors_and_focal_points(
    threatened: Client, hire: Any, office: Office
) -> None:
    helper = hire("helper", Role.SUPERVISOR)
    bystander = hire("bystander", Role.CASEWORKER)
    enter(threatened, password=CALL)
    do_errands()
    heard = notices.waiting(helper.pk)
    assert "duress" in [row.content["kind"] for row in heard]
    assert "duress" not in [row.content["kind"] for row in notices.waiting(bystander.pk)]
    enter(at_helper := Client(), "helper")
    page = at_helper.get("/in/notices/").content.decode()
    assert "calls for help" in page
    assert "Name of mira" in page


def test_nothing_readable_tells_that_help_was_called(threatened: Client, hire: Any) -> None:
    hire("helper", Role.SUPERVISOR)
    enter(threatened, password=CALL)
    do_errands()
    rows = [*SignedIn.unscoped.values(), *Notice.unscoped.values(), dict(threatened.session)]
    assert "duress" not in str(rows).replace("'duress': False", "")


def test_the_word_that_calls_for_help_leaves_no_more_behind_than_any_other(threatened: Client, hire: Any) -> None:
    """So its sign-in takes as long: whoever hears it is told afterwards, by mail too."""
    helper = hire("helper", Role.SUPERVISOR)
    helper.contact_mail = "helper@example.org"
    helper.save_over(helper.version)

    def left_behind(password: str) -> tuple[int, int, int]:
        before = Job.unscoped.count(), Notice.unscoped.count(), len(mail.outbox)
        enter(Client(), password=password)
        after = Job.unscoped.count(), Notice.unscoped.count(), len(mail.outbox)
        return after[0] - before[0], after[1] - before[1], after[2] - before[2]

    assert left_behind(PASSWORD) == left_behind(CALL) == (1, 0, 0)
    do_errands()
    assert [letter.to for letter in mail.outbox] == [["helper@example.org"]]


@pytest.mark.parametrize("roles", [[(Role.SUPERVISOR, Scope.TEAM)], [Role.ADMINISTRATOR]])
def test_a_call_for_help_reaches_somebody(threatened: Client, office: Office, roles: list[Any]) -> None:
    """Also that of somebody without a team, where supervisors lead teams or there are none."""
    helper = office.member(*roles, team=office.other_team)
    mira = Staff.objects.get(sign_in_name="mira")
    mira.team = None
    mira.save_over(mira.version)
    enter(threatened, password=CALL)
    do_errands()
    assert "duress" in [row.content["kind"] for row in notices.waiting(helper.pk)]


def test_neither_notices_nor_kept_forms_are_in_the_empty_office(threatened: Client) -> None:
    mira = Staff.objects.get(sign_in_name="mira")
    row = HeldForm(staff=mira, operation_id=mira.operation_id, record_key=mira.record_key)
    row.content = {"path": "/in/notices/", "pairs": [["text", "about a person"]], "had_files": False}
    row.until = clock.now() + timedelta(minutes=30)
    row.save(force_insert=True)
    assert enter(threatened, password=CALL).headers["Location"] == "/"
    assert threatened.get("/in/kept/").status_code == 302
    page = threatened.get("/in/notices/").content.decode()
    assert "Nothing waits." in page
    assert "0 notices wait" in page
    assert enter(Client()).headers["Location"] == "/in/kept/"


def test_who_is_made_to_change_the_password_changes_the_word(threatened: Client) -> None:
    enter(threatened, password=CALL)
    assert threatened.post("/in/again/", {"password": CALL}).status_code == 302
    new = "six cold silver lakes"
    changed = threatened.post("/in/password/", {"password": CALL, "new_password": new, "again": new})
    assert changed.status_code == 302
    mira = Staff.objects.get(sign_in_name="mira")
    assert mira.check_password(PASSWORD)
    enter(later := Client(), password=new)
    begun = SignedIn.unscoped.select_related("record_key").get(pk=later.session["signed_in"])
    assert begun.about["duress"]


def test_who_is_made_to_give_away_a_factor_gives_away_nothing(threatened: Client) -> None:
    mira = Staff.objects.get(sign_in_name="mira")
    seed = with_app(mira)
    own = codes.new_recovery_codes(mira)
    enter(threatened, password=CALL)
    threatened.post("/in/code/", {"code": code_now(seed, -1)})
    shown = threatened.post("/in/factor/recovery/").content.decode()
    for_others = re.findall(r"(\d{4} \d{4})", shown)
    assert len(for_others) == 10
    foreign = codes.new_seed()
    sent = {"seed": codes.seal_seed(mira, foreign), "code": code_now(foreign)}
    assert threatened.post("/in/factor/app/", sent).status_code == 302
    assert codes.check(mira, for_others[0]) is None
    assert codes.check(mira, code_now(foreign, 1)) is None
    assert codes.check(mira, own[0]) is codes.Code.RECOVERY
    assert codes.check(mira, code_now(seed, 1)) is codes.Code.APP


def test_who_is_made_to_remove_a_passkey_keeps_it(threatened: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    mira = Staff.objects.get(sign_in_name="mira")
    seed = with_app(mira)
    enter(threatened, password=CALL)
    threatened.post("/in/code/", {"code": code_now(seed)})
    row = Authenticator.objects.create(user=mira, type=Authenticator.Type.WEBAUTHN, data={})
    sealed.keep(Staff.objects.get(pk=mira.pk))
    monkeypatch.setattr(passkeys, "of", lambda _staff: [passkeys.Passkey(row.pk, "mine", "2026-11-24")])
    assert threatened.post(f"/in/factor/passkey/{row.pk}/remove/").status_code == 302
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_the_word_that_calls_for_help_is_not_the_password(client: Client, mira: Staff) -> None:
    enter(client)
    client.post("/in/again/", {"password": PASSWORD})
    same = {"password": PASSWORD, "new_password": PASSWORD, "again": PASSWORD}
    assert client.post("/in/call-for-help/", same).status_code == 200
    assert not Staff.objects.get(pk=mira.pk).duress


def test_the_sign_in_page_shows_the_demonstrations_accounts_and_only_there(
    client: Client, office: Office, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fristad.server.accounts import demo  # noqa: PLC0415 - patched here

    monkeypatch.setattr(demo, "_sources", [lambda: [demo.DemoAccount("anna", "easy words", "Caseworker")]])
    assert "easy words" in client.get("/in/").content.decode()
    settings.DEMO = False
    assert "easy words" not in client.get("/in/").content.decode()


def test_a_mail_says_only_that_something_waits(mira: Staff, mailoutbox: Any) -> None:
    mira.contact_mail = "mira@example.org"
    mira.save_over(mira.version)
    notices.tell(mira, "factor.code_used")
    assert not mailoutbox, "nobody waits for a mail server"
    do_errands()
    assert [(mail.subject, mail.body) for mail in mailoutbox] == [
        ("Something waits for you", "Please sign in when you can.")
    ]


def test_a_notice_is_put_away(client: Client, mira: Staff, hire: Any) -> None:
    row = notices.tell(mira, "factor.code_used")
    hire("oskar")
    enter(other := Client(), "oskar")
    other.post("/in/notices/", {"notice": str(row.pk)})
    assert notices.count(mira.pk) == 1, "only by its owner"
    enter(client)
    assert "recovery code was used" in client.get("/in/notices/").content.decode()
    client.post("/in/notices/", {"notice": str(row.pk)})
    assert notices.count(mira.pk) == 0


def test_no_page_of_signing_in_is_kept_by_the_browser(client: Client, mira: Staff) -> None:
    enter(client)
    for page in ("/in/sessions/", "/in/factor/", "/in/notices/", "/in/kept/", "/exit/"):
        assert client.get(page).headers["Cache-Control"] == "no-store", page


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_code_of_conduct_has_each_sentence_in_each_language(language: str) -> None:
    found = conduct.text(language)
    assert found.language == language
    assert len(found.sentences) == len(conduct.text("en").sentences) == len(set(found.sentences))


def test_the_code_of_conduct_names_its_sources_and_how_far_they_were_read(client: Client, newcomer: Staff) -> None:
    enter(client)
    page = client.get("/in/conduct/").content.decode()
    for source in conduct.text("en").sources:
        assert source.read in ("copies", "original")
        assert set(source.sentences) <= set(range(1, len(conduct.text("en").sentences) + 1))
        assert source.title in html.unescape(page)
    assert "Read in copies on other sites, not in the original." in page


def test_deep_and_endless_answers_of_a_passkey_are_refused(client: Client, office: Office) -> None:
    client.get("/in/")
    for answer in ("[" * 5_000, "[" * 200_000, '{"response":{"userHandle":"\\ud800"}}'):
        assert client.post("/in/with-passkey/", {"credential": answer}).status_code == 403


def test_of_one_persons_forms_only_the_newest_are_kept(mira: Staff, rf: RequestFactory) -> None:
    for number in range(held.MOST + 3):
        held.keep(rf.post("/cases/", {"words": f"text {number}"}), mira)
    assert HeldForm.unscoped.filter(staff=mira).count() == held.MOST
    newest = held.waiting(mira.pk)
    assert newest is not None
    assert newest.content["pairs"] == [["words", f"text {held.MOST + 2}"]]
