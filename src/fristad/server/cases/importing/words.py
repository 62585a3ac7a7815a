"""The words for what becomes of rows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from fristad.server.cases.importing.judging import Verdict

COUNTS = {
    Verdict.NEW: _("New cases"),
    Verdict.KNOWN: _("Taken in before"),
    Verdict.REPEATED: _("Repeat a row above"),
    Verdict.LEFT_OUT: _("Left out, as the mapping says"),
    Verdict.REFUSED: pgettext_lazy("row of a table", "Refused"),
}
