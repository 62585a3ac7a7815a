"""Reading fields of plain data with clear refusals. Numbers and true or false count as the text that was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fristad.bulk.errors import MappingError


class Fields:
    """One mapping level of a YAML file. `at` says where in the file, for messages."""

    def __init__(self, content: Any, name: str, at: str = "") -> None:
        self.name, self.at = name, at
        if content is None:
            content = {}
        if not isinstance(content, dict):
            raise MappingError(f"{self._where()} must hold keys and values, such as `id: my_table`.")
        self.content: dict[str, Any] = {text_of(key): value for key, value in content.items()}

    def _where(self) -> str:
        return f"{self.name}, {self.at}" if self.at else self.name

    def error(self, sentence: str) -> MappingError:
        return MappingError(f"{self._where()}: {sentence}")

    def allow(self, allowed: Sequence[str], needed: Sequence[str]) -> None:
        """Refuse fields that do not exist, and ask for those that must be there."""
        for key in self.content:
            if key not in allowed:
                raise self.error(f"there is no field '{key}'. Allowed are {', '.join(allowed)}.")
        for key in needed:
            if self.content.get(key) in (None, ""):
                raise self.error(f"the field '{key}' is missing. Add it.")

    def value(self, key: str) -> Any:
        return self.content.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.content.get(key)
        if value is None:
            if default is None:
                raise self.error(f"the field '{key}' is missing. Add it.")
            return default
        if isinstance(value, (list, dict)):
            raise self.error(f"the field '{key}' must be one text.")
        return text_of(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one; nothing as none."""
        value = self.content.get(key)
        if value is None:
            return ()
        values = value if isinstance(value, list) else [value]
        if any(isinstance(each, (list, dict)) or each is None for each in values):
            raise self.error(f"the field '{key}' must be a list of texts.")
        return tuple(text_of(each) for each in values)

    def labels(self, key: str) -> tuple[str, ...]:
        """Texts that name columns or choices, so that a blank one would fit every blank."""
        found = self.texts(key)
        if not all(text.strip() for text in found):
            raise self.error(f"a blank name stands in '{key}'. Write the name, or take it out.")
        return found

    def names(self, key: str) -> tuple[str, ...]:
        """A column's name followed by its other names; at least one."""
        names = self.labels(key)
        if not names:
            raise self.error(f"the field '{key}' must name a column.")
        return names

    def flag(self, key: str) -> bool:
        value = self.content.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f"the field '{key}' must be true or false.")
        return value

    def part(self, key: str) -> Fields:
        return Fields(self.content.get(key), self.name, f"{self.at}, {key}" if self.at else key)

    def parts(self, key: str) -> list[Fields]:
        """The entries of a list; each is named by its column in messages."""
        value = self.content.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error(f"'{key}' must be a list.")
        return [Fields(each, self.name, _entry(key, number, each)) for number, each in enumerate(value, 1)]


def _entry(key: str, number: int, content: Any) -> str:
    named = content.get("column") if isinstance(content, dict) else None
    return f"column '{text_of(named)}'" if named is not None else f"{key} entry {number}"


def text_of(value: Any) -> str:
    """A YAML scalar as the text a cell would hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
