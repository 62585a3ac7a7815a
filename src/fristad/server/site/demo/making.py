"""Makes the demo operation: office, registers, then everybody in it, in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from fristad.server.audit.services import together
from fristad.server.cases.models import Case
from fristad.server.cases.services.emergency import emergency_open
from fristad.server.cases.services.families import family_link
from fristad.server.cases.services.load import ceiling_set
from fristad.server.cases.services.retention import rule_set
from fristad.server.cases.services.ties import tie_add
from fristad.server.common.clock import today
from fristad.server.site.demo.casework import CaseWriter
from fristad.server.site.demo.generating import people
from fristad.server.site.demo.office import Office, make_office, there
from fristad.server.site.demo.registers import make_registers
from fristad.server.site.demo.stories import Story, data
from fristad.server.site.demo.talks import make_talks

#: Called with how many people are written and how many there are in all.
Progress = Callable[[int, int], None]


def make_demo(operation_id: UUID, progress: Progress | None = None) -> bool:
    """Fill an operation whose keys are open. Returns False, and changes nothing, if that was done already.

    Raises `LockedError` without the keys. One transaction: stopped half-way, it leaves nothing behind.
    """
    with together():
        if there(operation_id):
            return False
        office, stories, written = make_office(operation_id), people(), dict[str, Case]()
        make_registers(office, today())
        for number, story in enumerate(stories, 1):
            written[story.key] = CaseWriter(office, today(), story).write()
            if progress:
                progress(number, len(stories))
        _link_families(office, stories, written)
        _keep_apart(office, written)
        _open_in_an_emergency(office, written)
        make_talks(office, written)
        _write_a_policy(office)
        _set_ceilings(office)
    return True


def fill(operation_id: UUID) -> None:
    """Make the demo operation, as a part of a demonstration."""
    make_demo(operation_id)


def _open_in_an_emergency(office: Office, written: dict[str, Case]) -> None:
    told = data("operation")["emergency"]
    emergency_open(office.actors[told["by"]], written[told["story"]].code, told["reason"])


def _keep_apart(office: Office, written: dict[str, Case]) -> None:
    for tie in data("operation")["ties"]:
        tie_add(
            office.actors[tie["by"]],
            written[tie["story"]],
            {"grounds": tie["grounds"], "said_by": tie["said_by"], "who": "", "why": tie["why"]},
            suspected=written[tie["suspected"]].person,
            review_on=today() + timedelta(days=tie["review"]),
        )


def _write_a_policy(office: Office) -> None:
    """Write how long closed cases are kept. What is due by it, the daily job finds."""
    told = data("operation")["retention"]
    for line in told["lines"]:
        rule_set(office.actors[told["set_by"]], **line)


def _set_ceilings(office: Office) -> None:
    """Let supervisors say how many open cases are enough for whom."""
    for told in data("operation")["ceilings"]:
        ceiling_set(office.actors[told["set_by"]], office.staff[told["for"]], told["cases"], read_version=0)


def _link_families(office: Office, stories: Iterable[Story], written: dict[str, Case]) -> None:
    first: dict[str, Story] = {}
    for story in stories:
        if story.family is None:
            continue
        head = first.setdefault(story.family["key"], story)
        if head is story:
            continue
        actor = CaseWriter(office, today(), head).actor
        relation = {"as": story.family["as"], "said_by": "person"}
        hidden = any(each.family and each.family.get("hidden") for each in (head, story))
        family_link(actor, written[head.key].person, written[story.key].person, relation=relation, hidden=hidden)
