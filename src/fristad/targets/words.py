"""What forms and the field app say beside the library's texts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fristad.library import read_yaml

#: What is said before anything is asked. It stands first, and no skip rule reaches it.
PHRASES = ("phrase.safety", "phrase.language", "phrase.urgent", "phrase.consent")


@cache
def form_words() -> Mapping[str, Any]:
    """The words of a form that belong to no concept: names of languages, choices, groups, each per language."""
    content: Mapping[str, Any] = read_yaml(Path(__file__).with_name("form_words.yaml"), "form_words.yaml")
    return content
