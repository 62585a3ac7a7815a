"""Whatever goes wrong, wherever it goes wrong, is one calm page: what happened, what is safe, what to do."""

from __future__ import annotations

import html
import logging
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from fristad.server.accounts.rights import Role
from fristad.server.common.problems import LockedError, Problem, catalogue
from fristad.server.site.middleware import page_of
from fristad.server.vault.keyring import OperationKeys, keyring
from tests.server.office import make_office, sign_in


@pytest.fixture
def client(db: None, open_vault: OperationKeys) -> Client:
    """Somebody who is signed in, in a browser that shows what the server answers."""
    staff = make_office().member(Role.SUPERVISOR)
    return sign_in(staff, Client(raise_request_exception=False))


@pytest.mark.parametrize("kind", catalogue(), ids=lambda kind: kind.code)
def test_each_says_what_happened_what_is_kept_and_what_to_do(kind: type[Problem], rf: RequestFactory) -> None:
    answer = page_of(rf.get("/"), kind())
    page = answer.content.decode()
    assert answer.status_code == kind.status
    for words in (kind.title, kind.happened, kind.kept, kind.to_do):
        assert str(words).replace("'", "&#x27;") in page
    if kind is not LockedError:
        assert kind.code in page


def test_codes_are_not_used_twice() -> None:
    codes = [kind.code for kind in catalogue()]
    assert len(codes) == len(set(codes))


def test_an_unknown_address_is_not_there(client: Client) -> None:
    answer = client.get("/no/such/page/")
    assert (answer.status_code, answer["X-Problem"]) == (404, "F404")


def test_an_address_of_a_form_that_is_loaded_again_says_so(client: Client) -> None:
    answer = client.get("/language/")
    assert (answer.status_code, answer["X-Problem"]) == (405, "F405")


def test_a_file_beyond_the_limit_is_refused_with_a_page(client: Client, settings: object) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000  # type: ignore[attr-defined]
    answer = client.post("/search/", {"code": "x", "file": SimpleUploadedFile("a.txt", b"a" * 2000)})
    assert (answer.status_code, answer["X-Problem"]) == (413, "F413")


WORDS = "Sie sagt: 5 % + 1 = ج & <b>\r\n" * 300


def sent_from_our_page(client: Client, **fields: str) -> Any:
    """The answer to a form that carries the secret of its session."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = client.cookies
    page = strict.get("/in/sessions/").content.decode()
    found = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    body = urlencode({"csrfmiddlewaretoken": found[1], **fields})
    return strict.post("/search/", body, content_type="application/x-www-form-urlencoded")


def given_back(page: str) -> dict[str, str]:
    """What stands in the fields of a page, by name, with the line ends that a browser sends."""
    found = re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {name: html.unescape(value) for name, value in found}


def test_a_form_beyond_the_limit_is_given_back_whole(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = sent_from_our_page(client, kind="x", words=WORDS, again="never shown")
    page = answer.content.decode()
    assert (answer.status_code, answer["X-Problem"], answer["Cache-Control"]) == (413, "F414", "no-store")
    assert '<form method="post" action="/search/">' in page
    assert given_back(page) == {"kind": "x", "words": WORDS}
    assert "never shown" not in page


def test_a_form_beyond_the_limit_is_not_given_back_to_another_page(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = client.cookies
    for sender in (strict, Client(raise_request_exception=False)):
        answer = sender.post("/search/", f"words={WORDS}", content_type="application/x-www-form-urlencoded")
        assert (answer.status_code, answer["X-Problem"]) == (413, "F413")
        assert "Sie sagt" not in answer.content.decode()


def test_a_form_of_fields_with_files_or_far_beyond_the_limit_is_refused_with_a_page(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = client.post("/search/", {"code": "x" * 2000})
    assert (answer.status_code, answer["X-Problem"]) == (413, "F413")
    monkeypatch.setattr("fristad.server.site.giving_back.MOST", 5000)
    assert sent_from_our_page(client, words=WORDS)["X-Problem"] == "F413"


def test_a_form_without_its_secret_is_told_that_it_is_too_old(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.cookies = client.cookies
    answer = strict.post("/search/", {"code": "x"})
    assert (answer.status_code, answer["X-Problem"]) == (403, "F440")


def test_locking_while_a_page_is_made_gives_the_calm_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def locks(*_args: object, **_options: object) -> None:
        keyring.clear()
        raise LockedError

    monkeypatch.setattr("fristad.server.accounts.gate.requirements", locks)
    answer = client.get("/cases/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")


def test_a_fault_of_ours_says_no_value_in_page_or_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_args: object) -> None:
        raise ValueError("Secret Name")

    monkeypatch.setattr("fristad.server.cases.views.lists._filters", breaks)
    with caplog.at_level(logging.DEBUG):
        answer = client.get("/cases/")
    assert (answer.status_code, answer["X-Problem"]) == (500, "F000")
    assert "Secret Name" not in answer.content.decode()


def test_a_fault_before_any_view_is_the_same_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_args: object) -> None:
        raise LockedError

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", breaks)
    monkeypatch.setattr("fristad.server.accounts.sessionstore.SessionStore.load", breaks)
    answer = client.get("/cases/")
    assert (answer.status_code, answer.headers.get("X-Problem")) == (503, "F503")
