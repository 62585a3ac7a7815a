"""The roads by which an upper app gives something to a lower one: what stands on each, and whose it is, as a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.urls import resolve, reverse
from django.urls.exceptions import NoReverseMatch

from fristad.server.common.registry import SLOTS, CaseSection, Duty, LoadColumn, Page, Telling, Tile, duties
from fristad.server.jobs import kinds

_HEAD = """\
# Roads between the apps

A lower app never reaches up. What must go up is registered by the upper app when it is loaded, and the lower app reads
it: slots, duties, handlers that are called at once, and kinds of jobs. What an upper app decided and hands down travels
as plain arguments of a lower app's functions and needs no list.

Made by `fristad docs roads`. Do not edit this page: run `fristad docs roads > docs/reference/roads.md`.
"""


def page() -> str:
    """Return the whole page in Markdown. The apps are loaded."""
    parts = [_HEAD, *(_slot(slot) for slot in sorted(SLOTS, key=lambda slot: slot.name)), _jobs()]
    return "\n".join(parts)


def _slot(slot: Any) -> str:
    rows = [(key, _module(item), _more(item)) for key, item in slot.items()]
    if slot is duties:
        return _table(slot.name, slot.about, ("model", "module", "when records are joined", "kept"), rows)
    return _table(slot.name, slot.about, ("key", "module"), [row[:2] for row in rows])


def _jobs() -> str:
    rows = [(kind.name, _of(kind.function), _often(kind.every)) for kind in kinds.every_kind()]
    return _table("jobs", "work that takes longer than a page may", ("kind", "module", "runs by itself"), rows)


def _often(every: timedelta | None) -> str:
    if every is None:
        return "no"
    hours = int(every.total_seconds() // 3600)
    return "every day" if hours == 24 else f"every {hours} hours" if hours > 1 else "every hour"


def _table(name: str, about: str, columns: tuple[str, ...], rows: list[Any]) -> str:
    lines = [f"## {name[:1].upper()}{name[1:]}", "", f"{about[:1].upper()}{about[1:]}.", ""]
    if not rows:
        return "\n".join([*lines, "Nothing yet.", ""])
    lines += [_line(columns), _line(["---"] * len(columns))]
    return "\n".join([*lines, *(_line(_cells(row)) for row in rows), ""])


def _cells(row: Any) -> Iterator[str]:
    for place, cell in enumerate(row):
        if isinstance(cell, tuple):
            yield from cell
        else:
            yield f"`{cell}`" if place < 2 else cell


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def _more(item: Any) -> tuple[str, ...]:
    return (item.merge, item.retain) if isinstance(item, Duty) else ()


def _module(item: Any) -> str:
    """Return the module that does the work of an item: of its function, or of the page that it leads to."""
    match item:
        case Duty():
            return _of(item.erase)
        case Tile() | LoadColumn():
            return _of(item.count)
        case Telling():
            return _of(item.facts)
        case Page() | CaseSection():
            return _of_page(item)
        case str():  # the name of a right
            return "accounts.rights"
        case _:
            return _of(item)


def _of(function: Callable[..., Any]) -> str:
    inner = getattr(function, "func", function)  # of a `partial`
    return str(inner.__module__).removeprefix("fristad.server.")


def _of_page(item: Page | CaseSection) -> str:
    for arguments in ((), ("CODE",), ("CODE", *getattr(item, "args", ()))):
        try:
            return _of(resolve(reverse(item.url_name, args=arguments)).func)
        except NoReverseMatch:
            continue
    raise LookupError(item.url_name)
