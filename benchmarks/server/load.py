"""Many caseworkers at once: with pauses, as people work, and without, until more of them bring nothing more."""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.server import office_file
from benchmarks.server.browser import Browser, RefusedError, over_http
from benchmarks.server.pages import CODE, LISTS, signed_in
from benchmarks.server.place import Place, serving

#: Seconds between two pages of one person, as long again between the shortest and the longest.
PAUSE = 5.0
#: One page in five is a note that is written.
WRITES = 0.2
#: Side by side, without pauses.
CROWDS = (1, 2, 4, 8, 16, 32)
_NOTES = "/case/{code}/part/notes/"


@dataclass
class Worked:
    """What one or many did: seconds of each answer that was asked for, notes that were acknowledged, what failed."""

    read: list[float] = field(default_factory=list)
    wrote: list[float] = field(default_factory=list)
    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def take(self, other: Worked) -> None:
        """Add what another did."""
        self.read += other.read
        self.wrote += other.wrote
        self.acknowledged += other.acknowledged
        self.failed += other.failed


def with_pauses(place: Place, people: int, minutes: float) -> Worked:
    """Let `people` caseworkers work for `minutes`, a page every five seconds each."""
    with serving(place) as running:
        browsers = signed_in(place, office_file.OWN, running.port, people)
        print(f"  {place.database}, {people} caseworkers for {minutes:g} minutes", file=sys.stderr, flush=True)
        return _all(browsers, 60 * minutes, PAUSE)


def without_pauses(place: Place, seconds: float) -> list[tuple[int, Worked]]:
    """Let ever larger crowds work without pauses, each for `seconds`."""
    found = []
    with serving(place) as running:
        browsers = signed_in(place, office_file.OWN, running.port, max(CROWDS))
        for crowd in CROWDS:
            print(f"  {place.database}, {crowd} without pauses", file=sys.stderr, flush=True)
            found.append((crowd, _all(browsers[:crowd], seconds, 0.0)))
    return found


def _all(browsers: Sequence[Browser], seconds: float, pause: float) -> Worked:
    done, lock, begun = Worked(), threading.Lock(), time.monotonic()

    def one(number: int, browser: Browser) -> None:
        worked = Worker(browser, random.Random(number), pause).work(begun + seconds)
        with lock:
            done.take(worked)

    threads = [threading.Thread(target=one, args=each) for each in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.seconds = time.monotonic() - begun
    return done


class Worker:
    """One caseworker: home, list, cases of their own, and notes."""

    def __init__(self, browser: Browser, rng: random.Random, pause: float) -> None:
        self.browser, self.rng, self.pause = browser, rng, pause
        self.done = Worked()
        self.codes: list[str] = []

    def work(self, until: float) -> Worked:
        """Work until a moment; what goes wrong is noted and the work goes on."""
        time.sleep(self.rng.uniform(0, self.pause))
        while time.monotonic() < until:
            is_write = bool(self.codes) and self.rng.random() < WRITES
            begun = time.monotonic()
            try:
                (self._write if is_write else self._read)()
            except (OSError, RefusedError) as error:
                self.done.failed.append(f"{'write' if is_write else 'read'}: {error}"[:200])
            time.sleep(max(0.0, self.pause * self.rng.uniform(0.5, 1.5) - (time.monotonic() - begun)))
        return self.done

    def _read(self) -> None:
        kinds: list[Callable[[], str]] = [
            lambda: "/",
            lambda: LISTS[-1],
            lambda: "/cases/?state=open&owner=me&order=due",
        ]
        if self.codes:
            kinds += [lambda: f"/case/{self.rng.choice(self.codes)}/"] * 4
        answer = self.browser.get(self.rng.choice(kinds)())
        self._expect(answer.status, 200)
        self.done.read.append(answer.seconds)
        self.codes = CODE.findall(answer.text) or self.codes

    def _write(self) -> None:
        """Open the form, which is reading, and send it: the answer says that it is kept."""
        code, words = self.rng.choice(self.codes), f"Note {self.rng.getrandbits(64):x}."
        form = self.browser.get(_NOTES.format(code=code))
        self._expect(form.status, 200)
        self.done.read.append(form.seconds)
        kept = self.browser.post(_NOTES.format(code=code), {"words": words})
        self._expect(kept.status, 302)
        self.done.wrote.append(kept.seconds)
        self.done.acknowledged.append((code, words))

    @staticmethod
    def _expect(status: int, wanted: int) -> None:
        if status != wanted:
            raise RefusedError(f"an answer with {status}")


def lost(place: Place, worked: Worked, inside: Callable[..., Any]) -> int:
    """Return how many acknowledged notes are not in their case exactly once."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(worked.acknowledged, file)
        file.flush()
        return int(inside(place, "kept", file.name)["lost"])


def kept(_place: Place, path: str) -> dict[str, int]:
    """Count the notes of a file that are not there exactly once. Runs inside the installation."""
    from fristad.server.cases.models import Note  # noqa: PLC0415 - what measures needs no Django

    wanted = [(code, words) for code, words in json.loads(Path(path).read_text())]
    rows = Note.unscoped.filter(case__code__in={code for code, _ in wanted}).select_related("record_key", "case")
    found = [(row.case.code, row.told["words"]) for row in rows]
    return {"lost": sum(found.count(each) != 1 for each in wanted)}


def first_load(place: Place) -> dict[str, int]:
    """Return the bytes of the sign-in page and of what it loads, for a browser that takes compressed answers."""
    with serving(place) as running:
        browser, takes = Browser(over_http(running.port)), {"Accept-Encoding": "gzip, br"}
        page = browser.get("/in/")
        loaded = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', page.text)
        return {path: browser.get(path, **takes).size for path in dict.fromkeys(["/in/", *loaded])}
