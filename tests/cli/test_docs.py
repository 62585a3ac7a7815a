"""`fristad docs roads`: the page in the documentation is what the code says now."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Print it in a process of its own: the tests of the server have put more on the roads of this one."""
    place = tmp_path_factory.mktemp("elsewhere")
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("FRISTAD_", "DJANGO_"))}
    command = [sys.executable, "-c", "from fristad.cli import main; raise SystemExit(main(['docs', 'roads']))"]
    ended = subprocess.run(command, cwd=place, env=bare, capture_output=True, text=True, check=True, timeout=60)
    assert not list(Path(place).iterdir()), "it leaves nothing behind"
    return ended.stdout


def test_the_page_in_the_documentation_is_current(printed: str) -> None:
    page = (ROOT / "docs" / "reference" / "roads.md").read_text()
    assert page == printed, "run: fristad docs roads > docs/reference/roads.md"


@pytest.mark.parametrize(
    "line",
    [
        "| `cases` | `cases.views.lists` |",
        "| `cases.search` | `cases.duties` |",
        "| `jobs` | `jobs.services` |",
        "| `supervisors` | `accounts.reading_alarms` |",
        "| `documents.sweep` | `cases.services.documents` |",
    ],
)
def test_it_names_who_is_on_each_road(printed: str, line: str) -> None:
    assert line in printed
