"""Phone numbers: one way to store them and one key under which all spellings of a number meet.

The same number is written with a country prefix (+251 91 234 5678), with 00, and with a trunk zero (0912 345 678).
They share their last digits, and eight are enough: the national part of a number has eight or nine digits in most
countries, and a trunk zero is never among the last eight then.
"""

from __future__ import annotations

import re

from fristad.server.cases.pure.text import visible, western_digits
from fristad.server.cases.pure.wording import RefusedError, gettext_noop

KEY_DIGITS = 8
# ITU-T E.164: a number has 15 digits at most. Below five it is a short number, which belongs to a service.
FEWEST_DIGITS, MOST_DIGITS = 5, 15

_EXTENSION = re.compile(r"(?:ext\.?|x|#|;ext=)\s*\d+\s*$", re.IGNORECASE)
_TRUNK_ZERO = "(0)"
_BETWEEN = re.compile(r"[\s().\-/\u2010-\u2015\u2212]+|^tel:", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[0-9]+")


def normalise(text: str, home: str = "") -> str:
    """Return a number as it is stored: `+` and digits if its country is known, else the digits as they were given.

    `home` is the country prefix of the operation, digits only, such as "251"; a national number with a trunk zero
    gets it. Digits of other scripts are read, an extension is dropped. Raises `RefusedError` for what is no number.
    """
    written = western_digits(visible(text)).strip()
    bare = _BETWEEN.sub("", _EXTENSION.sub("", written).replace(_TRUNK_ZERO, ""))
    number = _international(bare, home)
    if not _NUMBER.fullmatch(number) or not FEWEST_DIGITS <= len(number.removeprefix("+")) <= MOST_DIGITS:
        raise RefusedError(
            gettext_noop(
                "This does not look like a phone number. Write digits (%(fewest)s to %(most)s); a + and the country "
                "code in front help to find it again. What is not a number fits into the note beside it."
            ),
            fewest=FEWEST_DIGITS,
            most=MOST_DIGITS,
        )
    return number


def key(number: str) -> str:
    """Return the digits that all spellings of a number share: the last eight, or all if there are fewer.

    `number` comes from `normalise`. Two numbers with one key need not be the same: compare them once opened.
    """
    return number.removeprefix("+").lstrip("0")[-KEY_DIGITS:]


def _international(bare: str, home: str) -> str:
    if bare.startswith("+"):
        return bare
    if bare.startswith("00"):
        return f"+{bare[2:]}"
    if bare.startswith("0") and home:
        return f"+{home}{bare[1:]}"
    return bare
