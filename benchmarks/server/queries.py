"""How many queries each page takes, and which of them takes longest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client

from benchmarks.server import office_file, people
from benchmarks.server.browser import Browser, Send, sign_in
from benchmarks.server.pages import CODE, LISTS, search
from benchmarks.server.place import Place
from benchmarks.server.searches import searches

#: Statements that take a connection or a transaction, and no work.
_BARE = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")


@dataclass
class Watch:
    """What was asked of the database: statements, with their seconds."""

    asked: list[tuple[float, str, Any]] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        """Time a statement; Django calls this."""
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if not sql.startswith(_BARE):
                self.asked.append((time.perf_counter() - begun, sql, params))


def counted(place: Place) -> dict[str, Any]:
    """Return for each page and scope: how many queries, milliseconds in the database, and its longest statement."""
    return {
        f"{name}, {scope}": _watched(ask)
        for scope in (office_file.ALL, office_file.OWN)
        for name, ask in _pages(place, scope)
    }


def _pages(place: Place, scope: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give pages, each opened once before: what a process loads once is not the page's."""
    browser = Browser(within())
    sign_in(browser, office_file.read(place.office, scope)[-1])
    code = people.code(3) if scope == office_file.ALL else _own(browser)
    for name, path in {"home": "/", "list": LISTS[0], "case": f"/case/{code}/"}.items():
        browser.get(path)
        yield name, partial(browser.get, path)
    browser.get("/search/")
    two_words = next(each for each in searches(place.cases, 20) if each.kind == "two words")
    yield "search", partial(search, browser, two_words)
    notes = f"/case/{code}/part/notes/"
    browser.get(notes)
    yield "note", partial(browser.post, notes, {"words": "A note."})


def within() -> Send:
    """Return a way to the pages in this process."""
    client = Client(headers={"host": "localhost"}, raise_request_exception=True)

    def send(
        method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        client.cookies.clear()
        kind = headers.get("Content-Type", "")
        answer = client.generic(method, path, body or b"", content_type=kind, headers=headers, secure=True)
        told = [(name.lower(), value) for name, value in answer.headers.items()]
        told += [("set-cookie", each.OutputString()) for each in answer.cookies.values()]
        return answer.status_code, told, answer.content

    return send


def _own(browser: Browser) -> str:
    return CODE.findall(browser.get("/cases/?state=open&owner=me&order=changed").text)[0]


def _watched(ask: Callable[[], object]) -> dict[str, Any]:
    watch = Watch()
    with connection.execute_wrapper(watch):
        ask()
    longest = max(watch.asked, key=lambda each: each[0])
    return {
        "queries": len(watch.asked),
        "ms": 1000 * sum(seconds for seconds, _, _ in watch.asked),
        "longest_ms": 1000 * longest[0],
        "longest": longest[1][:4000],
    }
