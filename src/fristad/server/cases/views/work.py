"""Notes, needs, plan, tasks, flags and findings: one list and one form each, all alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.cases import doors, words
from fristad.server.cases.forms import work as forms
from fristad.server.cases.models import Case, Finding, Flag, Goal, Need, Note, Task
from fristad.server.cases.models.work import CaseItem
from fristad.server.cases.selectors import giving, people
from fristad.server.cases.services.work import item_add, item_edit, item_end
from fristad.server.cases.views.frame import open_case, page
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError


@dataclass(frozen=True)
class Kind:
    """One kind of item: its records, its form, its words."""

    model: type[CaseItem]
    form: type[forms.ItemForm]
    title: Promise
    add: Promise
    none: Promise
    names: dict[str, Any]


KINDS = {
    "notes": Kind(
        Note, forms.NoteForm, gettext_lazy("Notes"), gettext_lazy("Write a note"), gettext_lazy("No notes yet."), {}
    ),
    "needs": Kind(
        Need,
        forms.NeedForm,
        gettext_lazy("Needs"),
        gettext_lazy("Note a need"),
        gettext_lazy("No needs noted yet. That does not mean that there are none."),
        words.NEEDS,
    ),
    "plan": Kind(
        Goal,
        forms.GoalForm,
        gettext_lazy("Case plan"),
        gettext_lazy("Set a goal"),
        gettext_lazy("No goals yet. They are set with the person."),
        {},
    ),
    "tasks": Kind(
        Task,
        forms.TaskForm,
        gettext_lazy("Tasks"),
        gettext_lazy("Plan a task"),
        gettext_lazy("Nothing planned."),
        words.TASKS,
    ),
    "flags": Kind(
        Flag, forms.FlagForm, gettext_lazy("Flags"), gettext_lazy("Set a flag"), gettext_lazy("No flags."), {}
    ),
    "harms": Kind(
        Finding,
        forms.FindingForm,
        gettext_lazy("Grave harm on the way"),
        gettext_lazy("Note what was told"),
        gettext_lazy("Nothing told so far. It may never be told, and that is all right."),
        words.FINDINGS,
    ),
}


@require_http_methods(["GET", "POST"])
@door("case.edit")
def items(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """List the items of one kind, and take in a new one."""
    kind = _kind(section)
    opened = open_case(request, code, "case.edit")
    form = kind.form(request.POST or None, people=_people(kind, opened.case))
    if request.method == "POST" and form.is_valid():
        try:
            item_add(opened.actor, opened.case, kind.model, form.told(), **form.readable())
        except WrongInputError as refused:
            form.add_error("at" if "at" in form.fields else None, str(refused.detail))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:items", args=[code, section]))
    return page(
        request,
        opened,
        section,
        "cases/items.html",
        kind=kind,
        form=form,
        live=[_shown(kind, item) for item in doors.items(opened.case, kind.model).order_by("-created_on", "id")],
        ended=[_shown(kind, item) for item in doors.items(opened.case, kind.model, ended=True).order_by("-ended_on")],
    )


def _kind(section: str) -> Kind:
    if section not in KINDS:
        raise NotThereError
    return KINDS[section]


def _people(kind: Kind, case: Case, item: CaseItem | None = None) -> dict[str, str]:
    """Return who can be asked to do it, and who has it already, even if they can open the case no more."""
    if "assignee" not in kind.form.READABLE:
        return {}
    has = getattr(item, "assignee", None)
    return {**({str(has.pk): people.name_of(has)} if has else {}), **giving.helpers_of(case)}


def _shown(kind: Kind, item: CaseItem) -> dict[str, Any]:
    told = item.told or {}
    due = getattr(item, "due_on", None) or getattr(item, "review_on", None)
    assignee = people.name_of(getattr(item, "assignee", None))
    return {
        "item": item,
        "name": kind.names.get(told.get("kind", ""), ""),
        "words": told.get("words", ""),
        "answer": told.get("answer", ""),
        "by": people.name_of(item.by),
        "due": due,
        "meeting": " ".join(filter(None, (told.get("at"), told.get("where")))),
        "who": assignee,
        "state": _state(item),
    }


def _state(item: CaseItem) -> Any:
    if isinstance(item, Need):
        return item.get_state_display()
    return words.FINDING_STATES.get((item.told or {}).get("state", ""), "")


@require_http_methods(["GET", "POST"])
@door("case.edit")
def item_change(request: HttpRequest, code: str, section: str, item_id: UUID) -> HttpResponse:
    """Change one item."""
    kind = _kind(section)
    opened = open_case(request, code, "case.edit")
    item = _item(opened, kind, item_id)
    form = kind.form(request.POST or None, initial=_initial(kind, item), people=_people(kind, opened.case, item))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            item_edit(opened.actor, item, form.told(), read_version=version, **form.readable())
        except StaleError:
            conflicts.explain(form, _initial(kind, _item(opened, kind, item_id)))
        except WrongInputError as refused:
            form.add_error("at" if "at" in form.fields else None, str(refused.detail))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:items", args=[code, section]))
    return page(request, opened, section, "cases/form.html", form=form, title=kind.title)


@require_http_methods(["GET", "POST"])
@door("case.edit")
def item_close(request: HttpRequest, code: str, section: str, item_id: UUID) -> HttpResponse:
    """Close one item, saying what came of it."""
    kind = _kind(section)
    opened = open_case(request, code, "case.edit")
    item = _item(opened, kind, item_id)
    form = forms.EndForm(request.POST or None, initial={"version": item.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            item_end(opened.actor, item, answer=data["answer"], read_version=data["version"])
        except StaleError:
            conflicts.explain(form, {"version": _item(opened, kind, item_id).version})
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:items", args=[code, section]))
    shown = _shown(kind, item)
    return page(request, opened, section, "cases/form.html", form=form, title=_("What came of it"), shown=shown)


def _item(opened: Any, kind: Kind, item_id: UUID) -> CaseItem:
    item = doors.item(opened.actor, kind.model, item_id)
    if item.case_id != opened.case.pk:
        raise NotThereError
    return item


def _initial(kind: Kind, item: CaseItem) -> dict[str, Any]:
    columns = {name: getattr(item, name) for name in kind.form.READABLE}
    if columns.get("assignee"):
        columns["assignee"] = str(columns["assignee"].pk)
    return {**(item.told or {}), **columns, "version": item.version}
