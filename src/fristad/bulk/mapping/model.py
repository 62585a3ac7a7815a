"""A mapping, once checked. Values and choices are held in the form in which cells are compared: trimmed, lower case."""

from __future__ import annotations

import collections.abc
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from fristad.engine.truth import AnswerValue


def normal(text: str) -> str:
    """The form in which cells, values and choices are compared."""
    return text.strip(" ").lower()


class Several(StrEnum):
    """What several accounts of one thing amount to: columns of a row, or rows of a person.

    `conflicting`: a yes that meets a no is open and has to be cleared up. `any_yes`: an event; yes if it happened
    in any account, no only if every account says no.
    """

    CONFLICTING = "conflicting"
    ANY_YES = "any_yes"


@dataclass(frozen=True)
class Values:
    """A cell holds one value. `answer_of` maps its normal form to an answer; anything else is unlisted."""

    answer_of: collections.abc.Mapping[str, AnswerValue]


@dataclass(frozen=True)
class Numbers:
    """A cell holds a number, compared with a limit: below it is a yes, from it on a no. Above `up_to` it cannot
    be read.
    """

    yes_below: float
    up_to: float | None


@dataclass(frozen=True)
class BirthDate:
    """A cell holds a date of birth (YYYY-MM-DD, YYYY-MM or YYYY): yes if under 18 on the day of the run. A date in the
    future, one that no calendar has, or one of more than 110 years ago cannot be read.
    """


@dataclass(frozen=True)
class Choice:
    """One choice of a question with several: its names in normal form, and the keys that a tick answers with yes."""

    name: str
    names: tuple[str, ...]
    keys: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Choices:
    """A question with several choices. `separators` are tried in order; none means one column per choice.

    `asked`: the question was put to everyone who has any answer in it, so that a choice left out is a no.
    """

    choices: tuple[Choice, ...]
    separators: tuple[str, ...]
    asked: bool

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for choice in self.choices for key in choice.keys))


Reading = Values | Numbers | BirthDate | Choices


@dataclass(frozen=True)
class Column:
    """One column of the table, read as an answer to `keys` (for choices: the keys of all choices)."""

    name: str
    aliases: tuple[str, ...]
    keys: tuple[str, ...]
    reading: Reading
    several: Several
    says_several: bool
    not_a_trait: bool
    why: str

    @property
    def may_be_no(self) -> bool:
        """Whether some cell is read as a no."""
        if isinstance(self.reading, Values):
            nos = (AnswerValue.NO, AnswerValue.NOT_APPLICABLE)
            return any(answer in nos for answer in self.reading.answer_of.values())
        return self.reading.asked if isinstance(self.reading, Choices) else True


@dataclass(frozen=True)
class Ignored:
    """A column left out on purpose, with the reason."""

    name: str
    aliases: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Mapping:
    """How one kind of table is read. `hash` is SHA-256 of the file's content, `name` how messages and reports call
    it.
    """

    id: str
    name: str
    title: str
    source: str
    notes: tuple[str, ...]
    row_id: tuple[str, ...]
    person: tuple[str, ...]
    contacts: tuple[str, ...]
    missing: tuple[str, ...]
    columns: tuple[Column, ...]
    ignored: tuple[Ignored, ...]
    encoding: str
    delimiter: str | None
    sheet: str | None
    hash: str

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Every answer key that some column answers, in file order."""
        return tuple(dict.fromkeys(key for column in self.columns for key in column.keys))
