"""The repository's own promises: who imports what, what is installed, what happens when a part is missing."""

import ast
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from scripts import set_up
from tests import conftest

ROOT = conftest.ROOT
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def imported_by(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", sorted((ROOT / "src/fristad/engine").rglob("*.py")), ids=lambda path: path.name)
def test_the_engine_imports_itself_and_the_standard_library(path: Path) -> None:
    allowed = {*sys.stdlib_module_names, "fristad"}
    names = imported_by(path.read_text(encoding="utf-8"))
    assert {name.partition(".")[0] for name in names} <= allowed
    assert all(name.startswith("fristad.engine") for name in names if name.startswith("fristad"))


def test_every_direct_dependency_says_why_it_is_here() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = text.partition("dependencies = [\n")[2].partition("\n]")[0].splitlines()
    assert len(listed) == len(PROJECT["project"]["dependencies"]) < 20
    assert all(re.search(r'", +# \w.+', line) for line in listed)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_name_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    packages = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|--trusted-host", text)


def test_locks_agree_with_each_other() -> None:
    pins: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", lock.read_text(encoding="utf-8"), re.M):
            pins.setdefault(name, set()).add(version)
    assert {name: versions for name, versions in pins.items() if len(versions) > 1} == {}


def test_missing_part_skips_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.skip.Exception, match="apt-get install openjdk-17-jdk-headless"):
        conftest.require("java")


def test_missing_part_fails_in_continuous_integration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(pytest.fail.Exception, match="CI is set"):
        conftest.require("java")


def test_table_that_we_may_not_hand_on_skips_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("FRISTAD_TEST_CTDC", "/no/such/file.csv")
    with pytest.raises(pytest.skip.Exception, match="FRISTAD_TEST_CTDC"):
        conftest.require("ctdc")


@pytest.mark.parametrize("arguments", [[], ["everything"], ["base", "dev"]])
def test_set_up_says_which_levels_there_are(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert set_up.main(arguments) == 1
    assert "base, dev, bench" in capsys.readouterr().err


def test_set_up_without_pip_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(set_up, "VENV", tmp_path / "venv")
    monkeypatch.setattr(set_up, "_runs", lambda _command: False)
    assert set_up.main(["base"]) == 1
    assert "apt-get install python3-pip" in capsys.readouterr().err


@pytest.mark.parametrize("level", set_up.LEVELS)
def test_each_level_has_its_lock(level: str) -> None:
    assert (ROOT / "requirements" / f"{level}.txt").is_file()
