"""YAML is read as plain data and nothing else."""

from pathlib import Path

import pytest

from fristad.library import LibraryError, parse_yaml, read_yaml


def test_plain_values_keep_what_was_written() -> None:
    text = b"a: yes\nb: no\nc: 2020-01-01\nd: true\ne: null\nf: 3\ng: 0.5\nh: '3'\ni: [x, {y: z}]\nj: 007\nk: ~\n"
    assert parse_yaml(text, "f") == {
        "a": "yes",
        "b": "no",
        "c": "2020-01-01",
        "d": True,
        "e": None,
        "f": 3,
        "g": 0.5,
        "h": "3",
        "i": ["x", {"y": "z"}],
        "j": "007",
        "k": None,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"a: !!python/object/apply:os.system ['true']", "line 1 carries the tag"),
        (b"x: 1\na: !!python/name:os.system", "line 2 carries the tag"),
        (b"a: !mine 1", "carries the tag"),
        (b"a: 1\nb: 2\na: 3", "line 3 gives the key 'a' a second time"),
        (b"a:\n  b: 1\n  b: 2", "line 3 gives the key 'b' a second time"),
        (b"a: &x [1]\nb: *x", "line 1 uses & or \\*"),
        (b"<<: {a: 1}", "merges another part"),
        (b"[1, 2]: 3", "a list or a mapping as a key"),
        (b"a: \xff\xfe", "line 1: not valid UTF-8"),
        (b"a: [1, 2", "is not valid YAML"),
        (b"a: b: c", "line 1: this is not valid YAML"),
        (b"a: 1\n---\nb: 2", "begins a second document"),
        (b"[" * 5000, "deeper than 40"),
        (b"a: \x00", "is not valid YAML"),
    ],
)
def test_everything_else_is_refused_with_its_line(text: bytes, said: str) -> None:
    with pytest.raises(LibraryError, match=said) as refused:
        parse_yaml(text, "some/file.yaml")
    assert str(refused.value).startswith("some/file.yaml")
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_or_too_large_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"none.yaml cannot be read: No such file"):
        read_yaml(tmp_path / "none.yaml")
    big = tmp_path / "big.yaml"
    with big.open("wb") as file:
        file.truncate(30_000_000)
    with pytest.raises(LibraryError, match="larger than 20 MB"):
        read_yaml(big)
