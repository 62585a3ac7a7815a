"""The log of what was asked for does not grow without bound, whoever writes into it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

from gunicorn.config import Config

from fristad.server.custody.serving.logs import KEPT, MOST_BYTES, BoundedFile
from fristad.server.custody.serving.web import NoNames
from tests.conftest import ROOT

WRITER = """
import logging, sys
from fristad.server.custody.serving.logs import BoundedFile
log = logging.Logger("access")
log.addHandler(BoundedFile(sys.argv[1], most_bytes=20_000, kept=3))
for number in range(1000):
    log.info("%s %04d %s", sys.argv[2], number, "x" * 40)
"""


def test_several_processes_keep_it_within_its_bound_and_mix_no_line(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], env=environment) for name in ("a", "b", "c")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    kept = sorted(each for each in tmp_path.iterdir() if each.suffix != ".lock")
    assert [each.name for each in kept] == ["access.log", "access.log.1", "access.log.2", "access.log.3"]
    assert all(each.stat().st_size < 20_000 + 4 * 60 for each in kept)
    lines = [line for each in kept for line in each.read_text().splitlines()]
    assert {len(line) for line in lines} == {len("a 0000 ") + 40}
    assert "0999" in " ".join(lines)


def test_no_line_is_lost_when_it_is_put_aside(tmp_path: Path) -> None:
    log, file = logging.Logger("access"), BoundedFile(tmp_path / "access.log", most_bytes=1_000, kept=100)
    log.addHandler(file)
    for number in range(500):
        log.info("%04d", number)
    file.close()
    lines = [line for each in tmp_path.iterdir() if each.suffix != ".lock" for line in each.read_text().splitlines()]
    assert sorted(lines) == [f"{number:04d}" for number in range(500)]


def test_gunicorn_writes_into_it(tmp_path: Path) -> None:
    settings = Config()
    settings.set("accesslog", str(tmp_path / "access.log"))
    logger = NoNames(settings)
    (handler,) = logger.access_log.handlers
    assert isinstance(handler, BoundedFile)
    assert (handler.most_bytes, handler.kept) == (MOST_BYTES, KEPT)
    logger.reopen_files()
    logger.access_log.info("after gunicorn opened its files anew")
    assert "anew" in (tmp_path / "access.log").read_text()
    logger.access_log.removeHandler(handler)
    handler.close()
