"""What the pages about people share: one form, its act, and what becomes of a refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from fristad.server.common.forms import conflicts
from fristad.server.common.problems import StaleError, WrongInputError

Text = str | Promise


@dataclass(frozen=True)
class Page:
    """A page with one form. `back` is the address to return to; `facts` are rows of a summary list."""

    title: Text
    back: str
    words: Text = ""
    button: Text = ""
    is_warning: bool = False
    facts: tuple[Mapping[str, Any], ...] = ()
    done: Text = ""


def answer(
    request: HttpRequest,
    form: forms.Form,
    page: Page,
    save: Callable[[], object],
    now: Callable[[], Mapping[str, Any]] | None = None,
) -> HttpResponse:
    """Show a form, or do what it asks for and go back.

    What cannot be taken is said on the form. Where the record was changed meanwhile, `now` gives what the form would
    show of it, and both stand side by side.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except WrongInputError as refusal:
            form.add_error(None, str(refusal))
        except StaleError:
            if now is None:
                raise
            conflicts.explain(form, now())
        else:
            messages.success(request, str(page.done or _("Saved.")))
            return HttpResponseRedirect(page.back)
    return render(request, "people/form.html", {"form": form, "page": page})
