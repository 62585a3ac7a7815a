"""A whole date, typed as day, month and year. Partial dates and other calendars are a field of the cases."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DateParts(forms.MultiWidget):
    """Three short fields. Their names end in `_day`, `_month` and `_year`."""

    template_name = "forms/date_parts.html"
    use_fieldset = True
    labels: ClassVar[tuple[Promise, ...]] = (_("Day"), _("Month"), _("Year"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({name: _part(width) for name, width in (("day", 2), ("month", 2), ("year", 4))}, attrs)

    def decompress(self, value: date | None) -> list[int | None]:
        """Return day, month and year of a date."""
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return Django's context, with a label for each part."""
        context = super().get_context(name, value, attrs)
        for part, label in zip(context["widget"]["subwidgets"], self.labels, strict=True):
            part["label"] = label
        return context


def _part(width: int) -> forms.TextInput:
    shape = f"govuk-date-input__input govuk-input--width-{width}"
    return forms.TextInput({"class": shape, "inputmode": "numeric", "autocomplete": "off", "dir": "ltr"})


class WholeDateField(forms.MultiValueField):
    """A date that exists. Empty is None where the field is not required; half a date is an error, not a guess."""

    widget = DateParts
    default_error_messages: ClassVar[dict[str, Any]] = {
        "number": _("Write the date in numbers, such as 27 3 2026"),
        "incomplete": _("Day, month and year are all needed"),
        "unreal": _("There is no such day"),
    }

    def __init__(self, **kwargs: Any) -> None:
        said = self.default_error_messages
        number = {"invalid": said["number"], "min_value": said["unreal"]}
        parts = [forms.IntegerField(required=False, min_value=1, error_messages=number) for _part in range(3)]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[int | None]) -> date | None:
        """Return the date. Raises ValidationError for half a date or a day that does not exist."""
        if not any(data_list):
            return None
        if len(data_list) != 3 or not all(data_list):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        day, month, year = (int(part or 0) for part in data_list)
        try:
            return date(year, month, day)
        except ValueError as fault:
            raise ValidationError(self.error_messages["unreal"], code="unreal") from fault
