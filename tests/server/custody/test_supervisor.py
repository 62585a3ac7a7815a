"""The supervisor starts again what ends, and gives up on what cannot run."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

import pytest

from fristad.server.custody.serving import supervisor
from fristad.server.custody.serving.supervisor import Part, PartFailedError, Supervisor

_SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "_LONGEST_PAUSE", 0.05)


def run_until(parts: list[Part], true: Callable[[], object]) -> None:
    """Run a supervisor in this thread; tell it to end once `true()` holds."""

    def watch() -> None:
        end = time.monotonic() + 20
        while not true() and time.monotonic() < end:
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
    Supervisor(parts).run()
    assert true()


def test_what_is_killed_is_started_again_and_all_end_together() -> None:
    parts = [Part("one", _SLEEP), Part("other", _SLEEP)]
    seen: set[int] = set()

    def killed_twice() -> bool:
        process = parts[0].process
        if process is not None and process.pid not in seen and len(seen) < 3:
            seen.add(process.pid)
            if len(seen) < 3:
                process.kill()
        return len(seen) == 3

    run_until(parts, killed_twice)
    assert all(part.ended() is not None for part in parts)


def test_what_ends_again_and_again_ends_everything() -> None:
    parts = [Part("healthy part", _SLEEP), Part("broken part", [sys.executable, "-c", "raise SystemExit(1)"])]
    with pytest.raises(PartFailedError, match="The broken part ends again and again"):
        Supervisor(parts).run()
    assert parts[0].ended() is not None


def test_a_part_is_started_after_the_one_before_it_is_ready() -> None:
    said: list[str] = []
    parts = [Part(name, _SLEEP, lambda _process, name=name: said.append(name)) for name in ("one", "other")]
    run_until(parts, lambda: len(said) == 2)
    assert said == ["one", "other"]


def test_what_does_not_end_when_asked_is_ended() -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    part = Part("deaf part", [sys.executable, "-c", deaf])
    part.start()
    time.sleep(0.5)
    part.end(0.2)
    assert part.ended() == -signal.SIGKILL
