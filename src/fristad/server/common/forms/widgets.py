"""Widgets that Django lacks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise

Words = str | Promise


class _Hinted(forms.widgets.ChoiceWidget):
    """Choices that may each explain themselves; `hints` maps a value to its words."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), hints: Mapping[str, Words] | None = None
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = hints or {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return Django's option, with its hint and the link between the two."""
        option = super().create_option(name, value, *args, **kwargs)
        hint = self.hints.get(str(value))
        if hint:
            option["hint"] = hint
            option["attrs"] = {**option["attrs"], "aria-describedby": f"{option['attrs'].get('id')}_hint"}
        return option


class Radios(_Hinted, forms.RadioSelect):
    """One of a few choices."""


class Checkboxes(_Hinted, forms.CheckboxSelectMultiple):
    """Any of a few choices."""


class Narrow(forms.TextInput):
    """A line about as wide as what belongs into it: 2, 3, 4, 5, 10, 20 or 30 letters."""

    def __init__(self, letters: int, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": f"govuk-input--width-{letters}", **(attrs or {})})


class OwnWords(forms.Textarea):
    """Room for what the person says, in the person's language and set in the human voice."""

    def __init__(self, language: str = "", rows: int = 4, attrs: dict[str, Any] | None = None) -> None:
        spoken = {"lang": language} if language else {}
        super().__init__({"class": "own-words", "rows": rows, "dir": "auto", **spoken, **(attrs or {})})
