"""Erasing a case, keeping it longer, and sealing it. A named person does each; nothing here happens by itself."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.audit.services import act, together
from fristad.server.cases.duties import CASE, PERSON, one_human
from fristad.server.cases.models import Case, CaseState, Proposal, ProposalState
from fristad.server.cases.pure.periods import later
from fristad.server.cases.selectors import retention as selector
from fristad.server.cases.selectors.circles import members
from fristad.server.cases.selectors.merged import root
from fristad.server.cases.services.circles import limit_to
from fristad.server.cases.words_retention import DUE
from fristad.server.common.clock import today
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError
from fristad.server.custody import erasure
from fristad.server.custody.erasure import Destroyed, Subject

#: A case is not kept longer than this at a time without somebody looking at it again.
KEEP_AT_MOST_YEARS = 10


def due_erase(actor: Actor, proposal: Proposal, *, read_version: int) -> Proposal:
    """Erase a case that is due, for ever. Returns the proposal with its certificate.

    Raises `WrongInputError` if it is no longer due, `NotThereError` if somebody else was first, `StaleError`,
    `LockedError`.
    """
    if proposal.version != read_version:
        raise StaleError
    if not selector.retention(proposal.case).is_due:
        raise WrongInputError(_("This case is no longer due: it was opened again, is held, or the policy changed."))
    return _erase(actor, proposal.case, DUE)


def case_erase(actor: Actor, case: Case, *, why: str, read_version: int) -> Proposal:
    """Erase a case before its time; `why` is a code of `words_retention.REASONS`, since the log holds no words.

    Raises `WrongInputError` for one that is held; else as `due_erase`.
    """
    if case.version != read_version:
        raise StaleError
    return _erase(actor, case, why)


def _erase(actor: Actor, case: Case, why: str) -> Proposal:
    made, gone = case_destroy(actor, case, why)
    erasure.finish(actor, gone)
    return made


def case_destroy(actor: Actor, case: Case, why: str) -> tuple[Proposal, Destroyed]:
    """Destroy the keys of a case, within a larger act too. `erasure.finish` comes after it. Raises as `case_erase`."""
    with together():
        here = Case.unscoped.select_for_update(of=("self",)).filter(pk=case.pk, record_key__destroyed_on=None)
        if here.first() is None:
            raise NotThereError
        if selector.holds(case).exists():
            raise WrongInputError(_("A legal hold keeps this case. It can be erased when the hold is lifted."))
        with act(actor, "case.erased", case, detail={"why": why}) as doing:
            gone = erasure.destroy(actor, _subject(case))
            made = Proposal.unscoped.filter(case=case, state=ProposalState.WAITING).first() or _unproposed(case)
            made.state, made.certificate_id = ProposalState.ERASED, gone.erasure.pk
            made.decided_by_id, made.decided_on = actor.staff_id, today()
            made.save()
            doing.touch(made)
    return made, gone


def _unproposed(case: Case) -> Proposal:
    """Return a row for a case that nobody proposed. Its key is gone: it holds no words."""
    return Proposal(operation_id=case.operation_id, record_key_id=case.record_key_id, case=case, due_on=today())


def _subject(case: Case) -> Subject:
    """Return what is erased: the case; and with the last case of a person all that is known about them."""
    main = root(case.person)
    others = Case.unscoped.filter(person__in=one_human(main.pk), record_key__destroyed_on=None)
    is_last = not others.exclude(pk=case.pk).exists()
    return Subject(PERSON, main.pk) if is_last else Subject(CASE, case.pk)


def due_keep(actor: Actor, proposal: Proposal, *, why: str, until: date, read_version: int) -> Proposal:
    """Keep a case that is due until a later day, with the reason. Raises `WrongInputError`, `StaleError`."""
    if not today() < until <= later(today(), 12 * KEEP_AT_MOST_YEARS):
        raise WrongInputError(
            _("Choose a day after today, and within %(years)s years.") % {"years": KEEP_AT_MOST_YEARS}
        )
    with act(actor, "retention.kept", proposal, proposal.case):
        proposal.state, proposal.again_on = ProposalState.KEPT, until
        proposal.decided_by_id, proposal.decided_on = actor.staff_id, today()
        proposal.told = {**proposal.told, "answer": why}
        proposal.save_over(read_version)
    return proposal


def case_seal(actor: Actor, case: Case, other: Staff, *, duty: str, read_version: int) -> Case:
    """Seal a case: open to the actor and one other person only, until its retention date. Nothing is written in it.

    `duty` says what it must be kept for. Raises `WrongInputError` for somebody who is not fit, `StaleError`.
    """
    if case.state == CaseState.SEALED:
        raise WrongInputError(_("This case is sealed already."))
    if case.closed_circle and other.pk not in {each.pk for each in members(case)}:
        raise WrongInputError(_("This case has a closed circle. Choose somebody of the circle."))
    with act(actor, "case.sealed", case) as doing:
        limit_to(actor, doing, case, [other], why=duty)
        was_open = case.state != CaseState.CLOSED
        case.state, case.closed_on = CaseState.SEALED, case.closed_on or today()
        case.closing = {**(case.closing or {}), "duty": duty}
        if was_open:
            case.closing["reason"] = "person_wishes"
        case.review_on = case.due_on = None
        case.save_over(read_version)
    return case
