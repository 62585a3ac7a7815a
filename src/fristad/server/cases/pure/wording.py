"""Sentences for people, made where no translation is at hand.

A sentence keeps its English text and the values that belong into it apart, so that whoever shows it can translate
the text first: `sentence.through(gettext)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from fristad.engine.errors import FristadError


def gettext_noop(text: str) -> str:
    """Mark a text for the translators' catalogue. The name is the one that `makemessages` looks for."""
    return text


@dataclass(frozen=True)
class Sentence:
    """An English text with `%(name)s` places, and what belongs into them: values, or sentences again."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.through(str)

    def through(self, translate: Callable[[str], str], show: Callable[[object], object] = lambda value: value) -> str:
        """Return the sentence with its text, and the texts of sentences in it, translated; `show` writes the values."""
        return translate(self.text) % {
            name: value.through(translate, show) if isinstance(value, Sentence) else show(value)
            for name, value in self.values.items()
        }


class RefusedError(FristadError):
    """Input that cannot be taken. `sentence` says what is wrong and what to do; nothing has been changed."""

    def __init__(self, text: str, **values: object) -> None:
        self.sentence = Sentence(text, values)
        super().__init__(str(self.sentence))
