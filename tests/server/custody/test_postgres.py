"""The same ceremonies on PostgreSQL: made, backed up, erased, put back elsewhere."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.server.custody.conftest import Live
from tests.server.custody.test_backups import ERASE, MAKE, NAMES, backup, restore
from tests.server.test_on_postgres import INSIDE, url_of

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(INSIDE in os.environ, reason="it makes databases of its own"),
]


@pytest.fixture
def databases(postgres_dsn: str) -> Iterator[list[str]]:
    """Two empty databases, by name."""
    names = [f"custody_{uuid.uuid4().hex[:8]}" for _ in range(2)]
    with psycopg.connect(postgres_dsn, autocommit=True) as connection:
        for name in names:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield names
        for name in names:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def table_files(dsn: str) -> bytes:
    """Return the bytes of the table of record keys as they lie on the disk."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        found = connection.execute("SELECT pg_read_binary_file(pg_relation_filepath('vault_recordkey'))").fetchone()
    assert found
    return bytes(found[0])


def test_what_was_erased_is_overwritten_and_stays_erased(new: Live, databases: list[str], postgres_dsn: str) -> None:
    here, there = (postgres_dsn.replace("dbname=postgres", f"dbname={name}") for name in databases)
    new.more = {"DATABASE_URL": url_of(here)}
    new.init()
    erased = new.python(MAKE.format(name="Old shift"))
    new.python(MAKE.format(name="Night shift"))
    data, _ = backup(new)
    wrapped = bytes.fromhex(
        new.python(
            "from fristad.server.accounts.models import Team\n"
            f"print(bytes(Team.unscoped.get(pk={erased!r}).record_key.wrapped).hex())"
        )
    )
    assert wrapped in table_files(here)
    assert wrapped not in b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert new.python(ERASE.format(pk=erased)) == "True"
    assert wrapped not in table_files(here)
    _, keys = backup(new)

    for name in ("home", "keys", "run"):
        shutil.rmtree(new.folder / name, ignore_errors=True)
    new.more = {"DATABASE_URL": url_of(there)}
    assert "1 erasure(s) were made once more" in restore(new, data, keys.parent)
    assert new.python(NAMES) == "['Night shift', 'erased']"
    log = "from fristad.server.audit.verification import verify; print(verify(operation).count)"
    assert new.python(log) == "0"
    assert "it was not touched" in restore(new, data, keys.parent, code=2)


def test_a_damaged_dump_leaves_the_database_empty(new: Live, databases: list[str], postgres_dsn: str) -> None:
    here, there = (postgres_dsn.replace("dbname=postgres", f"dbname={name}") for name in databases)
    new.more = {"DATABASE_URL": url_of(here)}
    new.init()
    data, keys = backup(new)
    harm(data / "fristad.dump")
    shutil.rmtree(new.folder / "keys")
    new.more = {"DATABASE_URL": url_of(there)}
    assert "is not as it was written" in restore(new, data, keys.parent, code=2)
    with psycopg.connect(there) as connection:
        found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert found == (0,)


def harm(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
