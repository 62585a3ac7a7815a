"""Interviewers at once, each an answer every five seconds, beside caseworkers and one table that is screened."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.server import load, office_file
from benchmarks.server.browser import Answer, Browser, RefusedError
from benchmarks.server.load import Worked
from benchmarks.server.pages import CODE, signed_in
from benchmarks.server.place import Place, serving

#: So many interview, so many do other casework meanwhile.
INTERVIEWERS, CASEWORKERS = 50, 20
#: Seconds between two answers of an interviewer, and between two pages of a caseworker, on the average.
ANSWER_EVERY, PAGE_EVERY = 5.0, 10.0
#: Rows of the table that is screened beside them.
ROWS = 100_000
#: Side by side, without pauses.
CROWDS = (1, 2, 4, 8, 16, 32)
OWN_CASES = "/cases/?state=open&owner=me&order=changed"
_TURN_TO_SEE = 3.0
_LEAF = re.compile(r'name="leaf" value="([^"]+)"')
_VERSION = re.compile(r'name="version" value="(\d+)"')
#: Stands on the page of a run that is over.
_DONE = "Where a conversation may help"
#: What is noted before any topic when nothing stands in the way.
_STEPS: dict[str, dict[str, str]] = {
    "setting": {"setting": "office", "holder": "no", "form": "plain"},
    "private": {"safe": "yes", "company": "nobody"},
    "interpreter": {"mode": "none"},
    "duties": {"told": "yes"},
    "consent": {"talk": "given", "record": "given", "contact": "refused"},
    "urgent": {"urgent": "no"},
    "before": {"asked": "no"},
    "account": {"words": "First you pay, then you go."},
}


@dataclass
class Talks:
    """What came out: answers of interviewers, pages of caseworkers, and the table beside them."""

    answers: Worked = field(default_factory=Worked)
    pages: Worked = field(default_factory=Worked)
    bulk: dict[str, Any] = field(default_factory=dict)


def with_pauses(place: Place, minutes: float) -> Talks:
    """Let fifty interview and twenty work beside them, while one table is screened."""
    with serving(place) as running:
        own = signed_in(place, office_file.OWN, running.port, INTERVIEWERS + CASEWORKERS)
        leads = signed_in(place, office_file.ALL, running.port)
        beside = [*own[INTERVIEWERS:], *leads[1:]][:CASEWORKERS]
        print(f"  {place.database}, {INTERVIEWERS} interviewers for {minutes:g} minutes", file=sys.stderr, flush=True)
        done, until = Talks(), time.monotonic() + 60 * minutes
        threads = [threading.Thread(target=_screen, args=(leads[0], until, done.bulk))]
        lock = threading.Lock()
        for number, browser in enumerate(own[:INTERVIEWERS]):
            talk = Interviewer(browser, random.Random(number), ANSWER_EVERY)
            threads.append(threading.Thread(target=_into, args=(done.answers, lock, talk.work, until)))
        for number, browser in enumerate(beside):
            worker = load.Worker(browser, random.Random(number), PAGE_EVERY)
            threads.append(threading.Thread(target=_into, args=(done.pages, lock, worker.work, until)))
        _run(threads)
        return done


def without_pauses(place: Place, seconds: float) -> list[tuple[int, Worked]]:
    """Let ever larger crowds interview without pauses, each for `seconds`."""
    found = []
    with serving(place) as running:
        browsers = signed_in(place, office_file.OWN, running.port, max(CROWDS))
        talks = [Interviewer(browser, random.Random(number), 0.0) for number, browser in enumerate(browsers)]
        for talk in talks:
            talk.begin()
        for crowd in CROWDS:
            print(f"  {place.database}, {crowd} interviewers without pauses", file=sys.stderr, flush=True)
            done, lock, begun = Worked(), threading.Lock(), time.monotonic()
            _run(
                [
                    threading.Thread(target=_into, args=(done, lock, talk.work, begun + seconds))
                    for talk in talks[:crowd]
                ]
            )
            done.seconds = time.monotonic() - begun
            found.append((crowd, done))
    return found


def _run(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _into(done: Worked, lock: threading.Lock, work: Callable[[float], Worked], until: float) -> None:
    worked = work(until)
    with lock:
        done.take(worked)


class Interviewer:
    """Somebody who interviews: one answer after another, and the next person when nothing is left to ask."""

    def __init__(self, browser: Browser, rng: random.Random, pause: float) -> None:
        self.browser, self.rng, self.pause = browser, rng, pause
        self.done = Worked()
        self.codes: list[str] = []
        self.address, self.page = "", ""

    def work(self, until: float) -> Worked:
        """Interview until a moment; what goes wrong is noted, and another interview is begun."""
        self.done = Worked()
        time.sleep(self.rng.uniform(0, self.pause))
        while time.monotonic() < until:
            begun = time.monotonic()
            try:
                self._one_turn()
            except (OSError, RefusedError) as error:
                self.done.failed.append(f"answer: {error}"[:200])
                self.address = ""
            time.sleep(max(0.0, self.pause * self.rng.uniform(0.5, 1.5) - (time.monotonic() - begun)))
        return self.done

    def _one_turn(self) -> None:
        leaf = _LEAF.search(self.page) if self.address else None
        if leaf is None:
            if self.address:
                self._send(f"{self.address}close/", {"next": "Rest.", "contact": ""})
            self.begin()
            return
        words = f"Words {self.rng.getrandbits(64):x}."
        value = "no" if leaf[1].startswith("person.") else self.rng.choice(("yes", "no", "unknown"))
        self._send(self.address, {"leaf": leaf[1], "value": value, "who": "person", "words": words})
        self.done.acknowledged.append((self.address.strip("/").rpartition("/")[2], words))
        self._look()

    def begin(self) -> None:
        """Begin an interview with one of the own people, up to the first topic."""
        self.codes = self.codes or CODE.findall(self._seen(self.browser.get(OWN_CASES)).text)
        if not self.codes:
            raise RefusedError("no case of one's own")
        begin = f"/case/{self.codes.pop(self.rng.randrange(len(self.codes)))}/interviews/new/"
        self._seen(self.browser.get(begin))
        made = self._send(begin, {"language": "en", "age": "adult", "why": "To find a safe bed."})
        self.address = made.to
        for step, noted in _STEPS.items():
            self._look()
            self._send(self.address, {"step": step, **noted})
        self._look()

    def _look(self) -> None:
        self.page = self._seen(self.browser.get(self.address)).text

    def _seen(self, answer: Answer) -> Answer:
        if answer.status != 200:
            raise RefusedError(f"an answer with {answer.status}")
        self.done.read.append(answer.seconds)
        return answer

    def _send(self, address: str, told: dict[str, str]) -> Answer:
        answer = self.browser.post(address, told)
        if answer.status != 302:
            raise RefusedError(f"{told.get('step', 'an answer')} with {answer.status}")
        self.done.wrote.append(answer.seconds)
        return answer


def _screen(browser: Browser, until: float, told: dict[str, Any]) -> None:
    """Send a table, let it be screened, and note how long it took, or what went wrong."""
    begun = time.monotonic()
    told["rows"] = ROWS
    try:
        run = _begun(browser)
        while time.monotonic() < until and _DONE not in browser.get(run).text:
            time.sleep(_TURN_TO_SEE)
    except (OSError, RefusedError) as error:
        told["failed"] = str(error)[:200]
        return
    if time.monotonic() < until:
        told["seconds"] = time.monotonic() - begun


def _begun(browser: Browser) -> str:
    """Send the table and what its columns say. Returns the address of the run."""
    browser.get("/planning/new/")
    sent = browser.send_file("/planning/new/", "table", "people.csv", table(ROWS))
    version = _VERSION.search(browser.get(sent.to).text)
    if version is None:
        raise RefusedError(f"the table with {sent.status}")
    asked = {"mapping": _mapping(), "place": "place", "group": "", "lists": "palermo_art3", "version": version[1]}
    began = browser.post(sent.to, {**asked, "begin": "1"})
    if began.status != 302:
        raise RefusedError(f"the columns with {began.status}")
    return began.to


def table(rows: int) -> bytes:
    """Return a table of invented persons: those of the demonstration again and again, each with a number of its own."""
    text = (files("fristad.bulk") / "demo" / "invented_persons.csv").read_text(encoding="utf-8")
    header, *persons = csv.reader(io.StringIO(text))
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(header)
    for number, row in enumerate(islice(cycle(persons), rows)):
        writer.writerow([f"{row[0]}-{number}", *row[1:]])
    return made.getvalue().encode()


def _mapping() -> str:
    return (files("fristad.library") / "mappings" / "demo.yaml").read_text(encoding="utf-8")


def lost(place: Place, worked: Worked, inside: Callable[..., Any]) -> int:
    """Return how many acknowledged answers are not in their interview exactly once."""
    with _listed(worked.acknowledged) as path:
        return int(inside(place, "said", path)["lost"])


@contextmanager
def _listed(acknowledged: Sequence[tuple[str, str]]) -> Iterator[str]:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(acknowledged, file)
        file.flush()
        yield file.name


def said(_place: Place, path: str) -> dict[str, int]:
    """Count the answers of a file that are not there exactly once. Runs inside the installation."""
    from fristad.server.screening.models import Saying  # noqa: PLC0415 - what measures needs no Django

    wanted = [(interview, words) for interview, words in json.loads(Path(path).read_text())]
    rows = Saying.unscoped.filter(interview__in={each for each, _ in wanted}).select_related("record_key")
    found = [(str(row.interview_id), (row.told or {}).get("words")) for row in rows]
    return {"lost": sum(found.count(each) != 1 for each in wanted)}
