"""What is noted before any topic: one short form for each step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.common.clock import today
from fristad.server.common.forms import Checkboxes, FristadForm, Radios, WholeDateField
from fristad.server.screening import words

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
ASKED = [("given", _("Agrees")), ("refused", _("Does not agree"))]


class StepForm(FristadForm):
    """A step. `ALOUD` is the phrase of the library that can be said; `TITLE` heads the page."""

    TITLE: Any = ""
    ALOUD: str | None = None

    def noted(self) -> dict[str, Any]:
        """Return what is kept."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}


class SettingForm(StepForm):
    """Where the talk takes place: it changes what is offered."""

    TITLE = _("Where you are")
    setting = forms.ChoiceField(
        label=_("Where do you talk?"),
        choices=list(words.SETTINGS.items()),
        widget=Radios(hints=words.SETTING_HINTS),
    )
    holder = forms.ChoiceField(
        label=_("May somebody who holds, hosts, guards or employs the person be part of what happened?"),
        choices=[("no", _("No")), ("yes", _("Yes, or it cannot be ruled out"))],
        widget=Radios(hints={"yes": _("Then only urgent needs are spoken of, and a way to meet again.")}),
    )
    form = forms.ChoiceField(
        label=_("How do you talk?"), choices=list(words.FORMS.items()), widget=Radios, initial="plain"
    )


class AgreedForm(StepForm):
    """On the telephone nobody sees who listens."""

    TITLE = _("The agreed word first")
    word = forms.ChoiceField(
        label=_("Did the person say the word that you agreed on?"),
        choices=[
            ("yes", _("Yes")),
            ("agreed", _("No word was agreed yet: we agreed on one now, and the person says that they are alone")),
            ("no", _("No, or something sounds wrong")),
        ],
        widget=Radios,
    )
    silent = forms.ChoiceField(
        label=_("No message is left: none on a machine, none with another person, none in a chat"),
        choices=[("yes", _("I leave none"))],
        widget=Radios,
    )


class PrivateForm(StepForm):
    """Who can hear. Where it is not safe, nothing is asked."""

    TITLE = _("Safe and private")
    ALOUD = "phrase.safety"
    safe = forms.ChoiceField(
        label=_("Is it safe and private here and now, also in the person's own view?"), choices=YES_NO, widget=Radios
    )
    company = forms.ChoiceField(
        label=_("Who else can hear?"),
        choices=list(words.COMPANY.items()),
        widget=Radios(hints={"companion": words.NEUTRAL_ONLY, "other": words.NEUTRAL_ONLY}),
    )
    present = CleanLine(label=_("Who it is, if anybody"))


class InterpreterForm(StepForm):
    """Through whom you talk, as the person chose. Never a relative, companion, child, guard or cellmate."""

    TITLE = _("Language and interpreter")
    ALOUD = "phrase.language"
    mode = forms.ChoiceField(
        label=_("What does the person choose?"),
        choices=[
            ("none", _("No interpreter: we share a language")),
            ("present", _("An interpreter in the room")),
            ("remote", _("An interpreter by telephone or screen")),
        ],
        widget=Radios,
    )
    interpreter = forms.ChoiceField(label=_("Who interprets"), required=False)
    tie = forms.ChoiceField(
        label=_("What is the interpreter to the person?"),
        choices=[
            ("", _("Nobody interprets")),
            ("none", _("Nobody they know: asked, without the interpreter in the room")),
            ("close", _("A relative, companion, child, guard or cellmate")),
        ],
        required=False,
    )
    refused = forms.MultipleChoiceField(
        label=_("Whom the person does not want"),
        help_text=_("They need not say why. Whoever is named here is not offered to them again."),
        widget=Checkboxes,
        required=False,
    )

    def __init__(self, *args: Any, interpreters: dict[str, str], refused: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        willing = {key: name for key, name in interpreters.items() if key not in refused}
        self.fields["interpreter"].choices = [("", _("Nobody")), *willing.items()]  # type: ignore[attr-defined]
        self.fields["refused"].choices = list(willing.items())  # type: ignore[attr-defined]
        if not willing:
            del self.fields["refused"]

    def clean(self) -> dict[str, Any]:
        """An interpreter is somebody of the register, whom the person did not refuse and has no tie to."""
        data = super().clean() or {}
        who = data.get("interpreter")
        if data.get("mode") == "none":
            data["interpreter"] = data["tie"] = ""
        elif data.get("mode") in ("present", "remote"):
            if not who:
                self.add_error(
                    "interpreter", _("Choose somebody of the register. A relative or companion never interprets.")
                )
            if data.get("tie") == "close":
                self.add_error("tie", _("A relative, companion, child, guard or cellmate never interprets."))
            elif not data.get("tie"):
                self.add_error("tie", _("Ask the person first, without the interpreter in the room."))
            if who and who in data.get("refused", ()):
                self.add_error("interpreter", _("The person does not want this interpreter. Choose another."))
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


class HelpedForm(StepForm):
    """Danger comes before every question."""

    TITLE = _("Help first")
    ALOUD = "phrase.urgent"
    done = CleanNote(label=_("What was done, and by whom"), required=True)
    on = forms.ChoiceField(
        label=_("Does the person want to go on talking?"),
        choices=[("yes", _("Yes, they say so")), ("no", _("No, or not now"))],
        widget=Radios,
    )


class HeldForm(StepForm):
    """All that is spoken of where somebody holds the person."""

    TITLE = _("Only what is needed, and a way to meet again")
    wants = forms.MultipleChoiceField(
        label=_("What the person asks for out of here"),
        choices=list(words.WANTS.items()),
        widget=Checkboxes,
        required=False,
        help_text=_("Nothing else leaves this place."),
    )
    needs = CleanNote(label=_("Urgent needs, in their words"))
    meet = CleanLine(label=_("How to meet again, out of hearing"), help_text=_("Agree on it aloud. Leave no paper."))
    many = forms.ChoiceField(
        label=_("Were many people asked for the same time, so that nobody stands out?"), choices=YES_NO, widget=Radios
    )
    check_on = WholeDateField(label=_("When somebody looks whether there were reprisals after this visit"))

    def clean_check_on(self) -> date:
        """A check in the past helps nobody."""
        day: date = self.cleaned_data["check_on"]
        if day < today():
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    def noted(self) -> dict[str, Any]:
        """Return what is kept, the day as text."""
        return {**super().noted(), "check_on": self.cleaned_data["check_on"].isoformat()}


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
    "agreed": AgreedForm,
    "private": PrivateForm,
    "interpreter": InterpreterForm,
    "duties": DutiesForm,
    "consent": ConsentForm,
    "urgent": UrgentForm,
    "held": HeldForm,
    "before": BeforeForm,
}
