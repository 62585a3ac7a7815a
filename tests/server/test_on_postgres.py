"""Everything marked `both_databases` once more, on a real PostgreSQL."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

INSIDE = "FRISTAD_TESTS_ON_POSTGRES"


@pytest.mark.postgres
@pytest.mark.skipif(INSIDE in os.environ, reason="these are the tests on PostgreSQL")
def test_the_server_keeps_its_promises_on_postgres(postgres_dsn: str) -> None:
    environment = {**os.environ, "DATABASE_URL": postgres_dsn, INSIDE: "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "both_databases", "tests/server", "tests/permissions"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
