"""An office, a caseworker with a certificate for interviews, a case of theirs, and a program."""

from __future__ import annotations

import pytest

from tests.server.api.asking import Program, token_of
from tests.server.cases.desk import Desk
from tests.server.screening.conftest import case, interviewer, office, supervisor

__all__ = ["case", "interviewer", "office", "supervisor"]


@pytest.fixture
def program(interviewer: Desk) -> Program:
    """A program with every right of a caseworker that a token can have."""
    return Program(token_of(interviewer.staff))
