"""Reads a hierarchy of places from CSV with HXL tags.

Such tables are published for most countries: a row of headings, a row of tags (`#adm1+name+i_fr`, `#adm1+code`,
`#adm0+code`), then one row for each place of the lowest level, with the places it lies in beside it. `#country` is
level 0. `#geo+lat` and `#geo+lon` are the position of the place of the row, in degrees. See the HXL standard, https://hxlstandard.org/standard/1-1final/dictionary/.

Everything is text and stays text: a cell that begins like a formula is kept as it stands and never computed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from fristad.server.cases.pure.text import LINE_CHARACTERS, clean_line
from fristad.server.cases.pure.wording import RefusedError, gettext_noop

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 100
_ROWS_BEFORE_TAGS = 25  # where the HXL standard lets a reader stop looking
_CODE_CHARACTERS = 60

_TAG = re.compile(r"#(?:adm([0-5])|(country))((?:\+[a-z][a-z0-9_]*)*)")
_DEGREES = re.compile(r"-?\d{1,3}(\.\d{1,12})?", re.ASCII)
_POLE = 90
_LANGUAGE = re.compile(r"(?:i_)?([a-z]{2,3})")


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its code, its names by language ("" where the table says none), its level and its parent's code.

    `at` is its latitude and longitude in degrees, where a row of its own says so.
    """

    code: str
    level: int
    parent: str | None
    names: Mapping[str, str] = field(default_factory=dict)
    at: tuple[float, float] | None = field(default=None, compare=False)


_LATITUDE, _LONGITUDE = -1, -2
_GEO = {"#geo+lat": _LATITUDE, "#geo+lon": _LONGITUDE}


class _Column(NamedTuple):
    """What a column holds: codes of a level if `language` is None, else names in a language. Positions below 0."""

    place: int
    level: int
    language: str | None


def read_places(content: bytes) -> tuple[Place, ...]:
    """Return the places of a table, parents before children.

    Raises `RefusedError`, with the row where there is one, for a table that is too large, is no UTF-8, no CSV, has no
    or unknown tags, a place without code or name, one code for two places, or a place inside itself.
    """
    rows = _rows(_text(content))
    columns = _columns(rows)
    found: dict[str, Place] = {}
    whole: set[tuple[str, ...]] = set()
    for number, row in rows:
        chain = _chain(row, columns, number)
        codes = tuple(place.code for place in chain)
        if not codes:
            continue
        if codes in whole:
            raise _twice(number, codes[-1])
        whole.add(codes)
        for place in chain:
            there = found.setdefault(place.code, place)
            if there != place:
                raise _ambiguous(number, place.code)
            if place.at and not there.at:
                found[place.code] = place
    if not found:
        raise RefusedError(gettext_noop("The table has tags but no places below them. Nothing was imported."))
    return tuple(sorted(found.values(), key=lambda place: place.level))


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise RefusedError(
            gettext_noop("The table is larger than %(most)s MB. Nothing was imported. Divide it by region."),
            most=MOST_BYTES // (1024 * 1024),
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(
            gettext_noop(
                "The table is not written in UTF-8. Nothing was imported. Save it again as CSV with the encoding UTF-8."
            )
        ) from None


def _rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows that hold anything, with their numbers. Quoted line ends count as part of a cell."""
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), strict=True), 1):
            if number > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise RefusedError(
                    gettext_noop(
                        "The table is too long or too wide (rows: at most %(rows)s, columns: at most %(columns)s). "
                        "Nothing was imported. Divide it by region."
                    ),
                    rows=MOST_ROWS,
                    columns=MOST_COLUMNS,
                )
            if any(cell.strip() for cell in row):
                yield number, row
    except csv.Error:
        raise RefusedError(
            gettext_noop(
                "The table is no whole CSV: a quotation mark does not close, or a cell is far too long. "
                "Nothing was imported. Save it again as CSV."
            )
        ) from None


def _columns(rows: Iterator[tuple[int, Sequence[str]]]) -> tuple[_Column, ...]:
    """Read up to the row of tags and return what the columns hold."""
    for _, row in zip(range(_ROWS_BEFORE_TAGS), rows, strict=False):
        tags = [re.sub(r"\s", "", cell).lower() for cell in row[1]]
        if any(tag.startswith("#") for tag in tags):
            return _understood(tags)
    raise RefusedError(
        gettext_noop(
            "The table has no row of HXL tags, such as #adm1+name and #adm1+code, near its top (rows: %(rows)s). "
            "Nothing was imported. Add the tags below the headings."
        ),
        rows=_ROWS_BEFORE_TAGS,
    )


def _understood(tags: Sequence[str]) -> tuple[_Column, ...]:
    columns = {tag: _column(place, tag) for place, tag in enumerate(tags) if tag}
    unknown = [tag for tag, column in columns.items() if column is None]
    if unknown:
        raise RefusedError(
            gettext_noop(
                "The table has tags that are not read here: %(tags)s. Nothing was imported. Known are #country and "
                "#adm0 to #adm5, each with +code or +name and a language such as +i_ar, and #geo+lat with #geo+lon. "
                "Empty the other tags."
            ),
            tags=", ".join(clean_line(tag[:_CODE_CHARACTERS]) for tag in unknown[:5]),
        )
    known = [column for column in columns.values() if column is not None]
    uses = [(column.level, column.language) for column in known]
    if len(set(uses)) < len(uses) or len(columns) < sum(map(bool, tags)):
        raise RefusedError(gettext_noop("Two columns have the same tag. Nothing was imported. Empty one of the tags."))
    if len({level for level, _ in uses if level < 0}) == 1:
        raise RefusedError(gettext_noop("Of #geo+lat and #geo+lon the table has only one. Nothing was imported."))
    bare = sorted({level for level, _ in uses if level >= 0} - {level for level, language in uses if language is None})
    if bare:
        raise RefusedError(
            gettext_noop(
                "Level %(level)s has names but no column of codes (#adm%(level)s+code). Nothing was imported."
            ),
            level=bare[0],
        )
    return tuple(known)


def _column(place: int, tag: str) -> _Column | None:
    if tag in _GEO:
        return _Column(place, _GEO[tag], "")
    match = _TAG.fullmatch(tag)
    if match is None:
        return None
    level = int(match[1] or 0)
    what, *more = match[3].split("+")[1:] or [""]
    if what in ("code", "pcode") and all(attribute.startswith("v_") for attribute in more):
        return _Column(place, level, None)
    if what == "name" and not more:
        return _Column(place, level, "")
    language = _LANGUAGE.fullmatch(more[0]) if what == "name" and len(more) == 1 else None
    return _Column(place, level, language[1]) if language else None


def _chain(row: Sequence[str], columns: Iterable[_Column], number: int) -> tuple[Place, ...]:
    """Return the place of a row and those it lies in, the widest first."""
    cells = {(column.level, column.language): _cell(row, column, number) for column in columns}
    chain: list[Place] = []
    for level in sorted({level for level, _ in cells if level >= 0}):
        code = cells[level, None]
        names = {language: text for (at, language), text in cells.items() if at == level and language is not None}
        given = {language: text for language, text in names.items() if text}
        if names and bool(code) != bool(given):
            raise RefusedError(
                gettext_noop("In row %(row)s, level %(level)s has only a code or only a name. Nothing was imported."),
                row=number,
                level=level,
            )
        if code:
            chain.append(Place(code, level, chain[-1].code if chain else None, given))
    if len({place.code for place in chain}) < len(chain):
        raise RefusedError(
            gettext_noop(
                "In row %(row)s a place lies inside itself: one code stands at two levels. Nothing was imported."
            ),
            row=number,
        )
    at = _position(cells.get((_LATITUDE, ""), ""), cells.get((_LONGITUDE, ""), ""), number)
    return (*chain[:-1], replace(chain[-1], at=at)) if chain and at else tuple(chain)


def _position(latitude: str, longitude: str, number: int) -> tuple[float, float] | None:
    """Return two cells as degrees; None where both are empty."""
    if not latitude and not longitude:
        return None
    if _DEGREES.fullmatch(latitude) and _DEGREES.fullmatch(longitude):
        at = float(latitude), float(longitude)
        if abs(at[0]) <= _POLE and abs(at[1]) <= 2 * _POLE:
            return at
    raise RefusedError(
        gettext_noop(
            "In row %(row)s the position is not given in degrees, such as 15.34 and 38.93. Nothing was imported."
        ),
        row=number,
    )


def _cell(row: Sequence[str], column: _Column, number: int) -> str:
    text = row[column.place] if column.place < len(row) else ""
    try:
        return clean_line(text, _CODE_CHARACTERS if column.language is None else LINE_CHARACTERS)
    except RefusedError:
        raise RefusedError(
            gettext_noop("In row %(row)s a code or a name is too long. Nothing was imported. Shorten it."), row=number
        ) from None


def _twice(number: int, code: str) -> RefusedError:
    return RefusedError(
        gettext_noop("Row %(row)s repeats the place %(code)s. Nothing was imported. Delete one of the two rows."),
        row=number,
        code=code,
    )


def _ambiguous(number: int, code: str) -> RefusedError:
    return RefusedError(
        gettext_noop(
            "In row %(row)s the code %(code)s stands for another place than above: its name, its level or the place it "
            "lies in differs. Nothing was imported. Give each place its own code."
        ),
        row=number,
        code=code,
    )
