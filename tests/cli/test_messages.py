"""`fristad messages`: the state of translations, without Django."""

from tests.cli.conftest import Fristad


def test_it_gives_a_line_for_each_language(fristad: Fristad) -> None:
    said = fristad("messages")
    assert said.code == 0
    assert [line[:2] for line in said.out.splitlines()] == ["ar", "es", "fr", "sv", "uk"]


def test_it_refuses_a_language_that_is_not_there(fristad: Fristad) -> None:
    said = fristad("messages", "--lang", "xx")
    assert said.code == 2
    assert "no translation into xx" in said.err
