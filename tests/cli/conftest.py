"""The command line, called inside this process, with what it printed."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import NamedTuple

import pytest

from fristad.cli import main


class Said(NamedTuple):
    """What one command ended with and printed."""

    code: int
    out: str
    err: str


Fristad = Callable[..., Said]


@pytest.fixture
def fristad(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Fristad:
    def run(*arguments: str, stdin: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        code = main(arguments)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run
