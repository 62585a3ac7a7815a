"""YAML read as plain data: text, numbers, true, false, nothing, lists and mappings, and no more.

The file is taken apart into events by PyYAML's safe parser and put together here, so no tag can build an object, no key
can hide an earlier one, and no reference can make a small file grow. `yes`, `no` and dates stay text as written.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from fristad.engine.errors import FristadError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 40
_LARGEST = 20_000_000
_WORDS = {"true": True, "True": True, "false": False, "False": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+\Z")


class LibraryError(FristadError):
    """A file of the library, or one written like it, that cannot be read. The sentence names file and line."""


def read_yaml(path: Path, name: str | None = None) -> Any:
    """The content of one YAML file as plain data. Raises LibraryError with file (as `name`), line and what to do."""
    shown = name or str(path)
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        raise LibraryError(f"{shown} cannot be read: {error.strerror or 'no reason given'}.") from error
    if size > _LARGEST:
        raise LibraryError(f"{shown} is larger than {_LARGEST // 1_000_000} MB. Split it into smaller files.")
    return parse_yaml(raw, shown)


def parse_yaml(raw: bytes, name: str) -> Any:
    """The content of YAML text as plain data. `name` is how messages call it. Raises LibraryError."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise LibraryError(f"{name}, line {line}: not valid UTF-8. Save the file as UTF-8.") from error
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise LibraryError(_syntax(name, error)) from error
    return builder.result


def _syntax(name: str, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"{name}, line {mark.line + 1}" if mark else name
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not valid"
    return f"{where}: this is not valid YAML ({problem}). Correct the line; texts that contain a colon need quotes."


class _Builder:
    """Puts events together, one container per level. `result` is the document, None for an empty one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.result: Any = None
        self._open: list[Any] = []
        self._keys: list[Any] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        if getattr(event, "anchor", None) is not None:
            raise self._refusal(event, "uses & or * to repeat a part by reference. Write the part out.")
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event)
            self._place(self._scalar(event), event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_tag(event)
            self._enter({} if isinstance(event, yaml.MappingStartEvent) else [], event)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()
            self._keys.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._refusal(event, "begins a second document. Keep one document in a file.")

    def _enter(self, container: Any, event: Any) -> None:
        if len(self._open) >= _DEEPEST:
            raise self._refusal(event, f"is nested deeper than {_DEEPEST} levels. Flatten it.")
        self._place(container, event)
        self._open.append(container)
        self._keys.append(_NO_KEY)

    def _place(self, value: Any, event: Any) -> None:
        if not self._open:
            self.result = value
        elif isinstance(self._open[-1], list):
            self._open[-1].append(value)
        elif self._keys[-1] is _NO_KEY:
            self._keys[-1] = self._key(value, event)
        else:
            self._open[-1][self._keys[-1]] = value
            self._keys[-1] = _NO_KEY

    def _key(self, value: Any, event: Any) -> Any:
        if isinstance(value, (dict, list)):
            raise self._refusal(event, "uses a list or a mapping as a key. Keys are text or numbers.")
        if value == "<<":
            raise self._refusal(event, "merges another part with <<. Write the part out.")
        if value in self._open[-1]:
            raise self._refusal(event, f"gives the key '{value}' a second time. Keep one of the two.")
        return value

    def _scalar(self, event: Any) -> Any:
        text = event.value
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.match(text) and len(text) < 19:
            return int(text)
        return float(text) if _DECIMAL.match(text) else text

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag != "!":
            why = f"carries the tag {event.tag[:60]}. Remove it: files here are plain data and never run code."
            raise self._refusal(event, why)

    def _refusal(self, event: Any, why: str) -> LibraryError:
        return LibraryError(f"{self.name}, line {event.start_mark.line + 1} {why}")


_NO_KEY = object()
