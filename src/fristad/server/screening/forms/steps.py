"""What is noted before any topic: one short form for each step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.common.forms import FristadForm, Radios
from fristad.server.screening import words

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
ASKED = [("given", _("Agrees")), ("refused", _("Does not agree"))]


class StepForm(FristadForm):
    """A step. `ALOUD` is the phrase of the library that can be said; `TITLE` heads the page."""

    TITLE: Any = ""
    ALOUD: str | None = None

    def noted(self) -> dict[str, Any]:
        """Return what is kept."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class SettingForm(StepForm):
    """Where the talk takes place: it changes what is offered."""

    TITLE = _("Where you are")
    setting = forms.ChoiceField(label=_("Where do you talk?"), choices=list(words.SETTINGS.items()), widget=Radios)
    form = forms.ChoiceField(
        label=_("How do you talk?"), choices=list(words.FORMS.items()), widget=Radios, initial="plain"
    )


class PrivateForm(StepForm):
    """Who can hear. Where it is not safe, nothing is asked."""

    TITLE = _("Safe and private")
    ALOUD = "phrase.safety"
    safe = forms.ChoiceField(
        label=_("Is it safe and private here and now, also in the person's own view?"), choices=YES_NO, widget=Radios
    )
    present = CleanLine(label=_("Who else is in the room, if anybody"))


class InterpreterForm(StepForm):
    """Through whom you talk. Never a relative, companion, child, guard or cellmate."""

    TITLE = _("Language and interpreter")
    ALOUD = "phrase.language"
    mode = forms.ChoiceField(
        label=_("Is there an interpreter?"),
        choices=[
            ("none", _("No: we share a language")),
            ("present", _("Yes, in the room, as the person chose")),
            ("remote", _("Yes, by telephone or screen, as the person chose")),
        ],
        widget=Radios,
    )
    interpreter = forms.ChoiceField(label=_("Who interprets"), required=False)

    def __init__(self, *args: Any, interpreters: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["interpreter"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Nobody")), *interpreters.items()]

    def clean(self) -> dict[str, Any]:
        """An interpreter is somebody of the register."""
        data = super().clean() or {}
        if data.get("mode") in ("present", "remote") and not data.get("interpreter"):
            self.add_error(
                "interpreter", _("Choose somebody of the register. A relative or companion never interprets.")
            )
        return data


class DutiesForm(StepForm):
    """What must be reported, said before anything is told."""

    TITLE = _("What you may have to report")
    told = forms.ChoiceField(
        label=_("Did you say to the person what you may have to report, before anything is told?"),
        choices=[("yes", _("Yes"))],
        widget=Radios,
    )


class ConsentForm(StepForm):
    """Talking, recording and contact: asked apart, refused apart."""

    TITLE = _("What the person agrees to")
    ALOUD = "phrase.consent"
    talk = forms.ChoiceField(label=_("To talk"), choices=ASKED, widget=Radios)
    record = forms.ChoiceField(label=_("To have it recorded"), choices=ASKED, widget=Radios)
    contact = forms.ChoiceField(label=_("To be contacted later"), choices=ASKED, widget=Radios)
    way = CleanLine(label=_("If so, in which way"))
    language = CleanLine(label=_("In which language it was explained"))


class UrgentForm(StepForm):
    """Who is hurt, hungry or in danger needs help first and questions later."""

    TITLE = _("Urgent needs")
    ALOUD = "phrase.urgent"
    urgent = forms.ChoiceField(
        label=_("Is there an urgent need?"),
        choices=[
            ("no", _("No, nothing urgent was said")),
            ("yes", _("Yes, and help is on its way")),
            ("danger", _("Danger to life or health now")),
        ],
        widget=Radios,
    )
    needs = CleanNote(label=_("Which"))


class BeforeForm(StepForm):
    """Nobody should have to tell twice."""

    TITLE = _("Asked before?")
    asked = forms.ChoiceField(
        label=_("Has someone asked the person about this before?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))],
        widget=Radios,
    )
    by = CleanLine(label=_("Who, and may what was told there be used?"))


FORMS: dict[str, type[StepForm]] = {
    "setting": SettingForm,
    "private": PrivateForm,
    "interpreter": InterpreterForm,
    "duties": DutiesForm,
    "consent": ConsentForm,
    "urgent": UrgentForm,
    "before": BeforeForm,
}
