"""Short codes of cases: seven characters that can be read aloud, written by hand and typed without a wrong hit.

**Alphabet.** 23 characters. Left out, because another one looks like it: 0 and O and Q, 1 and I, B (8), G (6), S (5),
Z (2). Left out because they are vowels, so that no code spells a word: A, E, I, O, U, Y.
23 is a prime, and that is what the check needs.

**Check.** Each character counts as its place in the alphabet, times 5 to the power of its distance from the end,
modulo 23; the sum of a right code is 1. This is the pure system of ISO/IEC 7064 with modulus 23 and radix 5. 5 is a
primitive root of 23, so the seven weights differ and none is 0: every single wrong character and every exchange of
two unlike characters, neighbours or not, changes the sum. Of other errors, 22 in 23 are seen.

23^6 codes, about 148 million: in an operation with a million cases a drawn code is taken already once in 150 draws.
The database's constraint notices it and the caller draws again.
"""

from __future__ import annotations

import re
import secrets

from fristad.server.cases.pure.text import western_digits

ALPHABET = "23456789CDFHJKLMNPRTVWX"
LENGTH = 7

_MODULUS = len(ALPHABET)
_RADIX = 5
_REMAINDER = 1
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS: tuple[int, ...] = tuple(_RADIX**distance % _MODULUS for distance in reversed(range(LENGTH)))

_GAPS = re.compile(r"[\s\W_]+")
# A character that is never drawn but has one look-alike that is can only be that one; the check still guards it.
_MISREAD = str.maketrans({"B": "8", "G": "6", "S": "5", "Z": "2", "I": "L", "1": "L", "U": "V"})

# Never drawn. Without vowels few remain: abbreviations, numbers with a meaning, and words with 3 and 4 for E and A.
_ABBREVIATIONS = ("CNT", "DCK", "FCK", "FKN", "KKK", "PRN", "WTF", "666", "88")
_WORDS = ("DEAD", "DEATH", "HATE", "HELL", "LEPER", "RAPE")
_LETTERS_FOR_DIGITS = str.maketrans("3457", "EAST")


def draw() -> str:
    """Return a new code, drawn at random from the system's secure source. It may be taken: ask the database."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
        code = body + check_character(body)
        if not is_rude(code):
            return code


def check_character(body: str) -> str:
    """Return the last character of the code that begins with `body` (six characters of the alphabet)."""
    return ALPHABET[(_REMAINDER - _sum(body)) % _MODULUS]


def check(code: str) -> bool:
    """Whether a normalised code is whole: seven characters of the alphabet whose sum is right."""
    return len(code) == LENGTH and all(c in _VALUES for c in code) and _sum(code) == _REMAINDER


def is_mistyped(text: str) -> bool:
    """Whether a text looks like a code and is none: as long, of its characters, a digit among them, a wrong sum."""
    code = normalise(text)
    looks = len(code) == LENGTH and all(c in _VALUES for c in code) and any(c.isdigit() for c in text)
    return looks and not check(code)


def normalise(text: str) -> str:
    """Return a code as it is stored: upper case, without spaces and hyphens, digits of other scripts as ours.

    Look-alikes that are not in the alphabet become the one that is. The answer need not be a code: see `check`.
    """
    return _GAPS.sub("", western_digits(text)).upper().translate(_MISREAD)


def is_rude(code: str) -> bool:
    """Whether a code holds an abbreviation or a word that nobody should be given as theirs."""
    read = code.translate(_LETTERS_FOR_DIGITS)
    return any(word in code for word in _ABBREVIATIONS) or any(word in read for word in _WORDS)


def _sum(characters: str) -> int:
    weighted = zip(characters, _WEIGHTS, strict=False)  # a body is one shorter: its check character counts as 0
    return sum(_VALUES[c] * weight for c, weight in weighted) % _MODULUS
