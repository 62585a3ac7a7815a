"""What every page of an interview shares: how it is reached, and what stands around what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.rights import Role
from fristad.server.audit import services as audit
from fristad.server.common.clock import now
from fristad.server.common.problems import ChildProtectionError, NotThereError
from fristad.server.screening import doors, words
from fristad.server.screening.models import Interview, Sitting
from fristad.server.screening.pure import steps
from fristad.server.screening.selectors import lists, topics

#: Minutes after which a break is offered.
BREAK_AFTER = 30
#: The same where a talk takes more strength.
BREAK_SOON = 15
SLOW = ("easy", "slow", "signed")
RIGHT_TO_LEFT = ("ar",)


@dataclass(frozen=True)
class Talk:
    """An interview that goes on, in the hands of its interviewer."""

    actor: Actor
    interview: Interview
    sitting: Sitting

    @property
    def language(self) -> str:
        """The language of the questions."""
        return str((self.interview.told or {}).get("language") or "en")


def own_interview(request: HttpRequest, interview_id: UUID) -> Interview:
    """Reach one's own interview. Raises `NotThereError`, and `ChildProtectionError` from the moment on at which the
    person is known to be, or to be perhaps, under 18.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    interview = doors.interview(actor, interview_id)
    if topics.is_child(interview) and not actor.has(Role.CHILD_PROTECTION):
        raise ChildProtectionError
    return interview


def open_talk(request: HttpRequest, interview_id: UUID) -> Talk:
    """Reach one's own interview that goes on. What is shown of it goes through `show`. Raises `NotThereError`."""
    interview = own_interview(request, interview_id)
    sitting = doors.sitting(interview)
    if sitting is None:
        raise NotThereError
    return Talk(request.actor, interview, sitting)  # type: ignore[attr-defined]


def here(talk: Talk) -> HttpResponse:
    """Lead to what comes next."""
    return HttpResponseRedirect(reverse("screening:interview", args=[talk.interview.pk]))


def show(request: HttpRequest, talk: Talk, template: str, block: int | None = None, **values: Any) -> HttpResponse:
    """Show a page of the interview and write down that it was opened, whatever was sent to get it."""
    audit.read(talk.actor, talk.interview, "casework")
    noted = talk.sitting.steps or {}
    minutes = _minutes(talk.sitting)
    context = {
        "interview": talk.interview,
        "case": talk.interview.case,
        "sitting": talk.sitting,
        "thread": _thread(talk, block),
        "spoken": talk.language,
        "direction": "rtl" if talk.language in RIGHT_TO_LEFT else "ltr",
        "rules": rules(noted),
        "manner": words.FORM_RULES.get(noted.get("setting", {}).get("form", ""), ()),
        "neutral": steps.only_neutral(noted),
        "child": topics.is_child(talk.interview),
        "older": [each.title for each in lists.older(talk.interview).values()],
        "minutes": minutes,
        "offer_break": minutes >= (BREAK_SOON if noted.get("setting", {}).get("form") in SLOW else BREAK_AFTER),
        **values,
    }
    return render(request, template, context)


def _minutes(sitting: Sitting) -> int:
    began = (sitting.times or {}).get("began")
    return int((now() - datetime.fromisoformat(began)).total_seconds() // 60) if began else 0


def rules(noted: steps.Noted) -> list[Any]:
    """Return what holds in this setting."""
    held = words.SETTING_RULES["held"] if steps.is_held(noted) else ()
    far = words.SETTING_RULES["phone"] if noted.get("setting", {}).get("setting") in steps.FAR else ()
    return [*held, *far]


def _thread(talk: Talk, block: int | None) -> list[dict[str, Any]]:
    noted = talk.sitting.steps or {}
    begun = steps.next_step(noted) is None
    word = _("Done") if begun else _("Now")
    before: dict[str, Any] = {"title": _("Before we start"), "word": word, "text": word}
    before["shape"] = "tick" if begun else "now"
    if not begun:
        before["now"] = True
    told = "account" in noted
    account: dict[str, Any] = {"title": _("In their own words"), "open": not told}
    account["shape"] = "tick" if told else "dotted"
    account["word"] = account["text"] = _("Done") if told else _("Not yet")
    if begun and not told and block is None:
        account |= {"shape": "now", "now": True}
    return [before, account, *topics.thread(talk.interview, block)]
