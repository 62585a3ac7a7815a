"""The code of conduct: a text with a version, as data, and who accepted which version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

import yaml

from fristad.server.accounts.models_signin import ConductAccepted

FALLBACK = "en"


@dataclass(frozen=True)
class Source:
    """A publication that sentences of the code go back to, and in what form it was read: `copies` or `original`."""

    title: str
    url: str
    sentences: tuple[int, ...]
    read: str


@dataclass(frozen=True)
class Conduct:
    """The text in one language; `language` says in which, if the wanted one is missing. Sources count from 1."""

    version: int
    language: str
    sentences: tuple[str, ...]
    sources: tuple[Source, ...]


def text(language: str) -> Conduct:
    """Return the code of conduct in a language, else in English."""
    data = _data()
    found = language if language in data["texts"] else FALLBACK
    sources = [Source(**{**each, "sentences": tuple(each["sentences"])}) for each in data.get("sources", ())]
    return Conduct(data["version"], found, tuple(data["texts"][found]), tuple(sources))


def version() -> int:
    """Return the version in force."""
    return int(_data()["version"])


def is_accepted(staff_id: UUID) -> bool:
    """Whether a person accepted the version in force."""
    return ConductAccepted.objects.filter(staff_id=staff_id, text_version=version()).exists()


def accept(staff_id: UUID) -> None:
    """Note that a person accepted the version in force. A second time changes nothing."""
    ConductAccepted.objects.get_or_create(staff_id=staff_id, text_version=version())


@cache
def _data() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("conduct.yaml").read_text(encoding="utf-8"))
    return read
