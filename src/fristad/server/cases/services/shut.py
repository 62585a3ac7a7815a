"""Nothing is written in a case that is closed: it would lie where no list shows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fristad.server.cases.models import Case, CaseState
from fristad.server.common.problems import WrongInputError

SHUT = (CaseState.CLOSED, CaseState.SEALED)


def refuse_shut(*cases: Case) -> None:
    """Refuse to write in a case, or about a person whose cases these are, where all are closed.

    Raises `WrongInputError`.
    """
    if cases and all(case.state in SHUT for case in cases):
        raise WrongInputError(_("This case is closed. Take it up again first; then write in it."))
