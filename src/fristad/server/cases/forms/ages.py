"""Whether one source of an age is relied on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fristad.server.cases.forms.fields import CleanNote
from fristad.server.common.forms import VersionedForm


class SetAsideForm(VersionedForm):
    """Why nobody should rely on one source of an age."""

    reason = CleanNote(
        label=_("Why it should not be relied on"),
        required=True,
        help_text=_("For example: a smuggler made the paper. The source stays recorded, with this reason beside it."),
    )


class RelyAgainForm(VersionedForm):
    """Nothing to fill in: a source is relied on again."""
