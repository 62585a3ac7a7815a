"""A determination in words, for trained staff. It informs; a named person decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fristad.library import Texts

_RESULTS = {
    "indications_present": "Indications of trafficking are present. A trained person should assess this.",
    "other_exploitation": "Exploitation, not classed as trafficking here: see to labour rights and national law.",
    "unclassified": "The publication does not class this pattern. A trained person should review it.",
    "not_settled": "Not settled: what is known so far does not decide it.",
    "no_indication_in_what_was_asked": "No indication in what was asked. This is not a finding that nothing happened.",
    "report_only": "A report: what is present, absent and unknown. No rule is published, so there is no result.",
    "outside_population": "This list is made for people of another age. It says nothing here.",
    None: "Nothing is computed here. A person chooses a level for each dimension and gives reasons.",
}
_SIDES = {"not_yet": "Why not yet", "not_excluded": "Why not excluded", None: "Because of"}
_MOST = 12


def in_words(said: Mapping[str, Any], texts: Texts) -> str:
    """The object of `fristad determine` as lines of text."""
    return "\n".join(_lines(said, texts)) + "\n"


def _lines(said: Mapping[str, Any], texts: Texts) -> Iterator[str]:
    yield f"{said['instrument']} ({said['version']})"
    if said["verification"]["banner"]:
        yield f"  ! {said['verification']['banner']}"
    yield f"  {_RESULTS[said['result']]}"
    if said["classification"]:
        yield f"  Class: {_plain(said['classification'])}"
    elif said["reachable"]:
        yield f"  Still possible: {', '.join(map(_plain, said['reachable']))}"
    yield from _readings(said["readings"])
    yield from _truths("Dimensions", {**said["dimensions"], **said["depends_on"]})
    for row in said["not_consulted"]:
        if row["note"]:
            yield f"  {row['note']}"
    yield from _reasons(said["reason"], texts)
    yield from _limited("Still open", [f"{texts.label(row['id'])} ({_plain(row['why'])})" for row in said["open"]])
    yield from _limited("Present", [item for item, value in said.get("items", {}).items() if value == "present"])


def _readings(readings: Mapping[str, str]) -> Iterator[str]:
    names = {"adult": "Read as an adult", "child": "Read as a child", "palermo_art3": "Under palermo_art3"}
    if len(readings) > 1 or "palermo_art3" in readings:
        for name, word in readings.items():
            yield f"  {names[name]}: {_plain(word)}"


def _truths(title: str, truths: Mapping[str, str]) -> Iterator[str]:
    if truths:
        yield f"  {title}: {', '.join(f'{_plain(name)} {_plain(truth)}' for name, truth in truths.items())}"


def _reasons(reason: list[Mapping[str, str]], texts: Texts) -> Iterator[str]:
    for side, title in _SIDES.items():
        rows = [row for row in reason if row.get("side") == side]
        yield from _limited(title, [f"{texts.label(row['id'])} ({_plain(row['answer'])})" for row in rows])


def _limited(title: str, found: list[str]) -> Iterator[str]:
    if found:
        more = f"; and {len(found) - _MOST} more" if len(found) > _MOST else ""
        yield f"  {title}: {'; '.join(found[:_MOST])}{more}"


def _plain(word: str) -> str:
    return word.replace("_", " ")
