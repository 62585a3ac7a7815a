"""Who may hold protection interviews: the list, giving a certificate and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fristad.server.accounts.doors import door
from fristad.server.common.problems import WrongInputError
from fristad.server.screening.forms.certificates import CertificateForm
from fristad.server.screening.selectors import certificates as selector
from fristad.server.screening.services import certificates


@require_http_methods(["GET", "POST"])
@door("certificate.grant")
def listed(request: HttpRequest) -> HttpResponse:
    """Show who holds interviews and until when, and let one more."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = selector.interviewers(actor)
    others = {str(row.staff.pk): row for row in rows if row.staff.pk != actor.staff_id}
    form = CertificateForm(request.POST or None, people={pk: row.name for pk, row in others.items()})
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            certificates.grant(actor, others[data["person"]].staff, data["until"])
        except WrongInputError as refused:
            form.add_error("until", str(refused.detail))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("screening:certificates"))
    return render(request, "screening/certificates.html", {"rows": rows, "form": form, "others": others})


@require_http_methods(["POST"])
@door("certificate.grant")
def end(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Take a certificate back."""
    actor = request.actor  # type: ignore[attr-defined]
    certificates.end(actor, selector.certificate(actor, certificate_id))
    messages.success(request, _("The certificate is taken back from now on."))
    return HttpResponseRedirect(reverse("screening:certificates"))
