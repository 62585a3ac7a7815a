"""What must or may be reported in a country, so that the person hears it before anything is told.

One small file for each country, `countries/<ISO3>/reporting.yaml`, until the country packs bring it. What nobody found
stands in it as not known: a gap is never an absence of a duty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from fristad.library.files import HOME, Files, rows
from fristad.library.problems import Problem

FILE = "countries/{}/reporting.yaml"
#: Must: the law demands it. May: the law allows it without consent. Consent: only what the person agrees to.
FORCES: Final = ("must", "may", "consent")
#: Whom a row may bind: the kinds of body of an agency. An empty list is "not known whom".
BODIES: Final = ("un", "ngo", "state", "health")
CONCERNS: Final = ("child", "adult", "any")
#: What has become of the file: nobody has checked it, a named person has, or it is invented for practice.
STATES: Final = ("unchecked", "checked", "invented")
_TEXTS: Final = ("id", "what", "to", "law")


@dataclass(frozen=True, slots=True)
class Duty:
    """One row. `binds` is empty where nobody knows whom it binds."""

    id: str
    force: str
    binds: tuple[str, ...]
    concerns: str
    what: str
    to: str
    law: str
    source: Mapping[str, str]
    confidence: str

    def may_bind(self, body: str) -> bool:
        """Whether it binds such an agency, or may do so because nobody knows whom it binds."""
        return not self.binds or body in self.binds


@dataclass(frozen=True, slots=True)
class Reporting:
    """All that is known of one country, and what is not."""

    country: str
    state: str
    duties: tuple[Duty, ...]
    not_known: tuple[str, ...]

    @property
    def invented(self) -> bool:
        """Whether it is for practice only."""
        return self.state == "invented"


def load_reporting(country: str) -> Reporting | None:
    """What is known of a country by its ISO 3166 code, or None where there is no file: then nothing is known."""
    return _load(Files(HOME), country)


@lru_cache(maxsize=64)
def _load(files: Files, country: str) -> Reporting | None:
    if country not in countries(files):
        return None
    data = files.mapping(FILE.format(country))
    sources = data["sources"]
    duties = tuple(
        Duty(
            row["id"],
            row["force"],
            tuple(row["binds"]),
            row["concerns"],
            row["what"],
            row["to"],
            row["law"],
            sources[row["source"]],
            row["confidence"],
        )
        for row in rows(data, "rows")
    )
    return Reporting(country, data["state"], duties, tuple(data["not_known"]))


def countries(files: Files | None = None) -> tuple[str, ...]:
    """The codes of the countries that have a file, in order."""
    home = (files or Files(HOME)).home / "countries"
    return tuple(sorted(path.parent.name for path in home.glob("*/reporting.yaml")))


def reporting_problems(files: Files) -> Iterator[Problem]:
    """The faults of every country's file."""
    for country in countries(files):
        name = FILE.format(country)
        yield from _file(name, country, files.mapping(name))


def _file(name: str, country: str, data: Mapping[str, Any]) -> Iterator[Problem]:
    if data.get("country") != country:
        yield Problem(name, "country", f"it is not {country}, as the folder says.", "Write the code of the folder.")
    if data.get("state") not in STATES:
        yield Problem(name, "state", "it is not known.", f"Use one of {', '.join(STATES)}.")
    if not isinstance(data.get("not_known"), list) or not (data.get("rows") or data["not_known"]):
        yield Problem(name, "not_known", "the file says nothing.", "Say at least what is not known.")
    sources = data.get("sources")
    for row in rows(data, "rows"):
        yield from _row(name, row, sources if isinstance(sources, Mapping) else {})


def _row(name: str, row: Mapping[str, Any], sources: Mapping[str, Any]) -> Iterator[Problem]:
    item = str(row.get("id"))
    for text in _TEXTS:
        if not isinstance(row.get(text), str) or not row[text].strip():
            yield Problem(name, item, f"it has no '{text}'.", "Write it, or take the row out.")
    for field, allowed in (("force", FORCES), ("concerns", CONCERNS), ("confidence", ("high", "medium", "low"))):
        if row.get(field) not in allowed:
            yield Problem(name, item, f"its {field} is not known.", f"Use one of {', '.join(allowed)}.")
    binds = row.get("binds")
    if not isinstance(binds, list) or not set(map(str, binds)) <= set(BODIES):
        yield Problem(name, item, "whom it binds cannot be read.", f"Write a list of {', '.join(BODIES)}, or [].")
    source = sources.get(str(row.get("source")))
    if not isinstance(source, Mapping) or not source.get("title"):
        yield Problem(name, item, "it has no source.", "Name one of the file's sources, with its title.")
