"""Forms that came too late, or before a second factor: kept sealed for an hour, and given back to their sender.

What was typed about a person is never lost, and never lies in a session row. Files are not kept: they are sent again.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from fristad.server.accounts.models import Staff
from fristad.server.accounts.models_signin import HeldForm
from fristad.server.common.clock import now

KEPT_FOR = timedelta(hours=1)
#: So many forms of one person are kept, the newest.
MOST = 5
#: Passwords and codes are never kept; the secret against forged forms is made anew.
NEVER = frozenset({"csrfmiddlewaretoken", "password", "new_password", "again", "code", "credential", "held_form"})
#: A form with this field is never kept: what it says must not outlive its page.
NOTHING = "keep_nothing"


@dataclass(frozen=True)
class Kept:
    """A kept form: where it was going, and its fields as they were sent, one pair for each value."""

    id: UUID
    path: str
    pairs: tuple[tuple[str, str], ...]
    had_files: bool


def keep(request: HttpRequest, staff: Staff, *, buttons: bool = False) -> HeldForm | None:
    """Keep the form of a POST for its sender, with `buttons` also one that is a button only. Raises `LockedError`.

    None if there is nothing to keep: no field, passwords and codes alone, or a form that says so.
    """
    if NOTHING in request.POST:
        return None
    pairs = [[name, value] for name, values in request.POST.lists() if name not in NEVER for value in values]
    is_button = not set(request.POST) - {"csrfmiddlewaretoken"}
    if not pairs and not (buttons and is_button):
        return None
    content: dict[str, Any] = {"path": request.path, "pairs": pairs, "had_files": bool(request.FILES)}
    row = HeldForm(
        staff=staff,
        operation_id=staff.operation_id,
        record_key=staff.record_key,
        content=content,
        until=now() + KEPT_FOR,
    )
    row.save(force_insert=True)
    oldest = _live(staff.pk).order_by("-until").values_list("pk", flat=True)[MOST:]
    HeldForm.unscoped.filter(pk__in=list(oldest)).delete()
    return row


def waiting(staff_id: UUID) -> HeldForm | None:
    """Return the form that a person sent last and has not got back yet."""
    found: HeldForm | None = _live(staff_id).order_by("-until").first()
    return found


def open_for(staff_id: UUID, form_id: UUID) -> Kept | None:
    """Return a kept form of this person, or None. Raises `LockedError`."""
    row = _live(staff_id).filter(pk=form_id).first()
    if row is None:
        return None
    pairs = tuple((name, value) for name, value in row.content["pairs"])
    return Kept(row.pk, row.content["path"], pairs, row.content["had_files"])


def drop(staff_id: UUID, form_id: UUID | str) -> None:
    """Delete a kept form: it was sent again, or is not wanted. What is no id is nobody's form."""
    with suppress(ValidationError):
        HeldForm.unscoped.filter(staff_id=staff_id, pk=form_id).delete()


def tidy() -> None:
    """Delete what was kept for its hour."""
    HeldForm.unscoped.filter(until__lte=now()).delete()


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether a form carries the secret of its session, so that nobody plants a form for somebody else to send."""
    judge = CsrfViewMiddleware(_nothing)
    judge.process_request(request)
    return judge.process_view(request, _nothing, (), {}) is None


def _live(staff_id: UUID) -> Any:
    return HeldForm.unscoped.filter(staff_id=staff_id, until__gt=now()).select_related("record_key")


def _nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()
