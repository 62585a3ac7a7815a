"""What a form leaves of the rows that stand sealed already: what nobody changed stays whole, with its day.

A form has room for a few names, languages and wishes. What it has no room for, and what a row says beside the part
that is shown, was recorded by somebody and is not the form's to lose. A day that is counted from, such as the day an
age was told on, becomes today only where the age itself is another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fristad.server.common.clock import today

Row = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]


def names(typed: Sequence[tuple[str, str]], before: Rows, room: int) -> list[Row]:
    """Return the names: `typed` is (text, kind) by place; a text that stands already keeps the rest of its row."""
    stored = {row["text"]: row for row in reversed(before)}
    here = [*before[:room], *({} for _ in typed)]
    rows = [
        {**(at if at.get("text") == text else stored.get(text, {})), "text": text, "kind": kind}
        for at, (text, kind) in zip(here, typed, strict=False)
        if text
    ]
    return [*rows, *(dict(row) for row in before[room:])]


def languages(codes: Sequence[str], before: Rows, room: int) -> list[Row]:
    """Return the languages in the order of `codes`, each with what is known of it."""
    stored = {row["code"]: row for row in before}
    return [*({**stored.get(code, {}), "code": code} for code in codes if code), *(dict(row) for row in before[room:])]


def ages(typed: Mapping[str, tuple[int, int] | None], before: Rows) -> list[Row]:
    """Return the ages, one shown of each kind: the newest. One that is another now was told today."""
    shown = {row["kind"]: row for row in before if row["kind"] in typed}
    rows = [_age(typed[row["kind"]], row) if row is shown.get(row["kind"]) else dict(row) for row in before]
    new = [{"kind": kind, **_told(pair)} for kind, pair in typed.items() if pair and kind not in shown]
    return [row for row in rows if row] + new


def _age(pair: tuple[int, int] | None, row: Mapping[str, Any]) -> Row | None:
    if pair is None:
        return None
    return dict(row) if pair == (row["least"], row["most"]) else {"kind": row["kind"], **_told(pair)}


def _told(pair: tuple[int, int]) -> Row:
    return {"least": pair[0], "most": pair[1], "on": today().isoformat()}


def birth(date: Row | None, kind: str, before: Mapping[str, Any] | None) -> Row | None:
    """Return the date of birth and where it comes from; the same date keeps the day on which it was told."""
    if date is None:
        return None
    if before and all(date[part] == before["date"].get(part) for part in date):
        return {**before, "kind": kind}
    return {"date": date, "kind": kind, "on": today().isoformat()}


def wishes(asked: Mapping[str, str], before: Mapping[str, Any] | None) -> Row:
    """Return the wishes: those that were asked for, and those that the form has no question for."""
    rest = {name: wish for name, wish in (before or {}).items() if name not in asked}
    return {**rest, **{name: wish for name, wish in asked.items() if wish not in ("", "unknown")}}
