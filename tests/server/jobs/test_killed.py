"""A runner that is killed in the middle, as a power cut would: the work is resumed once, and nothing is done twice."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from fristad.server.accounts.actor import system
from fristad.server.audit.models import Entry
from fristad.server.audit.verification import verify
from fristad.server.jobs import kinds, services
from fristad.server.jobs.models import Job, State
from fristad.server.vault.keyring import OperationKeys
from tests.conftest import ROOT
from tests.server.conftest import OPERATION
from tests.server.jobs.child import ROUNDS, count
from tests.server.sample.models import Mark

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

LEASE = "1.5"


@contextmanager
def a_runner(keys: OperationKeys) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.server.jobs.child", str(connection.settings_dict["NAME"])]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "LEASE": LEASE}
    child = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE)
    assert child.stdin is not None
    child.stdin.write(keys.to_bytes())
    child.stdin.close()
    try:
        yield child
    finally:
        child.kill()
        child.wait(10)


def wait_for(number: int, seconds: float = 40) -> int:
    """Wait until so many marks are stored."""
    end = time.monotonic() + seconds
    while (there := Mark.objects.count()) < number:
        assert time.monotonic() < end, f"{there} of {number}, {list(Job.unscoped.values('state', 'failure'))}"
        time.sleep(0.01)
    return there


def test_a_killed_runner_leaves_nothing_out_and_does_nothing_twice(
    open_vault: OperationKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register("test.count", count)
    job = services.enqueue(system(OPERATION, "tests"), "test.count")
    for number in (4, 9):
        with a_runner(open_vault) as child:
            wait_for(number)
            child.kill()
    assert Job.unscoped.get(pk=job.pk).state == State.RUNNING  # left behind
    with a_runner(open_vault), a_runner(open_vault):  # two at once want it
        wait_for(ROUNDS)
        end = time.monotonic() + 20
        while (found := Job.unscoped.get(pk=job.pk)).state != State.DONE and time.monotonic() < end:
            time.sleep(0.02)
    assert (found.state, found.result, found.done, found.of) == (State.DONE, ROUNDS, ROUNDS, ROUNDS)
    assert sorted(Mark.objects.values_list("number", flat=True)) == list(range(1, ROUNDS + 1))
    assert Entry.objects.filter(action="mark.made").count() == ROUNDS
    assert verify(OPERATION).is_whole
