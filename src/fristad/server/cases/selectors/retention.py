"""Until when a closed case is kept, which rule says so, what holds it, and what waits to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from fristad.server.accounts.actor import Actor
from fristad.server.audit.models import Entry
from fristad.server.cases import cards, doors
from fristad.server.cases.models import Case, CaseState, Hold, Proposal, ProposalState, RetentionRule
from fristad.server.cases.pure.periods import later
from fristad.server.cases.words_retention import CHILD, OUTCOMES
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError
from fristad.server.custody.models import Erasure

#: States in which nobody works on a case and its time runs.
ENDED = (CaseState.CLOSED, CaseState.SEALED)
#: What leaves the office with a case, by its entries in the log: to a file, on paper, all that is recorded.
COPIES = ("case.exported", "case.printed", "case.told")


@dataclass(frozen=True)
class Retention:
    """Until when a case is kept. `due_on` is None while it is open, or where no rule fits."""

    due_on: date | None
    rule: RetentionRule | None
    again_on: date | None
    holds: tuple[Hold, ...]

    @property
    def is_due(self) -> bool:
        """Whether it may be erased now."""
        return self.due_on is not None and self.due_on <= today() and not self.holds


def rules_of(operation_id: UUID, agency_id: UUID) -> list[RetentionRule]:
    """Return the living lines of an agency's policy in an operation, the line for any closure first."""
    rows = RetentionRule.unscoped.filter(operation_id=operation_id, agency_id=agency_id, ended_on=None)
    places = list(OUTCOMES)
    found = rows.select_related("record_key", "by__record_key")
    return sorted(found, key=lambda each: (places.index(each.told["outcome"]), each.told["kind"]))


def policy(actor: Actor, right: str = "retention.see") -> list[RetentionRule]:
    """Return the policy of the actor's agency here, under `right`."""
    return rules_of(actor.operation_id, actor.agency_id) if actor.may(right) else []


def rule(actor: Actor, rule_id: UUID) -> RetentionRule:
    """Return one line of it that the actor may end. Raises `NotThereError`."""
    found = next((each for each in policy(actor, "retention.set") if each.pk == rule_id), None)
    if found is None:
        raise NotThereError
    return found


def retention(case: Case, rules: Sequence[RetentionRule] | None = None) -> Retention:
    """Return until when a case that came through a door, or the service, is kept."""
    known = rules_of(case.operation_id, case.agency_id) if rules is None else rules
    found = _fitting(case, known) if case.closed_on and case.state in ENDED else None
    kept = Proposal.unscoped.filter(case=case, state=ProposalState.KEPT).aggregate(day=Max("again_on"))["day"]
    due_on = later(case.closed_on, found.told["months"]) if found and case.closed_on else None
    if due_on and kept:
        due_on = max(due_on, kept)
    return Retention(due_on, found, kept, tuple(holds(case)))


def _fitting(case: Case, rules: Sequence[RetentionRule]) -> RetentionRule | None:
    """Return the rule for this way of closing, else the one for any; of several that fit, the longest holds."""
    outcome, child = (case.closing or {}).get("reason", ""), _may_be_child(case)
    fit = [each for each in rules if each.told["kind"] != CHILD or child]
    fit = [each for each in fit if each.told["outcome"] == outcome] or [
        each for each in fit if not each.told["outcome"]
    ]
    return max(fit, key=lambda each: each.told["months"], default=None)


def _may_be_child(case: Case) -> bool:
    """Return whether the person was, or may have been, under 18 when the card was last written."""
    age = (case.card or {}).get("age")
    return age is None or age[0] < cards.ADULT


def _holding() -> Q:
    return Q(ended_on=None) & (Q(until=None) | Q(until__gte=today()))


def holds(case: Case) -> QuerySet[Hold]:
    """Return the legal holds that keep a case now, the first set first."""
    found: QuerySet[Hold] = Hold.unscoped.filter(_holding(), case=case)
    return found.select_related("record_key", "by__record_key").order_by("created_on", "pk")


def hold(case: Case, hold_id: UUID) -> Hold:
    """Return one of them. Raises `NotThereError`."""
    found = holds(case).filter(pk=hold_id).first()
    if found is None:
        raise NotThereError
    return found


def held(way: str = "pk") -> Exists:
    """Return the condition that a hold keeps the case to which `way` leads."""
    return Exists(Hold.unscoped.filter(_holding(), case=OuterRef(way)))


def waiting(actor: Actor) -> QuerySet[Proposal]:
    """Return what is due and waits for the actor to confirm it, the first due first."""
    # From what waits to its case: a join would let SQLite go through all ended cases of the agency.
    ended = doors.cases(actor, "case.erase").filter(pk=OuterRef("case"), state__in=ENDED)
    found: QuerySet[Proposal] = Proposal.unscoped.filter(
        Exists(ended), ~held("case"), operation_id=actor.operation_id, state=ProposalState.WAITING
    )
    return found.select_related("record_key", "case__record_key", "case__person__record_key").order_by("due_on", "pk")


def waiting_one(actor: Actor, proposal_id: UUID) -> Proposal:
    """Return one of them. Raises `NotThereError`."""
    found = waiting(actor).filter(pk=proposal_id).first()
    if found is None:
        raise NotThereError
    return found


def erased(actor: Actor) -> QuerySet[Proposal]:
    """Return what was erased within the actor's reach, the latest first. It names nobody."""
    found: QuerySet[Proposal] = Proposal.unscoped.filter(
        case__in=doors.erased(actor), state=ProposalState.ERASED, certificate_id__isnull=False
    )
    return found.select_related("decided_by__record_key").order_by("-decided_on", "pk")


def certificate(actor: Actor, proposal_id: UUID) -> tuple[Proposal, Erasure]:
    """Return one of them with its certificate. Raises `NotThereError`."""
    found = erased(actor).filter(pk=proposal_id).first()
    if found is None or found.certificate_id is None:
        raise NotThereError
    return found, Erasure.objects.get(pk=found.certificate_id)


def copies_of(case_id: UUID) -> dict[str, int]:
    """Return how often a case left the office, by action. The log keeps it after the case is gone."""
    names = Entry.objects.filter(record_id=case_id, label="cases.case", action__in=COPIES)
    found = list(names.values_list("action", flat=True))
    return {name: found.count(name) for name in COPIES if name in found}


def why_erased(case_id: UUID) -> str:
    """Return the code of the reason for which a case was erased, as the log keeps it."""
    entry = Entry.objects.filter(action="case.erased", label="cases.case", record_id=case_id).first()
    return str(entry.detail.get("why", "")) if entry else ""


def files_searched(kept: Erasure) -> int:
    """Return how many files were searched for the destroyed keys; 0 where the database's files are out of reach."""
    entry = Entry.objects.filter(action="erasure.certified", detail__erasure=str(kept.pk)).first()
    return int(entry.detail.get("searched_files", 0)) if entry else 0
