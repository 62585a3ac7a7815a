"""Short codes: what the check character sees, and what a hand may write."""

import random
from itertools import combinations, permutations

import pytest

from fristad.server.cases.pure import codes

VOWELS = set("AEIOUY")
LOOK_ALIKE = ("0OQ", "1IL", "8B", "6G", "5S", "2Z")


def test_the_alphabet_has_a_prime_number_of_characters_no_vowels_and_no_look_alikes() -> None:
    size = len(codes.ALPHABET)
    assert len(set(codes.ALPHABET)) == size
    assert all(size % divisor for divisor in range(2, size))
    assert not VOWELS & set(codes.ALPHABET)
    assert all(len(set(group) & set(codes.ALPHABET)) <= 1 for group in LOOK_ALIKE)


def test_a_drawn_code_is_whole_and_polite() -> None:
    drawn = {codes.draw() for _ in range(2000)}
    assert len(drawn) > 1990
    assert all(codes.check(code) and not codes.is_rude(code) for code in drawn)


def test_every_single_wrong_character_is_seen() -> None:
    for code in (codes.draw() for _ in range(50)):
        for place in range(codes.LENGTH):
            for wrong in set(codes.ALPHABET) - {code[place]}:
                assert not codes.check(code[:place] + wrong + code[place + 1 :])


def test_every_exchange_of_two_characters_is_seen() -> None:
    """All pairs of unlike characters in all pairs of places; what stands in the other places only adds to the sum."""
    rest = random.Random(7)
    for one, two in permutations(codes.ALPHABET, 2):
        for first, second in combinations(range(codes.LENGTH), 2):
            code = _code_with({first: one, second: two}, rest)
            characters = list(code)
            characters[first], characters[second] = two, one
            assert codes.check(code)
            assert not codes.check("".join(characters))


def test_the_proof_holds_for_all_codes_since_a_character_adds_the_same_in_every_code() -> None:
    """Single errors: all places and pairs change the sum. Together with additivity this covers all 23^6 codes."""
    changes = {
        (place, one, two): (codes._VALUES[one] - codes._VALUES[two]) * codes._WEIGHTS[place] % 23
        for place in range(codes.LENGTH)
        for one, two in permutations(codes.ALPHABET, 2)
    }
    assert 0 not in changes.values()
    exchanges = [
        (codes._VALUES[one] - codes._VALUES[two]) * (codes._WEIGHTS[first] - codes._WEIGHTS[second]) % 23
        for one, two in permutations(codes.ALPHABET, 2)
        for first, second in combinations(range(codes.LENGTH), 2)
    ]
    assert 0 not in exchanges


def test_of_all_six_character_bodies_each_has_exactly_one_check_character() -> None:
    for body in ("222222", "XXXXXX", "T9HX2L"):
        assert [c for c in codes.ALPHABET if codes.check(body + c)] == [codes.check_character(body)]


@pytest.mark.parametrize("length", [0, 1, 6, 8])
def test_a_code_of_another_length_is_not_whole(length: int) -> None:
    assert not codes.check((codes.draw() + "2")[:length])


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda code: f" {code[:3]} {code[3:]} ",
        lambda code: f"{code[:3]}-{code[3:]}",
        lambda code: f"{code[:3]}\u2011{code[3:]}\u200b",
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),  # full width, as some keyboards write
        lambda code: code.translate(str.maketrans("23456789", "\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669")),
        lambda code: code.translate(str.maketrans("8L52", "B1SZ")),
    ],
)
def test_a_code_is_understood_however_it_is_written(change) -> None:  # type: ignore[no-untyped-def]
    for code in (codes.draw() for _ in range(100)):
        assert codes.normalise(change(code)) == code


@pytest.mark.parametrize("code", ["FCK2345", "X666HHH", "R4P3XXX", "D34D222"])
def test_a_rude_code_is_known_as_such(code: str) -> None:
    assert codes.is_rude(code)


def _code_with(fixed: dict[int, str], rest: random.Random) -> str:
    """Return a whole code that holds the given characters; a place that is not fixed makes the sum right."""
    free = next(place for place in reversed(range(codes.LENGTH)) if place not in fixed)
    characters = [fixed.get(place) or rest.choice(codes.ALPHABET) for place in range(codes.LENGTH)]
    for character in codes.ALPHABET:
        characters[free] = character
        if codes.check("".join(characters)):
            return "".join(characters)
    raise AssertionError("no character makes the sum right")


def test_a_code_with_a_slip_looks_like_one_and_a_name_does_not() -> None:
    code = next(each for each in iter(codes.draw, None) if any(c.isdigit() for c in each))
    slip = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert codes.is_mistyped(slip.lower())
    assert not codes.is_mistyped(code)
    assert not codes.is_mistyped("Mahmood")
    assert not codes.is_mistyped("1984")
