"""The home page: numbers that open their lists, and the next steps."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from fristad.server.accounts.doors import door
from fristad.server.common.clock import now, today
from fristad.server.common.registry import Tile, home_tiles, next_steps

#: How many next steps the page has room for.
STEPS = 5


@require_GET
@door("home.see")
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person: tiles by role, then the five nearest steps."""
    actor = request.actor  # type: ignore[attr-defined]
    counted = ((tile, tile.count(actor)) for tile in home_tiles if actor.may(tile.right))
    tiles = [_tile(actor, tile, count) for tile, count in counted if count or not tile.rare]
    steps = (step for steps_of in next_steps for step in steps_of(actor))
    context = {"day": today(), "hour": now().hour, "tiles": tiles, "steps": list(islice(steps, STEPS))}
    return render(request, "home.html", context)


def _tile(actor: Any, tile: Tile, count: int) -> dict[str, Any]:
    return {
        "count": f"{tile.most}+" if count > tile.most else count,
        "label": tile.label,
        "url": f"{reverse(tile.url_name)}{tile.query}",
        "shape": tile.shape,
        "note": tile.note(actor) if tile.note else "",
        "tone": tile.tone if count else "",
    }
