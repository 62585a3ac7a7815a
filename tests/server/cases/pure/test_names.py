"""Names: cleaned, cut into words, ranked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fristad.server.cases.pure.names import clean_name, keys, rank, words
from fristad.server.cases.pure.wording import RefusedError

ANY = st.characters() | st.sampled_from("\u202e\u200b\u0640\u0651\u0627\u0644'-/\u1208\u4e00\ud800")


def test_a_name_is_stored_composed_and_without_marks_that_cannot_be_seen() -> None:
    assert clean_name("  Jose\u0301  \u200bPe\u0301rez\ufeff ") == "Jos\u00e9 P\u00e9rez"
    assert clean_name("\u200f\u0645\u062d\u0645\u062f\u200e") == "\u0645\u062d\u0645\u062f"


def test_a_person_may_have_no_name_at_all() -> None:
    assert clean_name(" \u200b ") == ""
    assert keys("") == ()


@pytest.mark.parametrize(
    ("hostile", "why"),
    [
        ("Ali\u202egnp.", "direction of writing"),
        ("Ali\u2067 Omar", "direction of writing"),
        ("Ali\nOmar", "control character"),
        ("Ali\x00", "control character"),
        ("\ud800Ali", "control character"),
        ("A" + "\u0301" * 20, "too many marks"),
        ("x" * 201, "characters: 201"),
    ],
)
def test_a_name_that_deceives_the_eye_is_refused_and_the_sentence_says_why(hostile: str, why: str) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        clean_name(hostile)
    assert any(words in str(refused.value) for words in ("Nothing was stored", "Nothing is lost"))


@pytest.mark.parametrize(
    "name",
    [
        "Nguy\u1ec5n Th\u1ecb \u00c1nh",
        "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd",
        "\u0928\u0940\u0932\u092e",
        "\u0641\u0627\u0637\u0645\u0629\u200c\u062e\u0627\u0646\u0645",
    ],
)
def test_names_with_marks_and_joiners_of_their_script_are_taken_as_they_are(name: str) -> None:
    assert clean_name(name) == name


def test_marks_of_arabic_change_no_key() -> None:
    bare, dressed = "\u0645\u062d\u0645\u062f", "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f\u0640\u0640"
    assert keys(bare) == keys(dressed)
    assert keys("\u0641\u0627\u0637\u0645\u0629") == keys("\u0641\u0627\u0637\u0645\u0647")
    assert keys("\u0623\u062d\u0645\u062f") == keys("\u0627\u062d\u0645\u062f")


def test_articles_and_words_for_son_of_come_and_go() -> None:
    assert keys("Mohammed bin Salem al-Harbi") == keys("Mohammed Salem Harbi")
    assert keys("Salah ud Din") == keys("Salah al-Din")


def test_a_connector_at_the_beginning_is_a_name() -> None:
    assert len(keys("Du Wei")) == 2
    assert len(keys("Jan van der Berg")) == 2


def test_a_name_that_is_only_a_particle_is_a_name() -> None:
    assert keys("Ben")
    assert keys("Abdul")
    assert keys("Gebre")


def test_the_word_behind_a_servant_of_is_found_alone() -> None:
    (whole,) = keys("Abdul Karim")
    (grown,) = keys("Abdulkarim")
    (alone,) = keys("Karim")
    assert whole & alone
    assert grown & alone


def test_gebre_alone_finds_gebre_mariam_but_mariam_does_not() -> None:
    (whole,) = keys("Gebre Mariam")
    assert whole & keys("Gebre")[0]
    assert not whole & keys("Mariam")[0]


def test_a_word_without_letters_has_no_key_but_is_ranked() -> None:
    assert keys("123") == ()
    assert [word.latin for word in words("Person 2")] == ["person", "2"]


@pytest.mark.parametrize(
    "name",
    [
        "\U00010d14\U00010d1f\U00010d07\U00010d1d\U00010d14\U00010d14\U00010d27\U00010d1e\U00010d0a",  # Rohingya
        "\u0e2a\u0e21\u0e0a\u0e32\u0e22",  # Thai
        "\u1781\u17b9\u1798",  # Khmer
        "\u1019\u1031\u102c\u1004\u103a",  # Burmese
        "\u07a2\u07a6\u078d\u07a9",  # Thaana
        "\U0001e911\U0001e944\U0001e92d",  # Adlam
    ],
)
def test_a_word_is_not_cut_at_the_vowel_marks_of_its_script(name: str) -> None:
    (found,) = words(name)
    assert found.keys


@given(st.text(ANY, max_size=60))
def test_any_text_gives_one_to_four_keys_a_word_and_never_fails(text: str) -> None:
    for found in keys(text):
        assert 1 <= len(found) <= 4
        assert all(key.isascii() and len(key) > 1 for key in found)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=5))
def test_spaces_and_case_change_no_key(parts: list[str]) -> None:
    assert keys(" ".join(parts)) == keys("  ".join(parts) + " ")


def test_the_ranking_puts_the_same_name_first_and_keeps_the_order_of_equals() -> None:
    people = [
        ("other", ["Mahmoud Karam"]),
        ("arabic", ["\u0645\u062d\u0645\u062f \u0643\u0631\u064a\u0645"]),
        ("near", ["Mohamad Kareem"]),
        ("same", ["somebody else", "Mohammed Karim"]),
        ("again", ["Mohammed Karim"]),
        ("nobody", []),
    ]
    ranked = rank("Mohammed Karim", people)
    order = [record for record, _ in ranked]
    assert order[:2] == ["same", "again"]
    assert set(order[2:4]) == {"near", "arabic"}
    assert order[4:] == ["other", "nobody"]
    assert ranked[0][1] == 1.0
    assert ranked[-1][1] == 0.0


def test_the_order_of_words_does_not_matter_and_a_surplus_word_matters_little() -> None:
    scores = dict(
        rank(
            "Karim Mohammed",
            [("turned", ["Mohammed Karim"]), ("longer", ["Mohammed Ali Karim"]), ("half", ["Karim Osman"])],
        )
    )
    assert scores["turned"] == 1.0
    assert 0.95 < scores["longer"] < 1.0
    assert scores["half"] < 0.8


@given(st.text(max_size=30), st.text(max_size=30))
def test_every_score_lies_between_nothing_and_the_same(query: str, name: str) -> None:
    ((_, score),) = rank(query, [("record", [name])])
    assert 0.0 <= score <= 1.0
