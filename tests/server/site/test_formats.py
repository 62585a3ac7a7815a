"""Days are written one way on all pages of a language, with the month in words and 24 hours."""

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format, time_format

MOMENT = datetime(2026, 11, 24, 16, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "month"),
    [
        ("en", "November"),
        ("sv", "november"),
        ("ar", "نوفمبر"),
        ("fr", "novembre"),
        ("es", "noviembre"),
        ("uk", "листопада"),
    ],
)
def test_a_day_and_a_moment_agree(language: str, month: str) -> None:
    with translation.override(language):
        day, moment = date_format(MOMENT.date()), date_format(MOMENT, "DATETIME_FORMAT")
        assert month in day
        assert moment.startswith(day)
        assert moment.endswith("16:25")
        assert time_format(MOMENT.time()) == "16:25"
