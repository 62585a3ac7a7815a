"""The run as Markdown: tables for the terminal, and the page of the reference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

import numpy as np

from benchmarks import machine
from benchmarks.server.office_file import ALL, OWN
from benchmarks.server.run import Results
from benchmarks.text import markdown_table, number, verdict

TEMPLATE = Path(__file__).with_name("page.md")
_NOT_RUN = "Not measured in this run."
WHO = {ALL: "supervisor, all cases", OWN: "caseworker, own cases"}
PAGES = {"home": "home", "list": "first page of a filtered list", "case": "opening a case", "search": "name search"}
#: Milliseconds below which 95 of 100 whole answers shall lie.
AIMS = {"home": 200, "list": 200, "case": 150, "search": 300}
_WORK_P95, _WORK_P99, _FIRST_BYTES, _RECALL, _NARROW = 250, 1_000, 60_000, 0.95, 0.10

Row = tuple[str, ...]


def page(results: Sequence[Results], command: str) -> str:
    """Return the reference page."""
    made = {**parts(results), "command": command}
    text = TEMPLATE.read_text(encoding="utf-8")
    for name, value in made.items():
        text = text.replace("{{" + name + "}}", value)
    return text


def printed(results: Sequence[Results]) -> str:
    """Return the same tables for the terminal."""
    made = parts(results)
    shown = ("machine", "aims", "pages", "searches", "work", "crowd", "talks", "talks_crowd", "queries", "register")
    return "\n\n".join(made[name] for name in shown)


def parts(results: Sequence[Results]) -> dict[str, str]:
    """Return every table by the name it has in the template."""
    loads = [each for one in results for each in one.loads] or [0.0]
    return {
        "date": datetime.now(tz=UTC).date().isoformat(),
        "machine": machine.machine(),
        "load": f"{min(loads):.1f} to {max(loads):.1f}",
        "versions": f"Python {python_version()}, fristad {version('fristad')}, Django {version('django')}",
        "aims": _table(("database", "aim", "measured", ""), _aims(results)),
        "pages": _table(
            ("database", "page", "who", "answers", "p50 ms", "p95 ms", "p99 ms", "aim, p95"), _pages(results)
        ),
        "searches": _table(
            ("database", "who", "search", "number", "p50 ms", "p95 ms", "narrow it"), _searches(results)
        ),
        "work": _table(
            ("database", "people", "minutes", "answers", "p50 ms", "p95 ms", "p99 ms", "failed", "lost"), _work(results)
        ),
        "crowd": _table(
            ("database", "side by side", "answers a second", "p50 ms", "p95 ms", "failed"), _crowd(results)
        ),
        "talks": _table(
            ("database", "people", "minutes", "answers", "p50 ms", "p95 ms", "p99 ms", "failed", "lost", "the table"),
            _talks(results),
        ),
        "talks_crowd": _table(
            ("database", "side by side", "answers a second", "p50 ms", "p95 ms", "failed"),
            _crowd(results, "talks_crowd"),
        ),
        "queries": _table(("database", "page", "queries", "ms in the database", "longest ms"), _queries(results)),
        "register": _table(("database", "cases", "search tags", "MB", "cases a second when made"), _register(results)),
    }


def _table(header: Sequence[str], rows: Iterator[Row]) -> str:
    found = list(rows)
    return markdown_table(header, found) if found else _NOT_RUN


def ms(seconds: Sequence[float], at: float) -> float:
    """Return a percentile in milliseconds."""
    return 1000 * float(np.percentile(seconds, at))


def _shown(seconds: Sequence[float], *at: float) -> Row:
    return tuple(f"{ms(seconds, each):.0f}" for each in at)


def _aims(results: Sequence[Results]) -> Iterator[Row]:
    for one in results:
        for name, most in AIMS.items():
            worst = max((ms(kinds[name], 95) for kinds in one.pages.values()), default=None)
            if worst is not None:
                yield (
                    one.database,
                    f"{PAGES[name]} under {most} ms, p95",
                    f"{worst:.0f} ms",
                    verdict(reached=worst < most),
                )
        for aim, measured, reached in (*_aims_of_search(one), *_aims_of_work(one)):
            yield one.database, aim, measured, verdict(reached=reached)


def _aims_of_search(one: Results) -> Iterator[tuple[str, str, bool]]:
    for told in one.searches.values():
        several = [narrow for kind, narrow in zip(told["kinds"], told["narrow"], strict=True) if kind != "one word"]
        share = sum(several) / max(1, len(several))
        yield "at most a tenth asked to narrow, outside single words", f"{100 * share:.1f} %", share <= _NARROW
    if one.recall:
        share = one.recall["shown"] / max(1, one.recall["best"])
        said = f"{share:.3f} of {number(one.recall['best'])}, in {number(one.recall['searches'])} searches"
        yield "of the best 20 of a full scan at least 0.95 shown", said, share >= _RECALL
        yield (
            "the commonest word in at least 3 % of names",
            f"{100 * one.recall['top_word']:.1f} %",
            one.recall["top_word"] >= 0.03,
        )


def _aims_of_work(one: Results) -> Iterator[tuple[str, str, bool]]:
    if one.work:
        answers = one.work["read"] + one.work["wrote"]
        p95, p99 = ms(answers, 95), ms(answers, 99)
        many = f"{one.work['people']} caseworkers on {_cores()} cores"
        yield f"{many} under {_WORK_P95} ms, p95", f"{p95:.0f} ms", p95 < _WORK_P95
        yield f"{many} under {number(_WORK_P99)} ms, p99", f"{p99:.0f} ms", p99 < _WORK_P99
        said = f"{len(one.work['failed'])} failed, {one.work['lost']} lost of {number(len(one.work['wrote']))} writes"
        yield "no failed or lost write", said, not one.work["failed"] and not one.work["lost"]
    if one.talks:
        answers = one.talks["read"] + one.talks["wrote"]
        p95, p99 = ms(answers, 95), ms(answers, 99)
        many = f"{one.talks['interviewers']} interviewers beside {one.talks['caseworkers']} caseworkers"
        yield f"{many} under {_WORK_P95} ms, p95", f"{p95:.0f} ms", p95 < _WORK_P95
        yield f"{many} under {number(_WORK_P99)} ms, p99", f"{p99:.0f} ms", p99 < _WORK_P99
        failed, writes = len(one.talks["failed"]), number(len(one.talks["wrote"]))
        said = f"{failed} failed, {one.talks['lost']} lost of {writes} writes"
        yield "no failed or lost answer", said, not one.talks["failed"] and not one.talks["lost"]
    if one.first:
        size = sum(one.first.values())
        yield "first load under 60 kB", f"{size / 1000:.1f} kB", size < _FIRST_BYTES


def _cores() -> str:
    return machine.machine().split(", ")[1].split()[0]


def _pages(results: Sequence[Results]) -> Iterator[Row]:
    for one in results:
        for scope, kinds in one.pages.items():
            for name, seconds in kinds.items():
                figures = _shown(seconds, 50, 95, 99)
                yield one.database, PAGES[name], WHO[scope], number(len(seconds)), *figures, f"{AIMS[name]}"


def _searches(results: Sequence[Results]) -> Iterator[Row]:
    for one in results:
        for scope, told in one.searches.items():
            times = one.pages[scope]["search"]
            for kind in dict.fromkeys(told["kinds"]):
                at = [place for place, each in enumerate(told["kinds"]) if each == kind]
                narrow = sum(told["narrow"][place] for place in at) / len(at)
                figures = _shown([times[place] for place in at], 50, 95)
                yield one.database, WHO[scope], kind, str(len(at)), *figures, f"{100 * narrow:.0f} %"


def _work(results: Sequence[Results]) -> Iterator[Row]:
    for one in results:
        if one.work:
            answers = one.work["read"] + one.work["wrote"]
            who = (one.database, str(one.work["people"]), f"{one.work['minutes']:g}", number(len(answers)))
            yield *who, *_shown(answers, 50, 95, 99), str(len(one.work["failed"])), str(one.work["lost"])


def _talks(results: Sequence[Results]) -> Iterator[Row]:
    for one in results:
        if one.talks:
            answers = one.talks["read"] + one.talks["wrote"]
            people = f"{one.talks['interviewers']} interviewers, {one.talks['caseworkers']} caseworkers"
            who = (one.database, people, f"{one.talks['minutes']:g}", number(len(answers)))
            failed = (str(len(one.talks["failed"])), str(one.talks["lost"]))
            yield *who, *_shown(answers, 50, 95, 99), *failed, _table_beside(one.talks["bulk"])


def _table_beside(bulk: dict[str, Any]) -> str:
    if "seconds" in bulk:
        return f"{number(bulk['rows'])} rows in {bulk['seconds']:.0f} s"
    return f"failed: {bulk['failed']}" if "failed" in bulk else "not finished"


def _crowd(results: Sequence[Results], part: str = "crowd") -> Iterator[Row]:
    for one in results:
        for each in getattr(one, part):
            rate = len(each["answers"]) / each["seconds"]
            figures = _shown(each["answers"], 50, 95)
            yield one.database, str(each["crowd"]), f"{rate:.1f}", *figures, str(each["failed"])


def _queries(results: Sequence[Results]) -> Iterator[Row]:
    for one in results:
        for name, each in one.queries.items():
            yield one.database, name, str(each["queries"]), f"{each['ms']:.1f}", f"{each['longest_ms']:.1f}"


def _register(results: Sequence[Results]) -> Iterator[Row]:
    for one in results:
        built: dict[str, Any] = one.built
        rate = f"{built['written'] / built['seconds']:,.0f}" if built.get("written") else "kept from before"
        yield one.database, number(built["cases"]), number(built["tags"]), number(round(built["mb"])), rate
