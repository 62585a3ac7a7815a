"""What many tests share: parts that may be missing, a real PostgreSQL, a real Spark.

A test that needs a part says `require("java")`, after `from tests.conftest import require`. Where the part is missing
the test skips with one line that tells how to get it; where `CI` is set it fails, so that nothing is left unjudged
there unseen. A public table that we may not hand on is the one part that is only used where it lies.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

# Machines are noisy: time is measured by `make bench`, never by a test.
settings.register_profile("fristad", deadline=None)
settings.load_profile("fristad")

ROOT = Path(__file__).resolve().parent.parent

# No deadline per example: on a busy machine it would fail tests that are right. In continuous integration the same
# examples each time; with FRISTAD_HYPOTHESIS=night thousands of new ones.
settings.register_profile("day", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("night", deadline=None, max_examples=5000, print_blob=True)
settings.load_profile(os.environ.get("FRISTAD_HYPOTHESIS", "ci" if os.environ.get("CI") else "day"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In one of many workers, begin with what takes longest, so that none waits for another in the end."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("long") is None)


HOW_TO_GET = {
    "java": "Java 17: sudo apt-get install openjdk-17-jdk-headless",
    "node": "Node 20 or newer with npm: sudo apt-get install nodejs npm",
    "chromium": "the browser Chromium: sudo apt-get install chromium",
    "postgres": "a PostgreSQL server: sudo apt-get install postgresql, or set FRISTAD_TEST_POSTGRES to a DSN",
    "ctdc": "the public CTDC table: set FRISTAD_TEST_CTDC to its CSV file",
}
NOT_INSTALLABLE = {"ctdc"}


def lack(part: str) -> NoReturn:
    """Skip the running test for want of a part; fail it in continuous integration."""
    sentence = f"needs {HOW_TO_GET[part]}"
    if os.environ.get("CI") and part not in NOT_INSTALLABLE:
        pytest.fail(f"{sentence} (CI is set, so nothing may be skipped)", pytrace=False)
    pytest.skip(sentence)


def require(part: str) -> Path:
    """Return the program or file that a part is; skip or fail the running test where it is missing."""
    found = _find(part)
    if found is None:
        lack(part)
    return found


def _find(part: str) -> Path | None:
    if part == "postgres":
        return _postgres_program("initdb")
    if part == "ctdc":
        return _ctdc()
    found = shutil.which(part)
    return Path(found) if found else None


def _ctdc() -> Path | None:
    named = os.environ.get("FRISTAD_TEST_CTDC")
    beside = sorted((ROOT.parent / "shared" / "data" / "ctdc").glob("ctdc_*.csv*"))
    candidates = [Path(named)] if named else beside
    return next((path for path in candidates if path.is_file()), None)


def _postgres_program(name: str) -> Path | None:
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    if debian:
        return debian[-1]
    found = shutil.which(name)
    return Path(found) if found else None


@pytest.fixture(scope="session")
def postgres_dsn() -> Iterator[str]:
    """Give the DSN of a PostgreSQL that lives as long as the tests, or the one FRISTAD_TEST_POSTGRES names."""
    given = os.environ.get("FRISTAD_TEST_POSTGRES")
    if given:
        yield given
        return
    initdb = require("postgres")
    with _cluster(initdb.parent) as dsn:
        yield dsn


@contextmanager
def _cluster(programs: Path) -> Iterator[str]:
    """Start a throwaway cluster that listens on a socket in its own folder only, and stop it afterwards."""
    # A short path, since a socket's name may have some hundred characters only. Its name is random, its mode 0700.
    folder = Path(tempfile.mkdtemp(prefix="fristad-pg-", dir="/tmp"))
    data = folder / "data"
    prefix = _not_root(folder)
    try:
        _run(
            [*prefix, programs / "initdb", "-D", data, "-U", "fristad", "-A", "trust", "-E", "UTF8", "--no-sync"],
            folder,
        )
        options = f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off"
        _run([*prefix, programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start"], folder)
        try:
            yield f"host={folder} user=fristad dbname=postgres"
        finally:
            _run([*prefix, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _not_root(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: hand the folder to another user and say how to run as that user."""
    if os.geteuid() != 0:
        return []
    user = next(name for name in ("postgres", "nobody") if _run_ok(["id", name]))
    shutil.chown(folder, user)
    return ["runuser", "-u", user, "--"]


def _run(command: list[str | Path], folder: Path) -> None:
    # Files, not pipes: the server keeps its outputs open, and a pipe would never end.
    output = folder / "output"
    with output.open("a") as out:
        done = subprocess.run([str(part) for part in command], cwd=folder, stdout=out, stderr=out, check=False)
    if done.returncode:
        log = folder / "log"
        said = output.read_text() + (log.read_text() if log.exists() else "")
        pytest.fail(f"PostgreSQL did not start or stop:\n{said}", pytrace=False)


def _run_ok(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start one Chromium for the tests of a file; each opens a window of its own, which knows nothing of the others."""
    from tests.server.site.browsing import chromium  # noqa: PLC0415  slow to import, and few tests need it

    with pytest.MonkeyPatch.context() as patch:
        # The browser's driver runs a loop in this thread; the tests' own look into the database is no part of it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with chromium() as started:
            yield started


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give a small local Spark session without a web page."""
    require("java")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession  # noqa: PLC0415  slow to import, and few tests need it

    folder = tmp_path_factory.mktemp("spark")
    session = (
        SparkSession.builder.master("local[2]")
        .appName("fristad-tests")
        .config("spark.driver.memory", "1g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.local.dir", str(folder / "local"))
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate()
    )
    yield session
    session.stop()
