"""What happened in a case, and who has seen it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from fristad.server.accounts.doors import door
from fristad.server.audit import actions
from fristad.server.audit.selectors import Sight, who_has_seen
from fristad.server.cases.models import Case, Document
from fristad.server.cases.selectors.people import names
from fristad.server.cases.views.frame import open_case, page

#: The act of looking at a telephone number.
NUMBER = "person.number_shown"
#: How many entries a page shows.
SHOWN = 100


@require_GET
@door("case.open")
def timeline(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was done in this case, the latest first."""
    opened = open_case(request, code)
    done = [sight for sight in _sights(opened.case) if sight.how == "wrote"][:SHOWN]
    return page(request, opened, "timeline", "cases/timeline.html", entries=_entries(done))


@require_GET
@door("reading_log.see")
def seen(request: HttpRequest, code: str) -> HttpResponse:
    """Show who opened this case, and who saw it in a list: the two are told apart."""
    opened = open_case(request, code, "reading_log.see")
    sights = [sight for sight in _sights(opened.case) if sight.how != "wrote" or sight.action == NUMBER]
    single = {
        "opened_by": _rows([sight for sight in sights if sight.how == "opened"][:SHOWN]),
        "listed_by": _rows([sight for sight in sights if sight.how == "listed"][:SHOWN]),
    }
    labels = (_("Day"), _("Who"), pgettext("how often", "Opened"), _("Seen in a list"), _("Number shown"), _("Why"))
    return page(
        request,
        opened,
        "seen",
        "cases/seen.html",
        days=_by_day(sights)[:SHOWN],
        day_columns=[{"label": label} for label in labels],
        columns=[{"label": label} for label in (_("When"), _("Who"), _("Why"))],
        **single,
    )


def _by_day(sights: list[Sight]) -> list[list[str]]:
    """Return a row for each day and person, the latest first: how often they opened it, saw it listed, saw a number."""
    who, found = _who(sights), dict[tuple[date, UUID | None], list[Sight]]()
    for sight in sights:
        found.setdefault((localtime(sight.at).date(), sight.actor_id), []).append(sight)
    return [
        [
            date_format(day),
            who.get(actor, _("The service")) if actor else _("The service"),
            *(str(count) for count in _counts(rows)),
            ", ".join(
                dict.fromkeys(str(actions.PURPOSES.get(row.purpose, row.purpose)) for row in rows if row.purpose)
            ),
        ]
        for (day, actor), rows in found.items()
    ]


def _counts(rows: list[Sight]) -> tuple[int, int, int]:
    how = [row.how for row in rows]
    return how.count("opened"), how.count("listed"), sum(row.action == NUMBER for row in rows)


def _sights(case: Case) -> list[Sight]:
    found = {sight.sequence: sight for pk in (case.pk, case.person_id) for sight in who_has_seen(pk)}
    papers = Document.unscoped.filter(case=case).values_list("pk", flat=True)
    found |= {sight.sequence: sight for pk in papers for sight in who_has_seen(pk) if sight.how == "opened"}
    return [found[sequence] for sequence in sorted(found, reverse=True)]


def _entries(sights: list[Sight]) -> list[dict[str, Any]]:
    who = _who(sights)
    return [
        {
            "shape": "full",
            "word": pgettext("act in the log", "Done"),
            "title": f"{who.get(sight.actor_id, _('The service'))} {sight.words}",  # type: ignore[arg-type]
            "when": date_format(localtime(sight.at), "DATETIME_FORMAT"),
        }
        for sight in sights
    ]


def _rows(sights: list[Sight]) -> list[list[str]]:
    who = _who(sights)
    why = actions.PURPOSES
    return [
        [
            date_format(localtime(sight.at), "DATETIME_FORMAT"),
            who.get(sight.actor_id, _("The service")),  # type: ignore[arg-type]
            str(why.get(sight.purpose, sight.purpose)),
        ]
        for sight in sights
    ]


def _who(sights: list[Sight]) -> dict[UUID, str]:
    return names({sight.actor_id for sight in sights if sight.actor_id})
