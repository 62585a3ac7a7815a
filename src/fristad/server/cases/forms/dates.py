"""A date as people know it: a day, a month, a year, about a year, a season; in the calendar they use."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fristad.server.cases.pure.calendars import Calendar
from fristad.server.cases.pure.dates import Entered, PartialDate, from_json, partial_date
from fristad.server.cases.pure.wording import RefusedError
from fristad.server.cases.words_dates import CALENDARS, said
from fristad.server.common.clock import today

#: No paper that is in use now is valid for longer.
_AHEAD = date(2199, 12, 31)


class PartialDateParts(forms.MultiWidget):
    """Day, month and year, each may stay empty; a season in words; "about"; the calendar."""

    template_name = "forms/date_parts.html"
    use_fieldset = True
    labels = (_("Day"), _("Month"), _("Year"), _("Season"), pgettext_lazy("a date", "About"), _("Calendar"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}
        narrow = "govuk-date-input__input govuk-input--width"
        super().__init__(
            {
                "day": forms.TextInput({**number, "class": f"{narrow}-2"}),
                "month": forms.TextInput({**number, "class": f"{narrow}-2"}),
                "year": forms.TextInput({**number, "class": f"{narrow}-4"}),
                "season": forms.TextInput({"class": f"{narrow}-10", "autocomplete": "off", "dir": "auto"}),
                "about": forms.Select(choices=[("", _("No")), ("yes", _("Yes"))]),
                "calendar": forms.Select(choices=list(CALENDARS.items())),
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        """Return the parts of a date as it was entered."""
        if not value:
            return [None, None, None, "", "", Calendar.GREGORIAN]
        entered = (value if isinstance(value, PartialDate) else from_json(value)).entered
        about = "yes" if entered.about else ""
        return [entered.day, entered.month, entered.year, entered.season, about, entered.calendar]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return Django's context, with a label for each part."""
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            part["label"] = label
        return context


class PartialDateField(forms.MultiValueField):
    """A `PartialDate`, or None where nothing was entered. It may lie `ahead` of us: papers end on such days."""

    widget = PartialDateParts

    def __init__(self, *, ahead: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        self.ahead = ahead
        numbers = {"invalid": _("write the date in numbers, such as 27 3 2026")}
        fields = [
            forms.IntegerField(required=False, min_value=1, error_messages=numbers),
            forms.IntegerField(required=False, min_value=1, error_messages=numbers),
            forms.IntegerField(required=False, min_value=1, max_value=9999, error_messages=numbers),
            forms.CharField(required=False, max_length=40),
            forms.CharField(required=False, max_length=3),
            forms.ChoiceField(required=False, choices=list(CALENDARS.items())),
        ]
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> PartialDate | None:
        """Return what was entered and what it can mean. Raises ValidationError with one sentence."""
        if not any(data_list[:4]):
            return None
        day, month, year, season, about, calendar = data_list
        if not year:
            raise ValidationError(_("the year is needed; the day and the month may stay empty"), code="year")
        entered = Entered(year, month, day, Calendar(calendar or Calendar.GREGORIAN), bool(about), season or "")
        try:
            return partial_date(entered, _AHEAD if self.ahead else today())
        except RefusedError as refused:
            sentence = said(refused.sentence)
            raise ValidationError(sentence, code="refused") from refused
