"""What the case file puts into the registries of lower apps."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from fristad.server.cases import actions, counting, counts, duties, retention, supervision, telling, tiles
from fristad.server.cases.importing import registrations as importing
from fristad.server.cases.models import Document, Finding, Flag, Goal, Need, Note, Task
from fristad.server.cases.services import documents, meetings
from fristad.server.common.registry import CaseSection, Page, case_sections, navigation, next_steps
from fristad.server.jobs import kinds


def register_all() -> None:
    """Fill the slots."""
    actions.register_all()
    navigation.register("cases", Page(_("Cases"), "cases:list", "case.list"), place=20)
    navigation.register("search", Page(_("Search"), "cases:search", "person.search"), place=30)
    navigation.register("interpreters", Page(_("Interpreters"), "cases:interpreters", "interpreter.see"), place=40)
    navigation.register("places", Page(_("Places"), "cases:places", "place.import"), place=80)
    kinds.register("documents.sweep", documents.sweep, every=timedelta(days=1))
    kinds.register(counting.KIND, counting.count, every=timedelta(hours=1))
    kinds.register(meetings.KIND, meetings.look, every=meetings.EVERY)
    tiles.register_all()
    supervision.register_all()
    retention.register_all()
    duties.register_all()
    importing.register_all()
    telling.register_all()
    next_steps.register("tasks", tiles.steps, place=10)
    next_steps.register("ties", tiles.ties, place=20)
    for place, (key, section) in enumerate(_sections().items()):
        case_sections.register(key, section, place=place * 10)


def _sections() -> dict[str, CaseSection]:
    return {
        "summary": CaseSection(_("Summary"), "cases:open", "case.open"),
        "timeline": CaseSection(_("Timeline"), "cases:timeline", "case.open"),
        "person": CaseSection(_("Person and contact"), "cases:person", "case.open"),
        "papers": CaseSection(_("Papers"), "cases:papers", "case.edit"),
        "family": CaseSection(_("Family"), "cases:family", "case.edit"),
        "apart": CaseSection(_("Kept apart"), "cases:apart", "case.edit"),
        "journey": CaseSection(_("Journey"), "cases:journey", "case.edit"),
        "harms": CaseSection(_("Grave harm on the way"), "cases:items", "case.edit", ("harms",), counts.of(Finding)),
        "needs": CaseSection(_("Needs"), "cases:items", "case.edit", ("needs",), counts.of(Need)),
        "assessment": CaseSection(_("Assessment"), "cases:assessment", "case.edit"),
        "plan": CaseSection(_("Case plan"), "cases:items", "case.edit", ("plan",), counts.of(Goal)),
        "tasks": CaseSection(_("Tasks"), "cases:items", "case.edit", ("tasks",), counts.of(Task)),
        "flags": CaseSection(_("Flags"), "cases:items", "case.edit", ("flags",), counts.of(Flag)),
        "notes": CaseSection(_("Notes"), "cases:items", "case.edit", ("notes",), counts.of(Note)),
        "documents": CaseSection(_("Documents"), "cases:documents", "case.open", count=counts.of(Document)),
        "seen": CaseSection(_("Who has seen this"), "cases:seen", "reading_log.see"),
    }
