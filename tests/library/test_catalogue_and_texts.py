"""Concepts, the order of topics, and their words."""

import pytest

from fristad.library import LibraryError, load_catalogue, load_texts
from fristad.library.catalogue import AGES
from fristad.library.files import LANGUAGES
from fristad.library.texts import texts_of
from tests.library.conftest import Copy


def test_topics_begin_with_age_and_go_block_by_block() -> None:
    topics = load_catalogue().topics()
    assert tuple(topic.leaf for topic in topics[:2]) == AGES
    assert [topic.order for topic in topics] == list(range(len(topics)))
    assert [topic.block for topic in topics] == sorted(topic.block for topic in topics)
    assert len({topic.leaf for topic in topics}) == len(topics)


def test_observations_are_never_asked() -> None:
    catalogue = load_catalogue()
    asked = {topic.leaf: topic.may_be_asked for topic in catalogue.topics()}
    observed = [leaf for leaf in asked if catalogue.of(leaf).kind == "observed"]
    assert observed
    assert not any(asked[leaf] for leaf in observed)
    assert asked["debt_bondage@destination"]


def test_a_catalogue_knows_its_leaves() -> None:
    catalogue = load_catalogue()
    assert "debt_bondage@destination" in catalogue
    assert "person.under_18_then" in catalogue
    assert "debt_bondage" not in catalogue
    assert "debt_bondage@travel" not in catalogue


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_topic_that_may_be_asked_has_a_question_in_each_language(lang: str) -> None:
    texts, english = load_texts(lang), load_texts("en")
    for topic in load_catalogue().topics():
        assert texts.label(topic.leaf) != topic.leaf
        if topic.may_be_asked:
            assert texts.question(topic.leaf)
            assert texts.status(topic.leaf) in ("drafted", "reviewed")
            assert lang == "en" or texts.question(topic.leaf) != english.question(topic.leaf)


def test_what_is_missing_is_said_in_english_and_says_so(library: Copy) -> None:
    text = (library.home / "texts/sv/acts.yaml").read_text(encoding="utf-8")
    (library.home / "texts/sv/acts.yaml").write_text(text.partition("texts:")[0] + "texts: {}\n", encoding="utf-8")
    swedish, english = texts_of(library.files, "sv"), texts_of(library.files, "en")
    assert swedish.question("recruited@recruitment") == english.question("recruited@recruitment")
    assert swedish.label("recruited@recruitment") == english.label("recruited@recruitment")
    assert swedish.status("recruited@recruitment") == "missing"
    assert swedish.status("debt_bondage@destination") == "drafted"


def test_an_observation_has_no_question() -> None:
    with pytest.raises(KeyError):
        load_texts("en").question("fear_or_anxiety_seen@now")


def test_an_unknown_language_names_the_six() -> None:
    with pytest.raises(LibraryError, match="en, sv, ar, fr, es, uk"):
        load_texts("tlh")
