"""The home page: numbers that open their lists, and the next steps."""

from __future__ import annotations

from itertools import islice
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fristad.server.accounts import notices, selectors, sessions
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.accounts.models_signin import Notice
from fristad.server.cases.selectors import searches
from fristad.server.common.clock import today
from fristad.server.common.registry import Tile, home_tiles, next_steps
from fristad.server.site import hints

#: How many next steps the page has room for.
STEPS = 5
#: How many notices it names; the others are counted.
NOTICES = 3


@require_GET
@door("home.see")
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person: tiles by role, then the five nearest steps, the newest notices."""
    actor = request.actor  # type: ignore[attr-defined]
    counted = ((tile, tile.count(actor)) for tile in home_tiles if actor.may(tile.right))
    tiles = [_tile(actor, tile, count) for tile, count in counted if count or not tile.rare]
    steps = list(islice((step for steps_of in next_steps for step in steps_of(actor)), STEPS))
    context = {
        "day": today(),
        "tiles": tiles,
        "steps": steps,
        "hints": [] if steps else hints.of(actor),
        "all": _all_cases() if actor.may("case.list") else None,
        "saved_count": searches.count_saved(actor) if actor.may("case.list") else 0,
        "notices": _notices(request, actor),
    }
    return render(request, "home.html", context)


def _all_cases() -> dict[str, Any]:
    return {"label": _("All my cases"), "url": f"{reverse('cases:list')}?state=open&owner=me"}


def _notices(request: HttpRequest, actor: Actor) -> list[str]:
    """Return the sentences of the newest notices, each once. Under duress nothing waits."""
    if sessions.is_under_duress(request.session):
        return []
    newest = notices.waiting(actor.staff_id)[::-1]
    names = selectors.colleagues(actor, [UUID(row.content["staff"]) for row in newest if "staff" in row.content])
    said = (_sentence(row, names) for row in newest)
    return list(islice(dict.fromkeys(said), NOTICES))


def _sentence(row: Notice, names: dict[UUID, str]) -> str:
    """Return the sentence of a notice; some end with the name of a colleague."""
    about = names.get(UUID(row.content["staff"]), "") if "staff" in row.content else ""
    return f"{notices.sentence(row)} {about}." if about else notices.sentence(row)


def _tile(actor: Any, tile: Tile, count: int) -> dict[str, Any]:
    return {
        "count": f"{tile.most}+" if count > tile.most else count,
        "label": tile.label,
        "url": f"{reverse(tile.url_name)}{tile.query}",
        "shape": tile.shape,
        "note": tile.note(actor) if tile.note else "",
        "tone": tile.tone if count else "",
    }
