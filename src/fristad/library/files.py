"""Where the library's files are, read once each and only when needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from fristad.library.reading import LibraryError, read_yaml

#: The library that ships with Fristad.
HOME = Path(__file__).parent
#: The languages that every text has.
LANGUAGES = ("en", "sv", "ar", "fr", "es", "uk")
#: What an interview says besides the topics.
PHRASES = "phrases.yaml"


@dataclass(frozen=True)
class Files:
    """The files of one library folder. Contents are plain data, not yet checked; do not change them.

    Each file is read once for each `reading`; another number reads the folder again.
    """

    home: Path
    reading: int = 0

    def content(self, name: str) -> Any:
        """The content of one file, named from the library folder (`concepts/work.yaml`). Raises LibraryError."""
        return _content(self.home, self.reading, name)

    def mapping(self, name: str) -> Mapping[str, Any]:
        """The same for a file that must hold keys and values."""
        content = self.content(name)
        if not isinstance(content, Mapping):
            raise LibraryError(f"{name} does not hold keys and values. Begin it with `schema: ...`.")
        return content

    def names(self, folder: str) -> tuple[str, ...]:
        """The YAML files of one folder, in the order of their names."""
        found = sorted(path.name for path in (self.home / folder).glob("*.yaml"))
        return tuple(f"{folder}/{name}" for name in found)

    @cached_property
    def concept_files(self) -> tuple[str, ...]:
        return self.names("concepts")

    @cached_property
    def instrument_files(self) -> Mapping[str, str]:
        """Instrument id to file. An id that stands twice belongs to the first file; the checker reports the other."""
        found: dict[str, str] = {}
        for name in self.names("instruments"):
            found.setdefault(str(self.mapping(name).get("id")), name)
        return found

    def instrument(self, instrument_id: str) -> Mapping[str, Any]:
        """The data of an instrument that exists."""
        return self.mapping(self.instrument_files[instrument_id])

    def concepts(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Every concept with its file, in file order."""
        for name in self.concept_files:
            for concept in rows(self.mapping(name), "concepts"):
                yield name, concept

    def persons(self) -> tuple[Mapping[str, Any], ...]:
        """The derived indicators of age."""
        return rows(self.mapping("person.yaml"), "indicators")

    def phrases(self) -> tuple[Mapping[str, Any], ...]:
        """What an interview says besides the topics: consent, safety, when something happened."""
        return rows(self.mapping(PHRASES), "phrases") if (self.home / PHRASES).exists() else ()

    def blocks(self) -> tuple[str, ...]:
        return tuple(str(block.get("id")) for block in rows(self.mapping("blocks.yaml"), "blocks"))


#: The files of the library that ships with Fristad.
SHIPPED = Files(HOME)


def rows(data: Mapping[str, Any], key: str) -> tuple[Mapping[str, Any], ...]:
    """The mappings in the list under `key`; what is not a mapping is left to the checker to report."""
    found = data.get(key)
    return tuple(row for row in found if isinstance(row, Mapping)) if isinstance(found, list) else ()


@lru_cache(maxsize=2048)
def _content(home: Path, _reading: int, name: str) -> Any:
    return read_yaml(home / name, name)
