"""The style page: every part of every page in one place, for designers and for tests. Served in demo mode only.

Everybody on it is invented, and so is the country, Norland.
"""

from datetime import timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fristad.server.accounts.doors import public
from fristad.server.common import clock
from fristad.server.common.forms import Narrow, OwnWords, Radios, VersionedForm, WholeDateField
from fristad.server.common.forms.widgets import Checkboxes
from fristad.server.common.problems import LockedError, StaleError
from fristad.server.site import style_examples as examples
from fristad.server.site.templatetags.fristad import code

PAGES: Final = {
    "parts": "style/parts.html",
    "case": "style/case.html",
    "forms": "style/forms.html",
    "interview": "style/interview.html",
    "problem": "problem.html",
    "locked": "locked.html",
}


class ExampleForm(VersionedForm):
    """One field of every kind."""

    yes_or_no: ClassVar[list[tuple[str, str]]] = [("yes", "Yes"), ("no", "No")]

    names = forms.CharField(label="Name, as the person says it", help_text="Any script. Leave out what is not told.")
    code = forms.CharField(label="Code", widget=Narrow(10), required=False)
    met_on = WholeDateField(label="Day of the first talk", help_text="For example 27 3 2026")
    language = forms.ChoiceField(label="Language", choices=[("", "Choose"), ("ar", "Arabic"), ("sv", "Swedish")])
    wish = forms.CharField(label="What the person wants", widget=OwnWords("ar"), max_length=400, required=False)
    interviewer = forms.ChoiceField(
        label="Who should hold the talk?",
        choices=[("woman", "A woman"), ("man", "A man"), ("any", "It does not matter")],
        widget=Radios(hints={"any": "Said by the person, not assumed"}),
    )
    needs = forms.MultipleChoiceField(
        label="What is needed first?",
        choices=[("sleep", "A safe place to sleep"), ("doctor", "A doctor"), ("lawyer", "A lawyer")],
        widget=Checkboxes(),
        required=False,
    )
    paper = forms.FileField(label="A paper or a picture", required=False, help_text="At most 20 MB")
    secret = forms.CharField(label="Password", widget=forms.PasswordInput())
    agreed = forms.BooleanField(label="The person was told what is recorded", help_text="In a language they chose")


@public
def style(request: HttpRequest, page: str = "parts") -> HttpResponse:
    """Show one of the style pages. Raises Http404 for a page that is none."""
    if page not in PAGES:
        raise Http404
    return render(request, PAGES[page], {**_frame(page), **_content(page)})


def _frame(page: str) -> dict[str, Any]:
    labels = {
        "parts": pgettext("first page", "Home"),
        "case": _("Cases"),
        "forms": _("Forms"),
        "interview": _("Interviews"),
    }
    entries = [
        {"label": label, "url": reverse("style", args=[name]), "current": name == page}
        for name, label in labels.items()
    ]
    return {
        "demo": True,
        "navigation": entries,
        "operation_name": "Norrby reception",
        "operation_place": "Norland",
        "actor_name": "Maja Lindqvist",
        "actor_role": "Protection officer",
        "search_url": reverse("style", args=["parts"]),
        "session_end": clock.now() + timedelta(minutes=30),
        "session_stay_url": reverse("style", args=["parts"]),
        "autosave_url": reverse("style", args=["interview"]),
    }


def _content(page: str) -> dict[str, Any]:
    if page == "forms":
        return {
            "form": ExampleForm(
                {"version": 3, "met_on_day": "31", "met_on_month": "2", "met_on_year": "2026", "wish": "أن أعمل نهارا"}
            )
        }
    if page == "problem":
        return {"problem": StaleError()}
    if page == "locked":
        return {"problem": LockedError()}
    if page == "parts":
        greeting = format_html("{} {}", "Interview 2 with", code("QK4MR7A"))
        return {**examples.parts(), "with_code": greeting}
    return examples.case()
