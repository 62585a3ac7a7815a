"""Who takes part, in the order of the table."""

from __future__ import annotations

from benchmarks.contestants.base import Contestant

_KERNEL, _SQL, _ARRAYS = "Fristad, compiled kernel", "Fristad, SQL on DuckDB", "Fristad, NumPy"
_DUCKDB, _POLARS = "DuckDB, by hand", "Polars, by hand"
_IN_MEMORY, _MASKS, _INT8, _CSV = "masks, memory", "masks, Parquet", "int8, Parquet", "text, CSV"
_PERSONS = "dict per person"
_BENCH = "the package '{}': `make bench` installs it"
_MILLION = 1_000_000
#: Peers that take one person at a time get fewer persons; the same first ones of the same file.
_NAIVE, _ZEN, _FORM = 100_000, 5_000, 50

REFERENCE = "fristad_masks_memory"
NAIVE = "naive_loop"
OPENFISCA = "openfisca"
FRISTAD_KERNEL = "fristad_kernel_memory"
SCREENS = ("fristad_screen_csv", "fristad_screen_parquet")
#: Fristad and the hand-written query on the same layout and tool.
PAIRS = (
    ("fristad_sql_masks", "duckdb_masks"),
    ("fristad_sql_columns", "duckdb_columns"),
)


def _needs(*packages: str) -> tuple[tuple[str, str], ...]:
    return tuple((package, _BENCH.format(package)) for package in packages)


CONTESTANTS = (
    Contestant(REFERENCE, _ARRAYS, _IN_MEMORY, "fristad_masks:memory", fristad=True, runs=7),
    Contestant(
        FRISTAD_KERNEL,
        _KERNEL,
        _IN_MEMORY,
        "fristad_masks:memory_kernel",
        needs=_needs("numba"),
        fristad=True,
        runs=7,
    ),
    Contestant("duckdb_masks_memory", _DUCKDB, _IN_MEMORY, "hand_duckdb:masks_memory"),
    Contestant("polars_masks_memory", _POLARS, _IN_MEMORY, "hand_polars:masks_memory", needs=_needs("polars")),
    Contestant("fristad_masks_parquet", _ARRAYS, _MASKS, "fristad_masks:parquet", fristad=True),
    Contestant(
        "fristad_kernel_parquet",
        _KERNEL,
        _MASKS,
        "fristad_masks:parquet_kernel",
        needs=_needs("numba"),
        fristad=True,
    ),
    Contestant("fristad_sql_masks", _SQL, _MASKS, "fristad_tables:masks_sql", fristad=True),
    Contestant("duckdb_masks", _DUCKDB, _MASKS, "hand_duckdb:masks_parquet"),
    Contestant("polars_masks", _POLARS, _MASKS, "hand_polars:masks_parquet", needs=_needs("polars")),
    Contestant("fristad_columns_memory", _ARRAYS, "int8, memory", "fristad_tables:columns_memory", fristad=True),
    Contestant(
        OPENFISCA,
        "OpenFisca-core",
        "int8, memory",
        "openfisca:formulas",
        most=_MILLION,
        needs=_needs("openfisca_core"),
        once=False,
    ),
    Contestant("fristad_sql_columns", _SQL, _INT8, "fristad_tables:columns_sql", fristad=True),
    Contestant("duckdb_columns", _DUCKDB, _INT8, "hand_duckdb:columns_parquet"),
    Contestant("polars_columns", _POLARS, _INT8, "hand_polars:columns_parquet", needs=_needs("polars")),
    Contestant(
        SCREENS[1],
        "`fristad screen`",
        _INT8,
        "fristad_tables:screen_parquet",
        once=False,
        runs=1,
        fristad=True,
        writes=True,
    ),
    Contestant(
        SCREENS[0],
        "`fristad screen`",
        _CSV,
        "fristad_tables:screen_csv",
        once=False,
        runs=1,
        fristad=True,
        writes=True,
        csv=True,
    ),
    Contestant("duckdb_csv", _DUCKDB, _CSV, "hand_duckdb:csv", csv=True, runs=3),
    Contestant("polars_csv", _POLARS, _CSV, "hand_polars:csv", csv=True, runs=3, needs=_needs("polars")),
    Contestant(NAIVE, "naive Python loop", _PERSONS, "naive:loop", most=_NAIVE, runs=3),
    Contestant(
        "zen_expressions",
        "zen-engine, compiled expressions",
        _PERSONS,
        "zen:expressions",
        most=_ZEN,
        runs=3,
        needs=_needs("zen"),
    ),
    Contestant(
        "zen_model",
        "zen-engine, decision model",
        _PERSONS,
        "zen:model",
        most=_ZEN,
        runs=3,
        needs=_needs("zen"),
    ),
    Contestant(
        "javarosa",
        "JavaRosa (ODK Collect), Fristad's form",
        "form, question by question",
        "javarosa:form",
        most=_FORM,
        once=False,
        runs=3,
        needs=(*_needs("pyxform"), ("javac", "a Java 17 JDK, such as Debian's openjdk-17-jdk-headless")),
    ),
)
BY_ID = {contestant.id: contestant for contestant in CONTESTANTS}
