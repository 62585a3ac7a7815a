"""Answers of a named person to what a colleague asks: a yes may stand alone, a no says why."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from fristad.server.common.forms import VersionedForm

#: Stands under the words of such a form.
FOR_NO = _("Needed if you do not agree, so that they know what to do now.")


class ReasonedForm(VersionedForm):
    """An answer in the field `asked`, and `words`, which every answer but `yes` needs."""

    asked: ClassVar[str] = "agreed"
    yes: ClassVar[str] = "yes"

    def clean(self) -> dict[str, Any] | None:
        """Ask for words where the answer is not yes."""
        answer = self.cleaned_data.get(self.asked)
        if answer and answer != self.yes and not self.cleaned_data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Please say why, so that they know what to do now."))
        return super().clean()
