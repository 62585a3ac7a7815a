"""Mappings: which column of another system's table says what of a person. A YAML file; two come with Fristad.

schema: fristad-case-mapping/1
id, source: names of the mapping and of the other system, without personal data
table: {encoding, delimiter, sheet}, each may be left out
row_id: the column that numbers the cases of the other system; without it the whole row says whether it is known
leave_out: {column: [values]}: rows that are not taken in, such as closed cases
columns: [{column or columns, to, ...}], see `PARTS`; ignored: {column: why}
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from fristad.server.cases import words
from fristad.server.cases.pure.calendars import Calendar
from fristad.server.cases.pure.wording import RefusedError, gettext_noop

SCHEMA = "fristad-case-mapping/1"
FOLDER = Path(__file__).parent.parent / "maps"
MOST_BYTES = 200_000
#: What a column can say, and what may stand beside it.
PARTS: dict[str, frozenset[str]] = {
    "name": frozenset({"kind"}),
    "birth": frozenset({"kind", "order", "calendar", "about_if", "noted_on"}),
    "age": frozenset({"kind", "noted_on"}),
    "sex": frozenset({"values"}),
    "group": frozenset({"values"}),
    "language": frozenset({"values"}),
    "nationality": frozenset(),
    "phone": frozenset(),
    "place": frozenset(),
    "status": frozenset(),
    "words": frozenset(),
    "survivor_code": frozenset(),
    "note": frozenset({"label"}),
}
#: Codes that the values of a column may mean.
CODES = {"sex": words.SEXES, "group": words.GROUPS}
KINDS: dict[str, MappingType[str, object]] = {
    "name": words.NAME_KINDS,
    "birth": {"stated": "", "documented": ""},
    "age": words.AGE_KINDS,
}
FIRST_KIND = {"name": "full", "birth": "stated", "age": "stated"}
ORDERS = ("ymd", "dmy", "mdy")
# No field of a case file holds these, and free words are no way around that.
_NOT_KEPT = re.compile(r"relig|ethnic|(?<![a-z])(tribe|clan|caste|sect|race)(?![a-z])", re.IGNORECASE)
_KEYS = frozenset({"schema", "id", "source", "table", "row_id", "leave_out", "columns", "ignored"})


@dataclass(frozen=True)
class Column:
    """One entry: the columns that are joined by spaces, what they say, and how."""

    names: tuple[str, ...]
    to: str
    options: MappingType[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Return the kind of a name or age."""
        return str(self.options.get("kind") or FIRST_KIND.get(self.to, ""))

    @property
    def needed(self) -> tuple[str, ...]:
        """Return every column that is read for it."""
        about = self.options.get("about_if") or {}
        return (*self.names, *about, *filter(None, [self.options.get("noted_on")]))


@dataclass(frozen=True)
class Mapping:
    """A mapping that was found sound. `digest` changes with every letter of the file."""

    name: str
    source: str
    table: MappingType[str, str]
    row_id: str | None
    leave_out: MappingType[str, frozenset[str]]
    columns: tuple[Column, ...]
    ignored: MappingType[str, str]
    digest: str

    @property
    def needed(self) -> tuple[str, ...]:
        """Return the columns that are read, each once."""
        found = [self.row_id] if self.row_id else []
        found += [*self.leave_out, *(name for column in self.columns for name in column.needed)]
        return tuple(dict.fromkeys(found))


def bundled() -> list[str]:
    """Return the names of the mappings that come with Fristad."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load(name: str) -> Mapping:
    """Return a mapping by the name of a bundled one or by its path. Raises `RefusedError` with one sentence."""
    path = FOLDER / f"{name}.yaml" if name in bundled() else Path(name)
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(
            gettext_noop("There is no mapping %(name)s that can be read. Those that come with Fristad: %(known)s."),
            name=name,
            known=", ".join(bundled()),
        ) from error
    if len(content) > MOST_BYTES:
        raise _refused(name, "it is larger than a mapping can be")
    try:
        # Every scalar stays the text that was written: `no` is a value of tables, and `on` a name.
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts, lists and maps only
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _refused(name, f"it is no YAML{f' (line {mark.line + 1})' if mark else ''}") from error
    return read(name, data, hashlib.sha256(content).hexdigest())


def read(name: str, data: Any, digest: str = "") -> Mapping:
    """Return a mapping of what its file holds. Raises `RefusedError`."""
    _check_head(name, data)
    columns = tuple(_column(name, entry) for entry in data["columns"])
    if not any(column.to in ("name", "survivor_code") for column in columns):
        raise _refused(name, "no column says a name or a survivor code")
    doubled = [column.to for column in columns if column.to not in ("name", "age", "language", "phone", "note")]
    if len(doubled) > len(set(doubled)):
        raise _refused(name, f"two entries say '{max(doubled, key=doubled.count)}'; join the columns in one entry")
    leave_out = {str(key): frozenset(_plain(each) for each in values) for key, values in _map(data, "leave_out")}
    return Mapping(
        str(data["id"]),
        str(data["source"]),
        {key: str(value) for key, value in _map(data, "table")},
        str(data["row_id"]) if data.get("row_id") else None,
        leave_out,
        columns,
        {str(key): str(why or "") for key, why in _map(data, "ignored")},
        digest,
    )


def _check_head(name: str, data: Any) -> None:
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise _refused(name, f"it does not begin with `schema: {SCHEMA}`; `fristad cases template` writes one")
    unknown = sorted(map(str, set(data) - _KEYS))
    if unknown:
        raise _refused(name, f"'{unknown[0]}' is nothing that a mapping says")
    if not data.get("id") or not data.get("source"):
        raise _refused(name, "`id` and `source` must say what this is")
    if not isinstance(data.get("columns"), list) or not data["columns"]:
        raise _refused(name, "`columns` must be a list")


def _map(data: MappingType[str, Any], key: str) -> list[tuple[str, Any]]:
    found = data.get(key) or {}
    if not isinstance(found, dict):
        raise _refused(str(data.get("id")), f"`{key}` must be written as `column: value`")
    return list(found.items())


def _column(name: str, entry: Any) -> Column:
    if not isinstance(entry, dict):
        raise _refused(name, "each entry of `columns` must be written as `column: ...` and `to: ...`")
    options = dict(entry)
    one, several, to = options.pop("column", None), options.pop("columns", None), str(options.pop("to", ""))
    names = tuple(str(each) for each in (several or [one]) if each)
    shown = " + ".join(names) or "an entry without a column"
    if not names:
        raise _refused(name, shown)
    if to not in PARTS:
        raise _refused(name, f"{shown}: `to` is '{to}'; it can be {', '.join(PARTS)}")
    if to == "note" and any(_NOT_KEPT.search(each) for each in (*names, str(options.get("label") or ""))):
        raise _refused(name, f"{shown}: religion and ethnicity are not kept here; put the column under `ignored`")
    wrong = sorted(set(options) - PARTS[to])
    if wrong:
        raise _refused(name, f"{shown}: '{wrong[0]}' does not belong to `to: {to}`")
    made = Column(names, to, _options(name, shown, to, options))
    if made.kind and made.kind not in KINDS[to]:
        raise _refused(name, f"{shown}: `kind` is '{made.kind}'; it can be {', '.join(KINDS[to])}")
    return made


def _options(name: str, shown: str, to: str, options: dict[str, Any]) -> dict[str, Any]:
    if options.get("order", "ymd") not in ORDERS:
        raise _refused(name, f"{shown}: `order` can be {', '.join(ORDERS)}")
    if options.get("calendar", "gregorian") not in list(Calendar):
        raise _refused(name, f"{shown}: `calendar` can be {', '.join(Calendar)}")
    for key in ("values", "about_if"):
        if not isinstance(options.get(key) or {}, dict):
            raise _refused(name, f"{shown}: `{key}` must be written as `value: meaning`")
    meanings = {_plain(key): str(code) for key, code in (options.get("values") or {}).items()}
    for code in meanings.values():
        if to in CODES and code not in CODES[to]:
            raise _refused(name, f"{shown}: a value means '{code}'; it can mean {', '.join(CODES[to])}")
    about = {
        str(key): frozenset(_plain(each) for each in (values if isinstance(values, list) else [values]))
        for key, values in (options.get("about_if") or {}).items()
    }
    return {**options, **({"values": meanings} if meanings else {}), **({"about_if": about} if about else {})}


def _plain(value: Any) -> str:
    """Return a value as it is compared."""
    return str(value).strip().casefold()


def _refused(name: str, why: str) -> RefusedError:
    return RefusedError(gettext_noop("The mapping %(name)s cannot be used: %(why)s."), name=name, why=why)
