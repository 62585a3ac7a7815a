"""An interpreter who can no longer be relied on: what came through them is not known any more."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from fristad.server.accounts import notices
from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act, together
from fristad.server.cases.models import Case, Interpreter, Task
from fristad.server.cases.services.shut import SHUT
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import today
from fristad.server.screening.models import Sitting
from fristad.server.screening.services import results


def compromise(actor: Actor, interpreter: Interpreter, words: str, *, read_version: int) -> None:
    """Mark the interpreter and end their work; each case they heard, in any reach, gets a safety review due today.

    From then on nothing that was said through them counts as an answer (`selectors.sayings`), and a screening result
    that stood on it is worked out again as one more. In a closed case nothing is written: its owner gets a notice.
    Raises `StaleError`.
    """
    mark = {"on": today().isoformat(), "by": str(actor.staff_id), "words": words}
    with together():
        with act(actor, "interpreter.compromised", interpreter):
            interpreter.ended_on = interpreter.ended_on or today()
            interpreter.told = {**(interpreter.told or {}), "compromised": mark, "answer": words}
            interpreter.save_over(read_version)
        heard = Case.unscoped.filter(pk__in=_heard(interpreter), record_key__destroyed_on=None)
        for case in heard.select_related("record_key", "owner", "person__record_key"):
            if case.state not in SHUT:
                _review(actor, case)
            elif case.owner is not None:
                notices.tell(case.owner, "interpreter.compromised", code=case.code)


def _review(actor: Actor, case: Case) -> None:
    words = str(_("Safety review: an interpreter of a talk can no longer be relied on."))
    item_add(actor, case, Task, {"kind": "task", "words": words}, due_on=today())
    results.work_out_again(actor, case, why="interpreter")


def _heard(interpreter: Interpreter) -> set[UUID]:
    sittings = Sitting.unscoped.filter(interpreter=interpreter, interview__record_key__destroyed_on=None)
    return set(sittings.values_list("interview__case", flat=True))
