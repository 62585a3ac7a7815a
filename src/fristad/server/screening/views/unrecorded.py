"""A talk of which nothing is kept. Its address never changes and says nothing; its state travels sealed in the page."""

from __future__ import annotations

from typing import Any

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
from fristad.server.accounts.rights import Role
from fristad.server.cases.words import PHASES
from fristad.server.common.problems import NotThereError
from fristad.server.screening import words
from fristad.server.screening.forms.steps import HelpedForm
from fristad.server.screening.forms.topics import TopicForm, WhenForm
from fristad.server.screening.forms.unrecorded import STEP_FORMS, UnrecordedBeginForm, UnrecordedCloseForm
from fristad.server.screening.pure import limits, steps
from fristad.server.screening.selectors import certificates, told
from fristad.server.screening.selectors import unrecorded as selectors
from fristad.server.screening.services import unrecorded
from fristad.server.screening.services.unrecorded import Unrecorded
from fristad.server.screening.views import frame


@require_http_methods(["GET", "POST"])
@door("interview.hold")
def talk(request: HttpRequest) -> HttpResponse:
    """Begin, go on and close. Every answer is a form with the sealed state in it; none is ever redirected away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not certificates.holds(actor):
        raise NotThereError
    if request.method == "GET" or "state" not in request.POST:
        return _begin(request, actor)
    found = unrecorded.reopen(actor, request.POST["state"])
    if found is None:
        return render(request, "screening/unrecorded_over.html", status=410)
    if "finish" in request.POST:
        return _finish(request, actor, found)
    return _go_on(request, actor, found)


def _begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    form = UnrecordedBeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if limits.is_child(data) and not actor.has(Role.CHILD_PROTECTION):
            return render(request, "screening/unrecorded_child.html")
        state = {"language": data["language"], "age": data["age"], "instruments": form.instruments()}
        return next_page(request, actor, unrecorded.begin(actor, state))
    return render(request, "screening/unrecorded_begin.html", {"form": form})


def next_page(request: HttpRequest, actor: Actor, found: Unrecorded) -> HttpResponse:
    """Show what comes next in a talk that is not recorded. Also where an interview turns into one."""
    where = selectors.where(found.state)
    if where.help:
        return _help_page(request, actor, found, HelpedForm())
    if where.ended is not None or where.done:
        return _closing(request, actor, found, UnrecordedCloseForm(), ended=where.ended)
    if where.step is not None:
        return _step_page(request, actor, found, where.step, STEP_FORMS[where.step]())
    assert where.choice is not None  # noqa: S101 - the account is not asked for
    return _topic_page(request, actor, found, where.choice, _topic_form(where.choice, None))


def _go_on(request: HttpRequest, actor: Actor, found: Unrecorded) -> HttpResponse:
    """Take in one step or answer. What no longer fits the open page is not taken."""
    step, where = request.POST.get("step"), selectors.where(found.state)
    if step == "danger":
        selectors.danger(found.state)
    elif step == "disclosed" and limits.is_child(found.state):
        found.state["steps"]["disclosed"] = {}
    elif where.help and step == "helped":
        return _helped(request, actor, found)
    elif where.step is not None and step == where.step:
        form = STEP_FORMS[where.step](request.POST)
        if not form.is_valid():
            return _step_page(request, actor, found, where.step, form)
        found.state["steps"][where.step] = form.noted()
    elif where.choice is not None and request.POST.get("leaf") == where.choice.id:
        return _topic(request, actor, found, where.choice)
    return next_page(request, actor, found)


def _helped(request: HttpRequest, actor: Actor, found: Unrecorded) -> HttpResponse:
    form = HelpedForm(request.POST)
    if not form.is_valid():
        return _help_page(request, actor, found, form)
    selectors.helped(found.state, form.noted())
    if form.cleaned_data["on"] == "no":
        return _closing(request, actor, found, UnrecordedCloseForm())
    return next_page(request, actor, found)


def _help_page(request: HttpRequest, actor: Actor, found: Unrecorded, form: HelpedForm) -> HttpResponse:
    return _show(request, actor, found, "screening/unrecorded_help.html", form=form)


def _topic(request: HttpRequest, actor: Actor, found: Unrecorded, choice: Choice) -> HttpResponse:
    if "later" in request.POST:
        found.state["left_out"].append(choice.id)
        return next_page(request, actor, found)
    form = _topic_form(choice, request.POST)
    if not form.is_valid():
        return _topic_page(request, actor, found, choice, form)
    selectors.answer(found.state, choice, form.cleaned_data)
    return next_page(request, actor, found)


def _topic_form(choice: Choice, posted: Any) -> TopicForm | WhenForm:
    if not choice.asks_when:
        return TopicForm(posted, initial={"leaf": choice.id})
    phases = load_catalogue().concepts[choice.id].phases
    return WhenForm(posted, initial={"leaf": choice.id}, phases=[(each, PHASES.get(each, each)) for each in phases])


def _show(request: HttpRequest, actor: Actor, found: Unrecorded, template: str, **values: Any) -> HttpResponse:
    context = {
        "state": unrecorded.sealed(actor, found),
        "spoken": found.state["language"],
        "until": found.row.until,
        "rules": frame.rules(found.state["steps"]),
        "neutral": steps.only_neutral(found.state["steps"]),
        "child": limits.is_child(found.state),
        **values,
    }
    return render(request, template, context)


def _step_page(request: HttpRequest, actor: Actor, found: Unrecorded, step: str, form: Any) -> HttpResponse:
    texts = load_texts(found.state["language"])
    aloud = texts.question(form.ALOUD) if form.ALOUD else ""
    values = {"form": form, "step": step, "title": form.TITLE, "aloud": aloud}
    if step == "duties":
        values["duties"] = told.duties(actor)
    return _show(request, actor, found, "screening/unrecorded_step.html", **values)


def _topic_page(request: HttpRequest, actor: Actor, found: Unrecorded, choice: Choice, form: Any) -> HttpResponse:
    texts, english = load_texts(found.state["language"]), load_texts("en")
    concept = load_catalogue().concepts.get(choice.id.partition("@")[0])
    return _show(
        request,
        actor,
        found,
        "screening/unrecorded_topic.html",
        form=form,
        title=english.label(choice.id.partition("@")[0]),
        question=texts.question("phrase.when" if choice.asks_when else choice.id),
        why=concept.why if concept else "",
    )


def _closing(
    request: HttpRequest, actor: Actor, found: Unrecorded, form: UnrecordedCloseForm, ended: str | None = None
) -> HttpResponse:
    english = load_texts("en")
    said = [
        {
            "label": english.label(key.partition("@")[0]),
            "answer": words.GIVEN[each["value"]],
            "words": each["words"],
        }
        for key, each in found.state["given"].items()
    ]
    urgent = _urgent(found.state["steps"])
    return _show(
        request, actor, found, "screening/unrecorded_close.html", form=form, said=said, urgent=urgent, ended=ended
    )


def _urgent(noted: steps.Noted) -> str:
    found = (noted.get(step, {}).get("needs", "") for step in ("urgent", "held"))
    return "; ".join(filter(None, found))


def _finish(request: HttpRequest, actor: Actor, found: Unrecorded) -> HttpResponse:
    if request.POST["finish"] == "look":
        return _closing(request, actor, found, UnrecordedCloseForm())
    form = UnrecordedCloseForm(request.POST)
    if not form.is_valid():
        return _closing(request, actor, found, form)
    unrecorded.close(actor, found, form.cleaned_data["offered"])
    messages.success(request, _("The talk is over. Nothing of what was said is kept."))
    record = request.POST["finish"] == "record" and actor.may("case.create")
    return HttpResponseRedirect(reverse("cases:new" if record else "home"))
