"""Everything marked `both_databases` once more, on a real PostgreSQL."""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.conftest import ROOT

INSIDE = "FRISTAD_TESTS_ON_POSTGRES"


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.skipif(INSIDE in os.environ, reason="these are the tests on PostgreSQL")
def test_the_server_keeps_its_promises_on_postgres(postgres_dsn: str) -> None:
    environment = {**os.environ, "DATABASE_URL": url_of(postgres_dsn), INSIDE: "1"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-m",
        "both_databases",
        "tests/server",
        "tests/permissions",
        "tests/attacks",
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def url_of(dsn: str) -> str:
    """Return a DSN as the address that `DATABASE_URL` holds."""
    parts = {name: quote(str(value), safe="") for name, value in conninfo_to_dict(dsn).items()}
    secret = f":{parts['password']}" if "password" in parts else ""
    return f"postgres://{parts['user']}{secret}@{parts.get('host', '')}:{parts.get('port', '')}/{parts['dbname']}"
