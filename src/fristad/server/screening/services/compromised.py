"""An interpreter who can no longer be relied on: what came through them is not known any more."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from fristad.server.accounts.actor import Actor
from fristad.server.audit.services import act, together
from fristad.server.cases.models import Case, Interpreter, Task
from fristad.server.cases.services.work import item_add
from fristad.server.common.clock import today
from fristad.server.screening.models import Sitting


def compromise(actor: Actor, interpreter: Interpreter, words: str, *, read_version: int) -> None:
    """Mark the interpreter and end their work; each case they heard, in any reach, gets a safety review due today.

    From then on nothing that was said through them counts as an answer (`selectors.sayings`). Raises `StaleError`.
    """
    mark = {"on": today().isoformat(), "by": str(actor.staff_id), "words": words}
    with together():
        with act(actor, "interpreter.ended", interpreter):
            interpreter.ended_on = interpreter.ended_on or today()
            interpreter.told = {**(interpreter.told or {}), "compromised": mark, "answer": words}
            interpreter.save_over(read_version)
        for case in Case.unscoped.filter(pk__in=_heard(interpreter)).select_related("record_key"):
            told = {
                "kind": "task",
                "words": str(_("Safety review: an interpreter of a talk can no longer be relied on.")),
            }
            item_add(actor, case, Task, told, due_on=today())


def _heard(interpreter: Interpreter) -> set[UUID]:
    sittings = Sitting.unscoped.filter(interpreter=interpreter, interview__record_key__destroyed_on=None)
    return set(sittings.values_list("interview__case", flat=True))
