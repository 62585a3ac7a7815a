"""Migrations are tried on tables with rows in them, one after the other from the first, on both databases."""

from __future__ import annotations

import io
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg.conninfo import make_conninfo

from fristad.server.site import places
from fristad.server.vault.fields import SealedField
from tests.server.test_on_postgres import url_of

OURS = {"vault", "audit", "accounts", "jobs", "custody", "cases"}
FRESH = "fresh"
#: Two of each, so that a new column that must be unique is tried too.
NUMBERS = (1, 2)

#: What the constraints of a table ask for, in place of what `_some` says.
SPECIAL: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "accounts.operation": lambda row: {"operation_id": row["id"]},
    "accounts.staff": lambda row: {"sign_in_name": f"member-{row['id'].hex[:8]}"},
    "cases.case": lambda row: {"code": row["id"].hex[:7]},
    "cases.double": lambda row: dict(
        zip(("one_id", "other_id"), sorted((row["one_id"], row["other_id"])), strict=True)
    ),
    "cases.transfer": lambda row: {"to_staff_id": row["asked_by_id"]},
    "custody.installation": lambda _row: {"id": 1, "kind": "demo"},
    "vault.recordkey": lambda _row: {"wrapped": b"wrapped"},
}
#: Tables in which a second such row cannot stand.
ONCE = {"custody.installation", "cases.double"}
#: A table that one migration refuses to meet with rows in it.
EMPTY = {"cases.barred"}


@contextmanager
def described(description: dict[str, Any], blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """Give a connection to a database of its own."""
    connections.databases[FRESH] = connections.configure_settings({"default": {}, FRESH: description})[FRESH]
    with blocker.unblock():
        try:
            yield connections[FRESH]
        finally:
            connections[FRESH].close()
            del connections[FRESH]
            del connections.databases[FRESH]


@pytest.fixture
def on_sqlite(tmp_path: Path, django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """Give an empty SQLite database, set as it runs."""
    with described({**places.database(""), "NAME": tmp_path / "fresh.sqlite3"}, django_db_blocker) as connection:
        yield connection


@pytest.fixture
def on_postgres(postgres_dsn: str, django_db_blocker: Any) -> Iterator[BaseDatabaseWrapper]:
    """Give an empty PostgreSQL database."""
    name = f"fresh_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    dsn = make_conninfo(postgres_dsn, dbname=name)
    with described(places.database(url_of(dsn)), django_db_blocker) as connection:
        yield connection
    with psycopg.connect(postgres_dsn, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name}")


class Rows:
    """Rows put into the tables of a moment, as the database keeps them."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.keys: dict[tuple[str, int], Any] = {}

    def fill(self, apps: Any) -> None:
        """Put rows into every table of ours that is new."""
        for model in apps.get_models():
            if model._meta.app_label in OURS and model._meta.managed and model._meta.label_lower not in EMPTY:
                for number in NUMBERS[: 1 if model._meta.label_lower in ONCE else None]:
                    self.key_of(model, number)

    def key_of(self, model: type[models.Model], number: int) -> Any:
        """Return the key of the row with this number, which is made the first time."""
        mark = model._meta.label_lower, number
        if mark not in self.keys:
            self.keys[mark] = self._insert(model, number)
        return self.keys[mark]

    def _insert(self, model: type[models.Model], number: int) -> Any:
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.BigAutoField)]
        row: dict[str, Any] = {}
        pointed: Counter[Any] = Counter()
        for field in fields:
            pointed[field.remote_field and field.remote_field.model] += 1
            # A second pointer to the same table goes to the other row: nobody stands in for themselves.
            is_second = field.is_relation and pointed[field.remote_field.model] > 1
            row[field.attname] = self._value(field, sum(NUMBERS) - number if is_second else number)
        row |= SPECIAL.get(model._meta.label_lower, lambda _row: {})(row)
        values = [_prepared(field, row[field.attname], self.connection) for field in fields]
        quote = self.connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        key = quote(model._meta.pk.column)
        table = quote(model._meta.db_table)
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks}) RETURNING {key}"  # noqa: S608 - our names
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0]

    def _value(self, field: Any, number: int) -> Any:
        if isinstance(field, SealedField):
            return f"sealed {field.field_id} {number}".encode()
        if isinstance(field, models.ForeignKey):
            return None if field.null else self.key_of(field.remote_field.model, number)
        if field.has_default():
            return field.get_default()
        return None if field.null else _some(field, number)

    def contents(self) -> dict[str, list[dict[str, Any]]]:
        """Return every row of every table of ours, by column."""
        found = {}
        with self.connection.cursor() as cursor:
            for table in self.connection.introspection.table_names(cursor):
                if table.partition("_")[0] in OURS:
                    cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 - our names
                    names = [column[0] for column in cursor.description]
                    found[table] = [dict(zip(names, map(_comparable, row), strict=True)) for row in cursor.fetchall()]
        return found


def _prepared(field: Any, value: Any, connection: BaseDatabaseWrapper) -> Any:
    if isinstance(field, SealedField):
        return value
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(value, str) and isinstance(target, models.UUIDField):
        value = uuid.UUID(value)
    return target.get_db_prep_save(value, connection)


def _some(field: Any, number: int) -> Any:
    if field.choices:
        return field.choices[0][0]
    for kind, value in (
        (models.DateTimeField, datetime(2026, 1, number, tzinfo=UTC)),
        (models.DateField, date(2026, 1, number)),
        (models.UUIDField, uuid.uuid4()),
        (models.BinaryField, b"bytes %d" % number),
        (models.JSONField, {}),
        (models.BooleanField, False),
        (models.IntegerField, number),
        (models.CharField | models.TextField, f"text{number}"[-(field.max_length or 9) :]),
    ):
        if isinstance(field, kind):
            return value
    raise TypeError(f"{field}: say in `_some` what stands there")


def _comparable(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def kept(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Return what is not as it was, in the columns that are still there."""
    wrong = []
    for table, rows in before.items():
        now = after.get(table, [])
        columns = set(now[0]) if now else set()
        for row in rows:
            same = {name: value for name, value in row.items() if name in columns}
            if not any(same.items() <= each.items() for each in map(_hashable, now)) and same:
                wrong.append(f"{table}: {row}")
            if not now:
                wrong.append(f"{table} is empty")
    return wrong


def _hashable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, dict | list) else value for name, value in row.items()}


def step_by_step(connection: BaseDatabaseWrapper) -> int:
    """Run every migration on filled tables; return how many of ours ran on tables with rows."""
    rows, tried = Rows(connection), 0
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    for migration, _backwards in plan:
        before = rows.contents()
        state = MigrationExecutor(connection).migrate([(migration.app_label, migration.name)])
        after = rows.contents()
        assert kept(before, after) == [], migration
        tried += migration.app_label in OURS and any(before.values())
        rows.fill(state.apps)
    return tried


def test_each_migration_keeps_the_rows_it_meets_on_sqlite(on_sqlite: BaseDatabaseWrapper) -> None:
    assert step_by_step(on_sqlite) >= 10
    on_sqlite.check_constraints()


@pytest.mark.postgres
def test_each_migration_keeps_the_rows_it_meets_on_postgres(on_postgres: BaseDatabaseWrapper) -> None:
    assert step_by_step(on_postgres) >= 10


def test_the_comparison_sees_a_changed_and_a_lost_row() -> None:
    before = {"cases_case": [{"id": 1, "code": "A"}, {"id": 2, "code": "B"}]}
    assert kept(before, before) == []
    assert len(kept(before, {"cases_case": [{"id": 1, "code": "A"}, {"id": 2, "code": "C"}]})) == 1
    assert len(kept(before, {"cases_case": [{"id": 1, "code": "A"}]})) == 1
    assert kept(before, {"cases_case": [{"id": 1}, {"id": 2}]}) == []


@pytest.mark.django_db
def test_no_model_changed_without_a_migration() -> None:
    said = io.StringIO()
    call_command("makemigrations", *sorted(OURS), "--check", "--dry-run", stdout=said)
    assert "No changes" in said.getvalue()
