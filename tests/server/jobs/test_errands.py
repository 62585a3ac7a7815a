"""Errands of requests are done by the job runner, and again where they failed."""

from __future__ import annotations

from typing import Any

import pytest

from fristad.server.accounts import errands
from fristad.server.jobs.models import Job, State
from tests.server.conftest import OPERATION
from tests.server.office import do_errands

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("open_vault")]


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Give the list of what an errand was sent with."""
    found: list[Any] = []
    monkeypatch.setattr(errands, "_errands", {"test": lambda _operation, content: found.append(content)})
    return found


def test_it_is_done_after_the_request(done: list[Any]) -> None:
    errands.send(OPERATION, "test", {"a": 1})
    assert done == []
    do_errands()
    assert done == [{"a": 1}]


def test_one_that_fails_waits_to_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_operation: Any, _content: Any) -> None:
        raise OSError

    monkeypatch.setattr(errands, "_errands", {"test": fail})
    errands.send(OPERATION, "test", None)
    do_errands()
    assert Job.unscoped.get().state == State.WAITING


def test_an_unknown_one_is_refused_at_once(done: list[Any]) -> None:
    with pytest.raises(KeyError):
        errands.send(OPERATION, "other", None)
