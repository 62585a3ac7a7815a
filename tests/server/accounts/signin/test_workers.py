"""What two workers must know of each other: used codes and slowed tries. Real processes on one database."""

import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator

import pytest
from django.db import connection

from fristad.server.accounts import throttle
from fristad.server.accounts.models import Staff
from fristad.server.vault.keyring import OperationKeys
from tests.conftest import ROOT
from tests.server.accounts.signin.conftest import code_now, with_app

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

WORKER = """
import os, sys
from base64 import b64decode
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["NAME_OF_TEST_DATABASE"]
django.setup()
from fristad.server.vault.keyring import OperationKeys, keyring
keyring.put([OperationKeys.from_bytes(b64decode(sys.stdin.readline()))])
from fristad.server.accounts import throttle
from fristad.server.accounts.factors import codes
from fristad.server.accounts.models import Staff
from fristad.server.common.problems import TooManyError
print("ready", flush=True)
for line in sys.stdin:
    what, who, typed = line.split()
    try:
        if what == "code":
            found = codes.check(Staff.objects.select_related("record_key").get(pk=who), typed)
        else:
            found = throttle.take(throttle.NAME, who, typed) and "counted"
    except TooManyError:
        found = "too many"
    print(found, flush=True)
"""


class Worker:
    """A process that answers lines."""

    def __init__(self, keys: OperationKeys) -> None:
        name = str(connection.settings_dict["NAME"])
        environment = {"NAME_OF_TEST_DATABASE": name, "DJANGO_SETTINGS_MODULE": "tests.server.settings"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.send(b64encode(keys.to_bytes()).decode())
        assert self.hear() == "ready"

    def send(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()


@pytest.fixture
def workers(open_vault: OperationKeys, mira: Staff) -> Iterator[list[Worker]]:
    made = [Worker(open_vault), Worker(open_vault)]
    yield made
    for each in made:
        each.process.stdin.close()  # type: ignore[union-attr]
        each.process.wait(timeout=10)
        each.process.stdout.close()  # type: ignore[union-attr]


def test_a_code_used_in_one_worker_is_refused_in_the_other(workers: list[Worker], mira: Staff) -> None:
    line = f"code {mira.pk} {code_now(with_app(mira))}"
    assert [_asked(each, line) for each in workers] == ["app", "None"]


def test_a_code_sent_to_both_workers_at_once_opens_one(workers: list[Worker], mira: Staff) -> None:
    line = f"code {mira.pk} {code_now(with_app(mira))}"
    for each in workers:
        each.send(line)
    answers = [each.hear() for each in workers]
    # The other is refused as used, or, where it comes while the first is judged, as one try too many.
    assert answers.count("app") == 1
    assert set(answers) <= {"app", "None", "too many"}


def test_tries_in_both_workers_count_together(workers: list[Worker]) -> None:
    answers = [_asked(workers[turn % 2], "try mira -") for turn in range(throttle.NAME.free + 1)]
    assert answers == ["counted"] * throttle.NAME.free + ["too many"]


def _asked(worker: Worker, line: str) -> str:
    worker.send(line)
    return worker.hear()
