"""The page of an interview: always the one step or topic that comes next. Never a result, never a leaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.engine.questioning import Choice
from fristad.library import load_catalogue, load_texts
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.audit import services as audit
from fristad.server.cases import doors as case_doors
from fristad.server.cases.words import PHASES
from fristad.server.common.problems import NotThereError
from fristad.server.screening import doors
from fristad.server.screening.forms import steps as step_forms
from fristad.server.screening.forms.topics import AccountForm, CloseForm, TopicForm, WhenForm
from fristad.server.screening.models import Interview, InterviewState, Sitting
from fristad.server.screening.pure.sayings import standing
from fristad.server.screening.selectors import sayings, topics
from fristad.server.screening.services import consents, interviews, results


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


def open_talk(request: HttpRequest, interview_id: UUID) -> Talk:
    """Reach one's own interview. What is shown of it goes through `_show`. Raises `NotThereError`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    interview = doors.interview(actor, interview_id)
    sitting = doors.sitting(interview)
    if sitting is None:
        raise NotThereError
    return Talk(actor, interview, sitting)


@require_http_methods(["GET", "POST"])
@door("interview.hold")
def interview(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Show what comes next, and take in what was noted."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if doors.interview(actor, interview_id).state == InterviewState.PAUSED:
        return render(request, "screening/paused.html", {"interview": doors.interview(actor, interview_id)})
    talk = open_talk(request, interview_id)
    where = topics.where(talk.interview, talk.sitting)
    if where.ended is not None:
        return _show(request, talk, "screening/ended.html", ended=where.ended)
    if where.step is not None:
        return _step(request, talk, where.step)
    if where.account:
        return _account(request, talk)
    if where.choice is not None:
        return _topic(request, talk, where.choice)
    return _show(request, talk, "screening/all_asked.html")


def _here(talk: Talk) -> HttpResponse:
    return HttpResponseRedirect(reverse("screening:interview", args=[talk.interview.pk]))


def _show(request: HttpRequest, talk: Talk, template: str, **values: Any) -> HttpResponse:
    """Show a page of the interview and write down that it was opened, whatever was sent to get it."""
    audit.read(talk.actor, talk.interview, "casework")
    context = {
        "interview": talk.interview,
        "case": talk.interview.case,
        "sitting": talk.sitting,
        "thread": _thread(talk),
        "language": talk.language,
        **values,
    }
    return render(request, template, context)


def _thread(talk: Talk) -> list[dict[str, Any]]:
    noted = talk.sitting.steps or {}
    begun = all(step in noted for step in step_forms.FORMS)
    before = {
        "title": _("Before we start"),
        "shape": "tick" if begun else "now",
        "word": _("Done") if begun else _("Now"),
    }
    account = {"title": _("In their own words"), "shape": "tick" if "account" in noted else "dotted", "word": ""}
    return [before, account, *topics.thread(talk.interview)]


def _step(request: HttpRequest, talk: Talk, step: str) -> HttpResponse:
    kind = step_forms.FORMS[step]
    more: dict[str, Any] = {}
    if kind is step_forms.InterpreterForm:
        found = case_doors.interpreters(talk.actor).filter(ended_on=None)
        more["interpreters"] = {str(each.pk): (each.told or {}).get("name") or "" for each in found}
    form = kind(request.POST if request.POST.get("step") == step else None, **more)
    if form.is_bound and form.is_valid():
        _note(talk, step, form.noted())
        return _here(talk)
    aloud = load_texts(talk.language).question(kind.ALOUD) if kind.ALOUD else ""
    return _show(request, talk, "screening/step.html", form=form, step=step, title=kind.TITLE, aloud=aloud)


def _note(talk: Talk, step: str, noted: dict[str, Any]) -> None:
    interpreter = None
    if step == "interpreter" and noted.get("interpreter"):
        interpreter = case_doors.interpreter(talk.actor, UUID(noted["interpreter"]))
    if step == "consent":
        consents.asked(talk.actor, talk.interview, talk.sitting, noted)
    interviews.step_note(talk.actor, talk.sitting, step, noted, interpreter=interpreter)


def _account(request: HttpRequest, talk: Talk) -> HttpResponse:
    texts = load_texts("en")
    heard = [(each.id, texts.label(each.id)) for each in load_catalogue().concepts.values() if each.kind == "told"]
    form = AccountForm(request.POST if request.POST.get("step") == "account" else None, heard=heard)
    if form.is_bound and form.is_valid():
        words, ticked = form.cleaned_data["words"], form.cleaned_data["heard"]
        told = [
            {"key": key, "value": "yes_phase_unknown", "who": "person", "heard": True} for key in map(_keyed, ticked)
        ]
        for each in told:
            if "@" in str(each["key"]):
                each["value"] = "yes"
        own = [{"key": None, "who": "person", "words": words}] if words else []
        if own or told:
            interviews.say(talk.actor, talk.interview, talk.sitting, [*own, *told])
        interviews.step_note(talk.actor, talk.sitting, "account", {"told": bool(words)})
        return _here(talk)
    return _show(request, talk, "screening/account.html", form=form)


def _keyed(concept: str) -> str:
    """Return the key for something that was heard: its only leaf, or the concept where the phase is open."""
    leaves = load_catalogue().concepts[concept].leaves
    return leaves[0] if len(leaves) == 1 else concept


def _topic(request: HttpRequest, talk: Talk, choice: Choice) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    if posted is not None and posted.get("leaf") != choice.id:
        messages.info(request, _("That topic is no longer open. This is the one that comes next."))
        return _here(talk)
    if posted is not None and "later" in posted:
        interviews.leave_out(talk.actor, talk.interview, choice.id, "not_now")
        return _here(talk)
    form = _form(choice, posted)
    if form.is_bound and form.is_valid():
        interviews.say(talk.actor, talk.interview, talk.sitting, _told(choice, form.cleaned_data))
        if choice.asks_when:
            interviews.leave_out(talk.actor, talk.interview, choice.id, "asked")
        return _here(talk)
    concept = load_catalogue().concepts.get(choice.id.partition("@")[0])
    texts = load_texts(talk.language)
    return _show(
        request,
        talk,
        "screening/topic.html",
        form=form,
        question=texts.question("phrase.when" if choice.asks_when else choice.id),
        title=load_texts("en").label(choice.id.partition("@")[0]),
        status=texts.status(choice.id),
        why=concept.why if concept else "",
        already=_already(talk, choice.id.partition("@")[0]),
    )


def _form(choice: Choice, posted: Any) -> TopicForm | WhenForm:
    initial = {"leaf": choice.id}
    if not choice.asks_when:
        return TopicForm(posted, initial=initial)
    phases = load_catalogue().concepts[choice.id].phases
    return WhenForm(posted, initial=initial, phases=[(phase, PHASES.get(phase, phase)) for phase in phases])


def _told(choice: Choice, data: dict[str, Any]) -> list[dict[str, Any]]:
    if choice.asks_when:
        return [{"key": f"{choice.id}@{phase}", "value": "yes", "who": "person"} for phase in data["phases"]]
    return [{"key": choice.id, "value": data["value"], "who": data["who"], "words": data["words"] or None}]


def _already(talk: Talk, concept: str) -> list[str]:
    found = standing(sayings.of_case(talk.interview.case))
    return [
        each.told["words"] for each in found if each.told["key"].partition("@")[0] == concept and each.told.get("words")
    ]


@require_http_methods(["POST"])
@door("interview.hold")
def pause(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Stop for now."""
    talk = open_talk(request, interview_id)
    interviews.pause(talk.actor, talk.interview, talk.sitting)
    return HttpResponseRedirect(reverse("screening:interviews", args=[talk.interview.case.code]))


@require_http_methods(["GET", "POST"])
@door("interview.hold")
def close(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """End the interview, at whatever topic, and work out the screening result."""
    talk = open_talk(request, interview_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        interviews.close(talk.actor, talk.interview, talk.sitting, form.cleaned_data)
        instruments = (talk.interview.told or {})["instruments"]
        results.work_out(talk.actor, talk.interview.case, instruments, talk.interview)
        return HttpResponseRedirect(reverse("screening:result", args=[talk.interview.case.code]))
    return _show(request, talk, "screening/close.html", form=form)
