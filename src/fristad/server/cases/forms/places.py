"""A place: free text, with the known places offered beside it; and the forms of the pages about places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanLine
from fristad.server.cases.selectors.places import Offered
from fristad.server.common.forms import FristadForm


class PlaceInput(forms.TextInput):
    """A line with a list of known places. Anything else may be typed as well."""

    template_name = "cases/place_input.html"
    offered: tuple[str, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return Django's context, with the places and the link to their list."""
        context = super().get_context(name, value, attrs)
        if self.offered:
            listed = f"{context['widget']['attrs'].get('id', name)}_places"
            context["widget"]["attrs"]["list"] = listed
            context.update(listed=listed, offered=self.offered)
        return context


class PlaceField(CleanLine):
    """The name of a place as told. `offer` gives it the places that are known."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=PlaceInput, **kwargs)

    def offer(self, known: Offered) -> None:
        """Offer these names, and a page to look up others where these are not all."""
        assert isinstance(self.widget, PlaceInput)  # noqa: S101 - for the type checker
        self.widget.offered = known.names
        if not known.is_all:
            page = reverse("cases:places_find")
            link = format_html('<a href="{}" target="_blank">{}</a>', page, _("Look up a place (in a new tab)"))
            self.help_text = format_html("{} {}", self.help_text, link)


class ImportForm(FristadForm):
    """A table of places."""

    file = forms.FileField(
        label=_("Table"),
        help_text=_(
            "CSV in UTF-8 with a row of HXL tags, such as #adm1+name and #adm1+code, as it is published for most "
            "countries. 20 MB at most."
        ),
        error_messages={"empty": _("This file is empty."), "required": _("Choose a file.")},
        widget=forms.FileInput,
    )


class FindForm(FristadForm):
    """A part of a name."""

    words = CleanLine(label=_("Name of a place, or its beginning"), required=True)
