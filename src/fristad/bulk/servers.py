"""PostgreSQL and Spark as places that run our statements. Their packages are extras, looked for only when asked."""

# ruff: noqa: S608 - every name and text in a statement went through the dialect's quoting, or is written here

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from fristad.bulk.errors import RunError, TableError
from fristad.bulk.reading.lists import INNER_SEMICOLON, NO_VALUE
from fristad.targets.dialects import dialect_named

_FETCH = 10_000
#: What the database's driver may say of a connection that fails, in words that hold nothing of the URL.
_UNREACHABLE = (
    "Connection refused",
    "password authentication failed",
    "no password supplied",
    "does not exist",
    "timeout expired",
    "Name or service not known",
    "No such file or directory",
)


class Server(Protocol):
    """A connection to where one table is. `lists` are the columns whose cells hold arrays."""

    header: tuple[str, ...]
    lists: frozenset[str]

    def numbered(self, row_id: str, alias: str) -> str:
        """The table as a relation whose rows have a number `alias`, the same in every query of this run. Arrays are
        text with a semicolon between elements, as `fristad.bulk.reading.lists` writes them.
        """
        ...

    def keep(self, name: str, statement: str) -> None:
        """Give a SELECT a name for the rest of the run; nothing of it stays afterwards."""
        ...

    def rows(self, statement: str) -> list[tuple[Any, ...]]: ...

    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]: ...


@contextmanager
def connect(engine: str, table: str, url: str | None) -> Iterator[Server]:
    """Reach a table. Raises RunError with how to install what is missing, TableError for a table that is not there."""
    if engine == "postgres":
        with _postgres(table, url) as server:
            yield server
    else:
        with _spark(table) as server:
            yield server


@contextmanager
def _postgres(table: str, url: str | None) -> Iterator[Server]:
    try:
        import psycopg  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        raise RunError("--engine postgres needs the extra: pip install 'fristad[postgres]'.") from error
    if Path(table).is_file():
        raise RunError(
            f"With --engine postgres, TABLE names a table in the database; {table} is a file. Leave --engine out."
        )
    if not url:
        raise RunError("With --engine postgres, give --database-url or set FRISTAD_DATABASE_URL.")
    with _connected(psycopg, url) as connection:
        try:
            yield _Postgres(connection, table)
        except psycopg.errors.UndefinedTable as error:
            raise TableError(f"There is no table {table} in the database.") from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise RunError(
                f"The database refuses: {str(error).splitlines()[0]}. The role needs SELECT on {table} and TEMPORARY."
            ) from error
        except psycopg.Error as error:
            what = error.diag.message_primary or "the connection was lost"
            raise RunError(f"The database stopped: {what[:200]}. Mend this there and start again.") from error
        finally:
            # Nothing is left behind: temporary tables go with the transaction.
            with suppress(psycopg.Error):
                connection.rollback()


def _connected(psycopg: Any, url: str) -> Any:
    """A connection. A message of the driver may hold the URL with its password, so that none is handed on."""
    try:
        return psycopg.connect(url)
    except (psycopg.Error, ValueError) as error:
        why = next((reason for reason in _UNREACHABLE if reason in str(error)), "check host, port, database and role")
        sentence = f"The database cannot be reached: {why}. Its URL looks like postgresql://ROLE@HOST/DATABASE."
    raise RunError(sentence)


class _Postgres:
    """One read-only piece of work in one transaction."""

    def __init__(self, connection: Any, table: str) -> None:
        self._connection = connection
        self._relation = dialect_named("postgres").relation(table)
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        probe = connection.execute(f"SELECT * FROM {self._relation} LIMIT 0")
        self.header = tuple(column.name for column in probe.description)
        kinds = connection.execute("SELECT oid FROM pg_type WHERE typcategory = 'A'").fetchall()
        arrays = {oid for (oid,) in kinds}
        self.lists = frozenset(column.name for column in probe.description if column.type_code in arrays)

    def numbered(self, row_id: str, alias: str) -> str:
        name = dialect_named("postgres").name
        # Equal ids are told apart by the whole row, so that the same row stays on every run.
        order = f"CAST(t.{name(row_id)} AS VARCHAR), CAST(t AS VARCHAR)"
        columns = ", ".join(self._column(column) for column in self.header)
        return (
            f"(SELECT {columns}, ROW_NUMBER() OVER (ORDER BY {order}) AS {name(alias)} FROM {self._relation} AS "
            "t) AS numbered"
        )

    def _column(self, column: str) -> str:
        name = dialect_named("postgres").name(column)
        if column not in self.lists:
            return f"t.{name}"
        text = f"COALESCE(REPLACE(CAST(e AS VARCHAR), ';', '{INNER_SEMICOLON}'), '{NO_VALUE}')"
        return f"(SELECT STRING_AGG({text}, ';' ORDER BY n) FROM UNNEST(t.{name}) WITH ORDINALITY AS u(e, n)) AS {name}"

    def keep(self, name: str, statement: str) -> None:
        self._connection.execute(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {statement}")
        self._connection.execute(f"ANALYZE {name}")

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self._connection.execute(statement).fetchall()
        return found

    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]:
        with self._connection.cursor(name="fristad_rows") as cursor:
            cursor.itersize = _FETCH
            cursor.execute(statement)
            yield from cursor


@contextmanager
def _spark(table: str) -> Iterator[Server]:
    try:
        from pyspark.errors import AnalysisException  # noqa: PLC0415 - an extra
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise RunError("--engine spark needs the extra and Java 17: pip install 'fristad[spark]'.") from error
    running = SparkSession.getActiveSession()
    try:
        session = running or SparkSession.builder.appName("fristad").config("spark.ui.enabled", "false").getOrCreate()
    except Exception as error:  # the JVM's faults have many types
        raise RunError(f"Spark does not start: {str(error).splitlines()[0][:160]}. It needs Java 17.") from error
    server = None
    try:
        server = _Spark(session, table)
        yield server
    except AnalysisException as error:
        raise TableError(f"Spark cannot use {table}: {str(error).splitlines()[0][:200]}") from error
    finally:
        if server is not None:
            server.forget()
        if running is None:
            session.stop()


class _Spark:
    """One Spark session. TABLE is a table of its catalogue, or a path to Parquet or CSV that Spark can read."""

    def __init__(self, session: Any, table: str) -> None:
        self._session = session
        self._kept: list[Any] = []
        frame = self._frame(table)
        frame.createOrReplaceTempView("fristad_table")
        self.header = tuple(frame.columns)
        self.lists = frozenset(field.name for field in frame.schema if field.dataType.typeName() == "array")

    def _frame(self, table: str) -> Any:
        lower = table.lower()
        if lower.endswith(".parquet"):
            return self._session.read.parquet(table)
        if lower.endswith((".csv", ".csv.gz")):
            return self._session.read.csv(table, header=True, inferSchema=False, multiLine=True, escape='"')
        return self._session.table(table)

    def numbered(self, row_id: str, alias: str) -> str:
        name = dialect_named("spark").name
        order = ", ".join(f"CAST({name(column)} AS STRING)" for column in (row_id, *self.header))
        columns = ", ".join(self._column(column) for column in self.header)
        number = f"ROW_NUMBER() OVER (ORDER BY {order}) AS {name(alias)}"
        return f"(SELECT {columns}, {number} FROM fristad_table) AS numbered"

    def _column(self, column: str) -> str:
        name = dialect_named("spark").name(column)
        if column not in self.lists:
            return name
        text = f"COALESCE(REPLACE(CAST(e AS STRING), ';', '{INNER_SEMICOLON}'), '{NO_VALUE}')"
        return f"ARRAY_JOIN(TRANSFORM({name}, e -> {text}), ';') AS {name}"

    def keep(self, name: str, statement: str) -> None:
        # Kept on Spark's own disks and memory, or every later question would compute it again.
        frame = self._session.sql(statement).persist()
        frame.createOrReplaceTempView(name)
        self._kept.append(frame)

    def forget(self) -> None:
        """Free what was kept, in a session that lives on."""
        for frame in self._kept:
            frame.unpersist()

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._session.sql(statement).collect()]

    def stream(self, statement: str) -> Iterator[tuple[Any, ...]]:
        for row in self._session.sql(statement).toLocalIterator():
            yield tuple(row)
