"""Lets SQLite see how many cases its indexes tell apart. PostgreSQL does so by itself.

Without it SQLite takes the wall of the agency, behind which nearly every case lies, for the narrowest way to one. Other
tables are left as they are: a column that is mostly empty, such as the pointer of a joined person, would look as if it
told nothing apart.
"""

from __future__ import annotations

from django.db import connection

from fristad.server.cases.models import Case
from fristad.server.jobs.work import Work

KIND = "cases.count"
#: So many rows of each index are looked at: some milliseconds, however many cases there are.
LOOKED_AT = 2_000


def count(_work: Work) -> None:
    """Count. New connections use it at once."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            cursor.execute(f"ANALYZE {connection.ops.quote_name(Case._meta.db_table)}")
