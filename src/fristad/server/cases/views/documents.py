"""The documents of a case. They are only ever handed out as downloads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from fristad.server.accounts.actor import Actor
from fristad.server.accounts.doors import door
from fristad.server.cases import doors, words
from fristad.server.cases.documents.kinds import KINDS
from fristad.server.cases.forms.documents import DocumentForm, WithdrawForm
from fristad.server.cases.models import Case, Document
from fristad.server.cases.selectors import people
from fristad.server.cases.services.documents import document_add, document_open, file_name
from fristad.server.cases.services.work import item_end
from fristad.server.cases.views.frame import Opened, open_case, page, purpose_of
from fristad.server.common.forms import conflicts
from fristad.server.common.problems import NotThereError, StaleError, WrongInputError

#: A browser that opens the download all the same runs nothing in it and loads nothing for it.
DOWNLOAD_POLICY = "sandbox; default-src 'none'"


@require_http_methods(["GET", "POST"])
@door("case.open")
def documents(request: HttpRequest, code: str) -> HttpResponse:
    """List the documents of a case, and take in a new one."""
    opened = open_case(request, code, "case.edit" if request.method == "POST" else "case.open")
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _take_in(opened, form.cleaned_data)
        except WrongInputError as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("cases:documents", args=[code]))
    found = doors.items(opened.case, Document).order_by("-created_on", "id")
    gone = doors.items(opened.case, Document, ended=True).order_by("-ended_on", "id")
    return page(
        request,
        opened,
        "documents",
        "cases/documents.html",
        form=form,
        live=[_shown(document) for document in found],
        withdrawn=[_shown(document) for document in gone],
    )


def _take_in(opened: Opened, data: dict[str, Any]) -> Document:
    sent = data["file"]
    return document_add(opened.actor, opened.case, title=data["title"], name=sent.name, content=sent.file.getvalue())


def _shown(document: Document) -> dict[str, Any]:
    told = document.told
    return {
        "item": document,
        "title": told["title"],
        "kind": words.DOCUMENT_KINDS[told["kind"]],
        "size": filesizeformat(told["size"]),
        "by": people.name_of(document.by),
        "answer": told.get("answer", ""),
    }


@require_GET
@door("case.open")
def download(request: HttpRequest, code: str, document_id: UUID) -> HttpResponse:
    """Hand out one document: one entry in the log, and nothing that a browser would show or run."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    case = doors.case(actor, code)
    document = _document(actor, case, document_id, "case.open")
    content = document_open(actor, document, purpose_of(actor, case))
    response = HttpResponse(content, content_type=KINDS[document.told["kind"]].media_type)
    disposition = content_disposition_header(as_attachment=True, filename=file_name(document))
    response.headers["Content-Disposition"] = str(disposition)
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
@door("case.edit")
def withdraw(request: HttpRequest, code: str, document_id: UUID) -> HttpResponse:
    """Withdraw a document, saying why."""
    opened = open_case(request, code, "case.edit")
    document = _document(opened.actor, opened.case, document_id, "case.edit")
    form = WithdrawForm(request.POST or None, initial={"version": document.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            item_end(opened.actor, document, answer=data["answer"], read_version=data["version"])
        except StaleError:
            now = _document(opened.actor, opened.case, document_id, "case.edit")
            conflicts.explain(form, {"version": now.version})
        else:
            messages.success(request, pgettext("document", "Withdrawn."))
            return HttpResponseRedirect(reverse("cases:documents", args=[code]))
    shown = {"name": pgettext("document", "Withdraw"), "words": document.told["title"]}
    return page(request, opened, "documents", "cases/form.html", form=form, title=_("Withdraw a document"), shown=shown)


def _document(actor: Actor, case: Case, document_id: UUID, right: str) -> Document:
    document = doors.item(actor, Document, document_id, right)
    if document.case_id != case.pk or document.ended_on is not None:
        raise NotThereError
    return document
