"""A copy of the real library that a test may break."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from fristad.library.files import HOME, Files


@dataclass(frozen=True)
class Copy:
    """A library folder of its own. Edit it before anything reads it."""

    home: Path

    @property
    def files(self) -> Files:
        return Files(self.home)

    def edit(self, name: str, old: str, new: str, count: int = 1) -> None:
        """Replace text that must be there, so that a test cannot pass because nothing was changed."""
        path = self.home / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new, count), encoding="utf-8")

    def add(self, name: str, text: str) -> None:
        with (self.home / name).open("a", encoding="utf-8") as file:
            file.write(text)


@pytest.fixture
def library(tmp_path: Path) -> Copy:
    home = tmp_path / "library"
    shutil.copytree(HOME, home, ignore=shutil.ignore_patterns("*.py", "__pycache__", "schema"))
    return Copy(home)
