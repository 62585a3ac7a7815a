"""A stop at each page of screening for planning, with real tables before, while and after they are counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import fristad.bulk.demo
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.screening.bulk.columns import Asked, shipped_text
from fristad.server.screening.bulk.taking_in import SealedTable
from fristad.server.screening.models import BulkRun
from fristad.server.screening.services import bulk
from fristad.server.vault.models import RecordKey
from tests.server.office import do_errands

TABLE = Path(fristad.bulk.demo.__file__).parent / "invented_persons.csv"
LISTS = ("palermo_art3", "ilo_delphi.adult_labour", "ilo_delphi.child_labour")


def pages(actors: Mapping[str, Actor]) -> Iterator[Any]:
    """Yield (name, address, who, values) of every page of screening for planning."""
    lead, maja = actors["birgit"], actors["maja"]
    done, refused, waiting, running = (_given(lead) for _each in range(4))
    for each, lists in ((done, LISTS), (refused, LISTS)):
        mapping = shipped_text("demo") if each is done else "schema: unknown"
        bulk.begin(lead, each, Asked(mapping, "place", "", lists))
    do_errands()
    bulk.begin(lead, running, Asked(shipped_text("demo"), "place", "", LISTS))
    done.refresh_from_db()
    made = BulkRun.unscoped.select_related("record_key").get(pk=done.pk)
    officer = Staff.unscoped.get(pk=maja.staff_id)
    listed = bulk.make_list(lead, made, officer=officer, round_="Every house, on Tuesdays", places=["Backa"])
    yield "bulk-columns", "screening:bulk_columns", "birgit", {"run_id": waiting.pk}
    for name, each in (("done", done), ("refused", refused), ("running", running)):
        yield f"bulk-{name}", "screening:bulk_run", "birgit", {"run_id": each.pk}
    yield "bulk-remove", "screening:bulk_remove", "birgit", {"run_id": waiting.pk}
    yield "talk_list_make", "screening:talk_list_make", "birgit", {"run_id": done.pk}
    yield "talk_list", "screening:talk_list", "maja", {"list_id": listed.pk}


def _given(actor: Actor) -> BulkRun:
    taken = SealedTable(RecordKey.fresh(actor.operation_id, "bulk"))
    taken.take(TABLE.read_bytes())
    taken.finish()
    return bulk.give(actor, taken, "registration.csv")
