"""Forms of supervision: emergencies, circles, moves, doubles, load."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanLine, CleanNote
from fristad.server.cases.words_supervision import VERDICTS
from fristad.server.common.forms import FristadForm, Radios, VersionedForm


class EmergencyForm(FristadForm):
    """Which case, and why it cannot wait."""

    typed = CleanLine(
        label=_("Case code or telephone number"),
        required=True,
        help_text=_("Exactly as it was given to you. A name is not enough."),
    )
    reason = CleanNote(
        label=_("Why it cannot wait"),
        required=True,
        help_text=_("The owner and the supervisor read this, and say within two working days whether it was right."),
    )


class JudgeForm(VersionedForm):
    """What the owner or a supervisor thinks of an emergency access."""

    verdict = forms.ChoiceField(label=_("Was it right?"), choices=list(VERDICTS.items()), widget=Radios)
    words = CleanLine(label=_("In a few words"), required=True)
