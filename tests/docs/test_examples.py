"""Every example in README and docs does what the page says; and the runner notices when it does not."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.examples import Block, ExampleError, blocks, commands, matches, run_page

PAGES = [
    *sorted(path for path in ROOT.glob("*.md")),
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_examples_of_our_pages_do_what_they_say(page: Path, tmp_path: Path) -> None:
    run_page(page.read_text(encoding="utf-8"), str(page.relative_to(ROOT)), tmp_path)


def console(text: str) -> str:
    return f"Words.\n\n```console\n{text}\n```\n"


def python(text: str) -> str:
    return f"```python\n{text}\n```\n"


@pytest.mark.parametrize(
    ("page", "count"),
    [
        ("No example at all.\n", 0),
        ("```yaml\n$ false\n```\n", 0),
        (console("$ echo one\none"), 1),
        (console("$ echo one\none\n$ echo two; echo three\ntwo\nthree"), 2),
        (console("$ true"), 1),
        (console("$ printf 'a  \\n\\n'\na"), 1),
        (console("$ printf 'took 1.3 s\\n'\ntook ... s"), 1),
        (console("$ seq 9\n1\n...\n9"), 1),
        (console("$ echo wrong >&2; exit 2\nwrong\n[exit 2]"), 1),
        (console("$ exit 3\n[exit 3]"), 1),
        (console("$ echo a \\\n  b\na b"), 1),
        (console("$ echo kept > file") + console("$ cat file\nkept"), 2),
        ("- a list\n  ```console\n  $ echo in a list\n  in a list\n  ```\n", 1),
        (python(">>> 1 + 1\n2\n>>> print('long text')\nlong ..."), 2),
        (python("def shown_only(): ..."), 0),
    ],
)
def test_runner_runs_each_example(page: str, count: int, tmp_path: Path) -> None:
    assert run_page(page, "page", tmp_path) == count


@pytest.mark.parametrize(
    "page",
    [
        console("$ echo one\ntwo"),
        console("$ echo one"),
        console("$ true\nsomething"),
        console("$ echo one; echo two\none"),
        console("$ echo fine; exit 1\nfine"),
        console("$ echo fine\nfine\n[exit 1]"),
        console("$ echo a.b\naxb"),
        console("$ echo unsaid >&2"),
        console("echo one\none"),
        console("$ no-such-command-here"),
        python(">>> 1 + 1\n3"),
        python(">>> 1 / 0\n0"),
        "- a list\n  ```console\n  $ echo in a list\n  elsewhere\n  ```\n",
    ],
)
def test_runner_notices_an_example_that_lies(page: str, tmp_path: Path) -> None:
    with pytest.raises(ExampleError):
        run_page(page, "page", tmp_path)


def test_failure_names_page_line_and_both_outputs(tmp_path: Path) -> None:
    with pytest.raises(ExampleError, match=r"(?s)page.md:3: \$ echo one\n--- the page says\ntwo\n.*really says\none"):
        run_page(console("$ echo one\ntwo"), "page.md", tmp_path)


def test_dots_do_not_make_everything_match() -> None:
    assert matches("a\n...\nz", "a\nm\nz")
    assert not matches("a\n...\nz", "a\nm\ny")


def test_a_fence_inside_a_longer_fence_is_text() -> None:
    page = "````markdown\n```console\n$ false\n```\n````\n"
    assert [block.language for block in blocks(page, "page")] == ["markdown"]


def test_commands_keep_their_own_output() -> None:
    found = commands(Block("page:1", "console", "$ one\n1\n$ two\n2\n2\n"))
    assert [(command.line, command.output) for command in found] == [("one", "1\n"), ("two", "2\n2\n")]
