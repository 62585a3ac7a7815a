"""Two people changed one record: the second sees both texts side by side, with his own kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from fristad.server.common.problems import StaleError


def explain(form: forms.Form, theirs: Mapping[str, Any]) -> None:
    """Turn a lost race into a form to save again: his text stays, theirs stands beside, the version is the new one.

    `theirs` is what the form would show of the record as it is now, with its version.
    """
    form.data = {**form.data.dict(), form.add_prefix("version"): str(theirs["version"])}  # type: ignore[attr-defined]
    form.add_error(None, f"{StaleError.title}. {StaleError.kept} {StaleError.to_do}")
    both = {
        field.label: (_shown(field, form[name].value()), _shown(field, theirs.get(name, field.initial)))
        for name, field in form.fields.items()
        if name != "version"
    }
    form.beside_columns = [{"label": label} for label in (_("What"), _("Yours"), _("Theirs"))]  # type: ignore[attr-defined]
    form.beside_rows = [  # type: ignore[attr-defined]
        [label, mine, other] for label, (mine, other) in both.items() if mine != other
    ]


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.MultiValueField):
        return _parts(field, value)
    if value in (None, "", []):
        return ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(str(value), value))  # type: ignore[arg-type]
    return str(field.prepare_value(value)) if not isinstance(value, list) else " ".join(map(str, filter(None, value)))


def _parts(field: forms.MultiValueField, value: Any) -> str:
    """Return the parts of a date in a row; nothing where only what is there from the start was sent."""
    widget = field.widget
    assert isinstance(widget, forms.MultiWidget)  # noqa: S101 - for the type checker
    parts = value if isinstance(value, list) else widget.decompress(value) or ()
    told = [str(part) for part in parts if part]
    untouched = [str(part) for part in widget.decompress(None) or () if part]
    return "" if told == untouched else " ".join(told)
