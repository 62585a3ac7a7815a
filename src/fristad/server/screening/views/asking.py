"""The pages that ask: a step before the talk, the own account, one topic."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from fristad.engine.questioning import Choice
from fristad.library import load_catalogue, load_texts
from fristad.server.cases import doors as case_doors
from fristad.server.cases.words import PHASES
from fristad.server.screening import words
from fristad.server.screening.forms import steps as step_forms
from fristad.server.screening.forms.topics import AccountForm, LateForm, TopicForm, WhenForm
from fristad.server.screening.pure import steps as pure_steps
from fristad.server.screening.pure.sayings import standing
from fristad.server.screening.selectors import lists, sayings, support, told
from fristad.server.screening.services import consents, interviews, unrecorded
from fristad.server.screening.views import unrecorded as unrecorded_talk
from fristad.server.screening.views.frame import Talk, here, show


def step(request: HttpRequest, talk: Talk, name: str) -> HttpResponse:
    """Ask what belongs to a step."""
    kind = step_forms.FORMS[name]
    more: dict[str, Any] = {}
    if kind is step_forms.InterpreterForm:
        found = case_doors.interpreters(talk.actor).filter(ended_on=None)
        more["interpreters"] = {str(each.pk): (each.told or {}).get("name") or "" for each in found}
        more["refused"] = told.refused_interpreters(talk.interview)
    helps = support.of(talk.interview.case) if name == "setting" else None
    if helps and helps.form:
        more["initial"] = {"form": helps.form}
    form = kind(request.POST if request.POST.get("step") == name else None, **more)
    if form.is_bound and form.is_valid():
        noted = form.noted()
        if name == "consent" and noted.get("talk") == "given" and noted.get("record") == "refused":
            turned = unrecorded.turn(talk.actor, talk.interview, talk.sitting)
            return unrecorded_talk.next_page(request, talk.actor, turned)
        _note(talk, name, noted)
        return here(talk)
    aloud = load_texts(talk.language).question(kind.ALOUD) if kind.ALOUD else ""
    values: dict[str, Any] = {"form": form, "step": name, "title": kind.TITLE, "aloud": aloud, "helps": helps}
    if name == "duties":
        values["duties"] = told.duties(talk.actor)
    if name == "before":
        values["before"] = told.earlier(talk.interview)
    return show(request, talk, f"screening/{'step_duties' if name == 'duties' else 'step'}.html", **values)


def _note(talk: Talk, name: str, noted: dict[str, Any]) -> None:
    interpreter = None
    if name == "interpreter" and noted.get("interpreter"):
        interpreter = case_doors.interpreter(talk.actor, UUID(noted["interpreter"]))
    if name == "consent":
        consents.asked(talk.actor, talk.interview, talk.sitting, noted)
    if name == "held":
        interviews.held(talk.actor, talk.interview, talk.sitting, noted)
        return
    interviews.step_note(talk.actor, talk.sitting, name, noted, interpreter=interpreter)


def help_first(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Danger comes before every question."""
    form = step_forms.HelpedForm(request.POST if request.POST.get("step") == "helped" else None)
    if form.is_bound and form.is_valid():
        interviews.helped(talk.actor, talk.sitting, form.noted())
        if form.cleaned_data["on"] == "no":
            interviews.pause(talk.actor, talk.interview, talk.sitting)
        return here(talk)
    return show(request, talk, "screening/help_first.html", form=form)


def account(request: HttpRequest, talk: Talk) -> HttpResponse:
    """Let the person tell, and tick what was heard."""
    blocks = _heard(request.POST.getlist("heard"))
    every = [(each["id"], each["label"]) for block in blocks for each in block["concepts"]]
    form = AccountForm(request.POST if request.POST.get("step") == "account" else None, heard=every)
    if form.is_bound and form.is_valid():
        own, ticked = form.cleaned_data["words"], form.cleaned_data["heard"]
        told_now = [_ticked(concept) for concept in ticked]
        if own:
            told_now = [{"key": None, "who": "person", "words": own}, *told_now]
        if told_now:
            interviews.say(talk.actor, talk.interview, talk.sitting, told_now)
        interviews.step_note(talk.actor, talk.sitting, "account", {"told": bool(own)})
        return here(talk)
    return show(request, talk, "screening/account.html", form=form, blocks=blocks)


def _heard(ticked: list[str]) -> list[dict[str, Any]]:
    catalogue, texts = load_catalogue(), load_texts("en")
    blocks: list[dict[str, Any]] = [{"title": words.BLOCKS[name], "concepts": []} for name in catalogue.blocks]
    for each in catalogue.concepts.values():
        if each.kind == "told" and each.may_be_asked:
            row = {"id": each.id, "label": texts.label(each.id), "ticked": each.id in ticked}
            blocks[each.block]["concepts"].append(row)
    for block in blocks:
        block["open"] = any(each["ticked"] for each in block["concepts"])
    return [block for block in blocks if block["concepts"]]


def _ticked(concept: str) -> dict[str, Any]:
    """Return what a tick says: yes to the only leaf, or yes with its phase open."""
    leaves = load_catalogue().concepts[concept].leaves
    only = len(leaves) == 1
    value = "yes" if only else "yes_phase_unknown"
    return {"key": leaves[0] if only else concept, "value": value, "who": "person", "heard": True}


def topic(request: HttpRequest, talk: Talk, choice: Choice) -> HttpResponse:
    """Ask one topic."""
    posted = request.POST if request.POST.get("leaf") == choice.id else None
    if posted is not None and ("later" in posted or "skip" in posted):
        interviews.leave_out(talk.actor, talk.interview, choice.id, "skipped" if "skip" in posted else "not_now")
        return here(talk)
    form = form_of(talk, choice, posted)
    if form.is_bound and form.is_valid():
        interviews.say(talk.actor, talk.interview, talk.sitting, told_in(choice, form.cleaned_data))
        if choice.asks_when:
            interviews.leave_out(talk.actor, talk.interview, choice.id, "asked")
        return here(talk)
    name = choice.id.partition("@")[0]
    concept = load_catalogue().concepts.get(name)
    texts = load_texts(talk.language)
    return show(
        request,
        talk,
        "screening/topic.html",
        block=concept.block if concept else 0,
        form=form,
        question=texts.question("phrase.when" if choice.asks_when else choice.id),
        title=load_texts("en").label(name),
        status=texts.status(choice.id),
        why=concept.why if concept else "",
        sources=_sources(talk, choice.id),
        already=_already(talk, name),
    )


def form_of(talk: Talk, choice: Choice, posted: Any) -> TopicForm | WhenForm:
    """Return the form of a topic that is due: an answer, or when it happened."""
    initial = {"leaf": choice.id}
    if not choice.asks_when:
        return TopicForm(posted, initial=initial, legs=told.legs(talk.interview.case.person, choice.id))
    phases = [(phase, PHASES.get(phase, phase)) for phase in phases_of(choice.id)]
    return WhenForm(posted, initial=initial, phases=phases)


def phases_of(concept: str) -> list[str]:
    """Return the phases in which something may have happened."""
    return list(load_catalogue().concepts[concept].phases)


def told_in(choice: Choice, data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what an answered form says, for `interviews.say`."""
    if choice.asks_when:
        return [{"key": f"{choice.id}@{phase}", "value": "yes", "who": "person"} for phase in data["phases"]]
    said = {"key": choice.id, "value": data["value"], "who": data["who"], "words": data["words"] or None}
    return [{**said, "leg": data["leg"]} if data.get("leg") else said]


def _sources(talk: Talk, leaf: str) -> list[str]:
    concept = leaf.partition("@")[0]
    used = lists.instruments(talk.interview)
    return [each.title for each in used if any(key.partition("@")[0] == concept for key in each.leaves)]


def _already(talk: Talk, concept: str) -> list[str]:
    found = standing(sayings.of_case(talk.interview.case))
    return [
        each.told["words"] for each in found if each.told["key"].partition("@")[0] == concept and each.told.get("words")
    ]


def late(request: HttpRequest, talk: Talk, posted: QueryDict) -> HttpResponse:
    """Take in what was sent for a topic that is no longer open: show it, and write it down only when told to."""
    said = standing(sayings.of_interview(talk.interview))
    leaf, value, own = str(posted["leaf"]), posted.get("value"), posted.get("words", "").strip()
    leg = posted.get("leg") or None
    if any(
        each.told["key"] == leaf
        and each.told["value"] == value
        and (each.told.get("words") or "") == own
        and each.told.get("leg") == leg
        for each in said
    ):
        messages.info(request, _("That was saved already, once. Nothing was lost. This is what comes next."))
        return here(talk)
    form = LateForm(posted, legs=told.legs(talk.interview.case.person, leaf))
    if "keep" in posted and form.is_valid():
        data = form.cleaned_data
        said_now = {"key": leaf, "value": data["value"], "who": data["who"], "words": data["words"] or None}
        if data.get("leg"):
            said_now["leg"] = data["leg"]
        interviews.say(talk.actor, talk.interview, talk.sitting, [said_now])
        messages.success(request, _("Saved as one more account. The earlier one stands beside it."))
        return here(talk)
    if not form.is_valid():
        messages.info(
            request, _("That topic is no longer open, and no answer was sent for it. This is what comes next.")
        )
        return here(talk)
    label = load_texts("en").label(leaf.partition("@")[0])
    return show(request, talk, "screening/late.html", form=form, title=label)


def moved_on(request: HttpRequest, talk: Talk, name: str) -> HttpResponse:
    """Say that a step was noted before: the first stands, and what stands is shown by the thread."""
    if name in step_forms.FORMS or name in ("account", "helped"):
        due = pure_steps.next_step(talk.sitting.steps or {})
        noted = name in (talk.sitting.steps or {})
        messages.info(
            request,
            _("That page was saved before; what was noted then stands. Nothing was lost. This is what comes next.")
            if noted or due is None
            else _("That page comes later. Nothing of it was written down yet. This one comes first."),
        )
    return here(talk)
