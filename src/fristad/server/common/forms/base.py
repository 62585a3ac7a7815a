"""The base of all forms, and the renderer that dresses them."""

from typing import Any, ClassVar, Final

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

# What is typed in Latin letters or digits whatever the language of the page.
_LEFT_TO_RIGHT: Final = {"email", "number", "password", "tel", "url"}
# A group of boxes is no field of its own for readers of the screen, and a file to choose has no such word: words alone.
_GROUPS: Final = (
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
    forms.CheckboxInput,
    forms.FileInput,
    forms.MultiWidget,
)
_NOT_TYPED: Final = {"checkbox", "file", "hidden", "radio"}


class Renderer(TemplatesSetting):
    """Renders every form with our templates (`common/templates`)."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


class FieldManners:
    """Sets direction and memory of each typed field, unless its widget says otherwise. A mix-in for forms.

    Names may be written in any script, so text takes the direction of its first letter. Browsers must not offer what
    was typed about one person when the next is written down.
    """

    # The page's own error summary speaks, not the browser's bubble.
    use_required_attribute: ClassVar[bool] = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]
            _teach(field.widget)
            if field.required and not field.widget.is_hidden and not isinstance(field.widget, _GROUPS):
                field.widget.attrs.setdefault("aria-required", "true")
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _("Please fill this in")

    @property
    def marks(self) -> bool:
        """Whether what must be filled in is marked: in every form, but where one field stands alone.

        One rule for all pages: what carries no mark may stay empty.
        """
        return sum(not field.widget.is_hidden for field in self.fields.values()) > 1  # type: ignore[attr-defined]


def _teach(widget: forms.Widget) -> None:
    for part in getattr(widget, "widgets", ()):
        _teach(part)
    kind = getattr(widget, "input_type", "text")
    if not isinstance(widget, forms.widgets.Input | forms.Textarea) or kind in _NOT_TYPED:
        return
    widget.attrs.setdefault("dir", "ltr" if kind in _LEFT_TO_RIGHT else "auto")
    widget.attrs.setdefault("autocomplete", "off")


class FristadForm(FieldManners, forms.Form):
    """A form of ours."""


class VersionedForm(FristadForm):
    """A form that carries the version at which its record was read, so that of two writers the second is told."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
