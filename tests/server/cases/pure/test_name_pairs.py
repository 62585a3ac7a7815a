"""How well names meet: measured on lists of spellings, written down with what fails.

`name_pairs.yaml` holds four lists. `one` was written before the rules were tuned and then used to tune them;
`unseen` afterwards, and no rule was changed for it but one that was plainly wrong; `two` are names that look alike and
must not meet; of the names in `unlike` no two are one.

| list   | what                        | result                                            |
|--------|-----------------------------|---------------------------------------------------|
| one    | 159 pairs that must meet    | 156 meet (98 %)                                   |
| unseen | 60 pairs that must meet     | 57 meet (95 %); 56 before that rule was mended    |
| two    | 46 alike but different      | 5 meet (11 %), all by their short vowels          |
| unlike | 11,628 pairs of 153 names   | 7 meet (0.06 %)                                   |

Short vowels are not trusted, so some different names do meet; they are listed, and the ranking tells them apart.
"""

from itertools import combinations
from pathlib import Path

import pytest
import yaml

from fristad.server.cases.pure.names import keys, rank

DATA = yaml.safe_load((Path(__file__).parent / "name_pairs.yaml").read_text("utf-8"))
UNLIKE: list[str] = DATA.pop("unlike")
PAIRS: dict[str, list[list[str]]] = DATA

MISSED = {
    "one": {("Zia ur Rahman", "Ziaur Rahman"), ("Sergey", "Serhiy"), ("Kim Min-su", "Kim Minsu")},
    "unseen": {
        ("Driss", "Idriss"),
        ("Taha", "\u0637\u0647"),
        ("Weldemichael", "\u12c8\u120d\u12f0\u121a\u12ab\u12a4\u120d"),
    },
}
FALSE = {
    ("Mohammed", "Mahmoud"),
    ("Karim", "Karam"),
    ("Hamid", "Hamad"),
    ("Salim", "Salem"),
    ("Marwan", "Marianne"),
}


def meet(one: str, two: str) -> bool:
    """Whether a search for either name finds the other: a shared key in every word of the one that is asked for."""
    return _found(keys(one), keys(two)) and _found(keys(two), keys(one))


def _found(asked: tuple[frozenset[str], ...], known: tuple[frozenset[str], ...]) -> bool:
    return all(any(word & other for other in known) for word in asked)


@pytest.mark.parametrize("kind", ["one", "unseen"])
def test_spellings_of_one_name_meet_except_those_written_down(kind: str) -> None:
    pairs = {(one, two) for one, two in PAIRS[kind]}
    assert len(pairs) >= 60
    assert {pair for pair in pairs if not meet(*pair)} == MISSED[kind]
    assert len(MISSED[kind]) / len(pairs) <= 0.05


def test_different_names_do_not_meet_except_those_written_down() -> None:
    pairs = {(one, two) for one, two in PAIRS["two"]}
    assert len(pairs) >= 30
    assert {pair for pair in pairs if meet(*pair)} == FALSE


def test_of_all_pairs_of_unlike_names_fewer_than_one_in_a_thousand_meets() -> None:
    read = {name: keys(name) for name in UNLIKE}
    pairs = list(combinations(UNLIKE, 2))
    false = {(one, two) for one, two in pairs if _found(read[one], read[two]) and _found(read[two], read[one])}
    assert ("Mohammed", "Mahmoud") in false
    assert len(pairs) > 10_000
    assert len(false) / len(pairs) < 0.001


@pytest.mark.parametrize(("near", "far"), sorted(FALSE))
def test_the_ranking_tells_apart_what_the_keys_do_not(near: str, far: str) -> None:
    ranked = rank(near, [("far", [far]), ("near", [near])])
    assert [record for record, _ in ranked] == ["near", "far"]
    assert ranked[0][1] > ranked[1][1]
