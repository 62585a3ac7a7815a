"""Phone numbers: all spellings of one number meet under one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.server.cases.pure import phone
from fristad.server.cases.pure.wording import RefusedError

SPELLINGS = [
    "+251 91 234 5678",
    "00251912345678",
    "0912 345 678",
    "091-234-5678",
    "(091) 2345678",
    "+251 (0)91 234 5678",
    "tel:+251912345678",
    "\u0660\u0669\u0661\u0662 \u0663\u0664\u0665 \u0666\u0667\u0668",
    "\u200e+251 91\u00a0234 5678\u202c",
    "+251912345678 ext. 12",
]


@pytest.mark.parametrize("written", SPELLINGS)
def test_all_spellings_of_a_number_meet(written: str) -> None:
    assert phone.normalise(written, home="251") == "+251912345678"
    assert phone.key(phone.normalise(written)) == "12345678"


def test_without_a_home_country_a_national_number_stays_national() -> None:
    assert phone.normalise("0912 345 678") == "0912345678"


def test_a_short_national_number_without_trunk_zero_meets_its_international_form() -> None:
    assert phone.key(phone.normalise("12 34 56 78")) == phone.key(phone.normalise("+99 12 34 56 78"))


@pytest.mark.parametrize(
    "written", ["", "1234", "call me", "+", "12345678901234567890", "0912 345 abc", "++251912345678"]
)
def test_what_is_no_number_is_refused_in_a_sentence(written: str) -> None:
    with pytest.raises(RefusedError, match="does not look like a phone number"):
        phone.normalise(written)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused(written: str) -> None:
    try:
        number = phone.normalise(written, home="251")
    except RefusedError:
        return
    assert number.removeprefix("+").isascii()
    assert number.removeprefix("+").isdigit()
    assert phone.normalise(number, home="251") == number or not number.startswith("+")
    assert len(phone.key(number)) <= 8
