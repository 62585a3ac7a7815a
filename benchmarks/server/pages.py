"""How long one page takes, from a server whose processes have just been started."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from random import Random

from benchmarks.server import office_file, people
from benchmarks.server.browser import Answer, Browser, RefusedError, over_http, sign_in
from benchmarks.server.place import Place, serving
from benchmarks.server.searches import Search, searches

CODE = re.compile(r'href="/case/([2-9A-Z]{7})/"')
#: Filters by columns, one for each page that is opened.
LISTS = (
    "/cases/?state=open&owner=&due=overdue&order=due",
    "/cases/?state=open&owner=&risk=high&order=changed",
    "/cases/?state=closed&owner=&order=changed",
    "/cases/?state=&owner=none&order=opened",
    "/cases/?state=open&owner=me&due=week&order=changed",
)
#: A session ends after half an hour without use.
_FRESH = 1_200.0
_sessions: dict[tuple[Path, str], tuple[float, dict[str, str]]] = {}
_NARROW = "Too many people fit"


@dataclass
class Times:
    """Seconds of each whole answer, and what was in it."""

    seconds: list[float] = field(default_factory=list)
    narrow: list[bool] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    shown: list[list[str]] = field(default_factory=list)

    def add(self, *answers: Answer) -> None:
        """Take in one page: all answers that it took."""
        for each in answers:
            if each.status not in (200, 302):
                raise RefusedError(f"an answer with {each.status}: {each.text[:300]}")
        self.seconds.append(sum(each.seconds for each in answers))


def measured(place: Place, scope: str, count: int) -> dict[str, Times]:
    """Open each kind of page `count` times, in turn by all who have `scope`; before each the server starts anew."""
    kinds: dict[str, Callable[[Place, list[Browser], int], Times]] = {
        "home": _homes,
        "list": _lists,
        "case": _cases,
        "search": _searches,
    }
    found = {}
    for name, kind in kinds.items():
        print(f"  {place.database}, {name}, {scope}", file=sys.stderr, flush=True)
        with serving(place) as running:
            found[name] = kind(place, signed_in(place, scope, running.port), count)
    return found


def signed_in(place: Place, scope: str, port: int, most: int = 10) -> list[Browser]:
    """Return the browsers of those who have a scope, signed in. A session outlives a server that is started anew."""
    made = []
    for number, account in enumerate(office_file.read(place.office, scope)[:most], 1):
        browser = Browser(over_http(port), address=f"203.0.113.{number}")
        since, browser.cookies = _sessions.get((place.folder, account.name), (0.0, {}))
        if time.monotonic() - since > _FRESH:
            browser.cookies = {}
            sign_in(browser, account)
            _sessions[place.folder, account.name] = time.monotonic(), browser.cookies
        made.append(browser)
    return made


def _homes(_place: Place, browsers: Sequence[Browser], count: int) -> Times:
    times = Times()
    for browser in islice(cycle(browsers), count):
        times.add(browser.get("/"))
    return times


def _lists(_place: Place, browsers: Sequence[Browser], count: int) -> Times:
    times = Times()
    for number, browser in enumerate(islice(cycle(browsers), count)):
        times.add(browser.get(LISTS[number // len(browsers) % len(LISTS)]))
    return times


def _cases(place: Place, browsers: Sequence[Browser], count: int) -> Times:
    times, rng = Times(), Random(5)
    own = [_codes_of(browser) for browser in browsers]
    for number, browser in enumerate(islice(cycle(browsers), count)):
        codes = own[number % len(browsers)]
        code = rng.choice(codes) if codes else people.code(rng.randrange(place.cases))
        times.add(browser.get(f"/case/{code}/"))
    return times


def _codes_of(browser: Browser) -> list[str]:
    """Return the cases of the first pages of somebody's list; each opening is of another one then."""
    found: list[str] = []
    path = "/cases/?state=&owner=&order=changed"
    for _ in range(4):
        text = browser.get(path).text
        found += CODE.findall(text)
        following = re.search(r'href="(/cases/\?[^"]*after=[^"]*)"', text)
        if not following:
            break
        path = following[1].replace("&amp;", "&")
    return list(dict.fromkeys(found))


def _searches(place: Place, browsers: Sequence[Browser], count: int) -> Times:
    times = Times()
    for browser, wanted in zip(cycle(browsers), searches(place.cases, count), strict=False):
        begun, answer = search(browser, wanted)
        times.add(begun, answer)
        times.kinds.append(wanted.kind)
        times.narrow.append(is_narrow(answer))
        times.shown.append(list(dict.fromkeys(CODE.findall(answer.text))))
    return times


def search(browser: Browser, wanted: Search) -> tuple[Answer, Answer]:
    """Send a search and go where it leads: the two answers that a person waits for."""
    if not browser.secret:
        browser.get("/search/")
    begun = browser.post("/search/", {"code": wanted.text})
    return begun, browser.get(begun.to)


def is_narrow(answer: Answer) -> bool:
    """Return whether a page asks to narrow the search."""
    return _NARROW in answer.text


def each_kind(times: Times) -> Iterator[tuple[str, list[int]]]:
    """Give each kind of search with the places of its searches."""
    for kind in dict.fromkeys(times.kinds):
        yield kind, [place for place, each in enumerate(times.kinds) if each == kind]
