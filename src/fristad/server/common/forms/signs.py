"""Names of colleagues and teams: what nobody sees in them may not be in them."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

#: Joiners that Persian, Urdu and the scripts of India are written with.
JOINERS = frozenset("\u200c\u200d")


def nothing_hidden(text: str) -> None:
    """Refuse signs that have no shape of their own or turn the direction. Raises ValidationError with one sentence."""
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn") and sign not in JOINERS for sign in text):
        raise ValidationError(_("This name holds signs that cannot be seen. Please type it again."), code="hidden")


#: Small letters and digits that many fonts draw alike, each with the Latin one it is taken for: those of Cyrillic and
#: Greek, after the idea of Unicode's confusables (UTS 39).
_ALIKE = str.maketrans(
    "авекмнорстухіјѕһԁԛԝӏгαβεικνορτυχγω01ıi|",  # noqa: RUF001 - the letters in question
    "abekmhopctyxljshdqwlrabelkvoptuxywollll",
)


def skeleton(text: str) -> str:
    """Return what a name looks like at a glance: two names with one skeleton are taken for each other."""
    seen = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    shown = "".join(sign for sign in seen if sign not in JOINERS)
    return " ".join(shown.translate(_ALIKE).split()).replace("rn", "m").replace("vv", "w")
