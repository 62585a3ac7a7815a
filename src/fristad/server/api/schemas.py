"""What is sent and given about cases."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from fristad.server.api.interface import one_of
from fristad.server.cases import words as said
from fristad.server.cases import words_languages
from fristad.server.cases.models import CaseState, Risk
from fristad.server.cases.pure.calendars import Calendar
from fristad.server.cases.pure.text import NOTE_CHARACTERS
from fristad.server.cases.selectors import lists

_ANY = {"": ""}
_STATES = {value: value for value in CaseState.values}
_RISKS = {value: value for value in Risk.values[1:]}
_LANGUAGES = dict(words_languages.choices())

#: So long may a text be that is sent; what a form takes of it is often less.
Line = Annotated[str, Field(max_length=2_000)]
Text = Annotated[str, Field(max_length=NOTE_CHARACTERS)]
Version = Annotated[int, Field(ge=0, le=2_000_000_000)]
Language = Annotated[str, one_of(_LANGUAGES)]


class Sent(Schema):
    """What a program sends. A field that is not known is refused, so that nothing is lost by a slip of the pen."""

    model_config = ConfigDict(extra="forbid")


class Choice(Sent):
    """What a list shows. Empty: not filtered by it."""

    state: Annotated[str, one_of(_ANY | _STATES)] = CaseState.OPEN.value
    owner: Annotated[str, one_of(lists.OWNERS)] = ""
    risk: Annotated[str, one_of(_ANY | _RISKS)] = ""
    due: Annotated[str, one_of(lists.DUES)] = ""
    group: Annotated[str, one_of(_ANY | said.GROUPS)] = ""
    language: Annotated[str, one_of(_ANY | _LANGUAGES)] = ""
    order: Annotated[str, one_of(lists.ORDERS)] = "changed"
    after: Annotated[str, Field(max_length=60)] = ""


class Name(Sent):
    """A name, in any script."""

    text: Line
    kind: Annotated[str, one_of(said.NAME_KINDS)] = "known_as"


class Born(Sent):
    """A date of birth as far as it is known; nothing is guessed."""

    year: Annotated[int, Field(ge=1, le=9999)]
    month: Annotated[int, Field(ge=1, le=13)] | None = None
    day: Annotated[int, Field(ge=1, le=32)] | None = None
    calendar: Annotated[str, one_of({each.value: each for each in Calendar})] = Calendar.GREGORIAN.value
    about: bool = False
    season: Annotated[str, Field(max_length=40)] = ""
    kind: Annotated[str, one_of({"stated": "", "documented": ""})] = "stated"


class Age(Sent):
    """An age in years, or a range."""

    least: Annotated[int, Field(ge=0, le=120)]
    most: Annotated[int, Field(ge=0, le=120)]


class Ages(Sent):
    """Ages by where they come from."""

    stated: Age | None = None
    documented: Age | None = None
    assessed: Age | None = None


class Wishes(Sent):
    """Whom the person wishes to speak with, and through."""

    interviewer: Annotated[str, one_of(said.WISHES)] = "unknown"
    interpreter: Annotated[str, one_of(said.WISHES)] = "unknown"


class PersonIn(Sent):
    """What is written down about a person. Nothing is required; what is left out was not told."""

    names: Annotated[list[Name], Field(max_length=3, default_factory=list)]
    survivor_code: Line = ""
    born: Born | None = None
    ages: Ages = Ages()
    sex: Annotated[str, one_of(_ANY | said.SEXES)] = ""
    languages: Annotated[list[Language], Field(max_length=3, default_factory=list)]
    group: Annotated[str, one_of(said.GROUPS)] = "unknown"
    status: Line = ""
    nationalities: Line = ""
    place: Line = ""
    wishes: Wishes = Wishes()
    words: Text = ""


class CaseIn(PersonIn):
    """A case to begin. `sure`: cases with such a name were looked at, and it is another person."""

    sure: bool = False


class PersonChange(PersonIn):
    """The whole of what is known of a person, as it should stand. `version` is the one that was read."""

    version: Version


class ContactIn(Sent):
    """How to reach the person safely. Without a number the one that is recorded stays."""

    how: Line
    rules: Text = ""
    number: Line = ""
    no_number: bool = False
    version: Version


class RiskIn(Sent):
    """How a named person judges the danger now."""

    risk: Annotated[str, one_of(_RISKS)]
    reason: Text
    review_on: date | None = None
    version: Version


class CaseOut(Schema):
    """A case as its list and its head show it: never the name of a person with a survivor code."""

    code: str
    version: int
    state: str
    risk: str
    owner: str | None
    due_on: date | None
    review_on: date | None
    opened_on: date
    closed_on: date | None
    shown_as: str | None
    age: list[int] | None
    languages: list[str]
    group: str | None


class Page(Schema):
    """A page of cases. `after` gives the next one; `count` stops at one more than 1,000."""

    cases: list[CaseOut]
    count: int
    after: str | None
    narrow_first: bool


class OpenedOut(CaseOut):
    """A case that was opened, with the grounds of its risk."""

    risk_reason: str | None


class PersonOut(Schema):
    """What is recorded about a person. The number to reach them is never among it: it is shown on its page only."""

    version: int
    names: list[dict[str, Any]]
    survivor_code: str | None
    birth: dict[str, Any] | None
    ages: list[dict[str, Any]]
    sex: str | None
    languages: list[dict[str, Any]]
    group: str | None
    status: Any
    nationalities: Any
    place: Any
    wishes: dict[str, Any]
    words: str | None
    contact: dict[str, Any] | None


class Begun(Schema):
    """A case that was begun."""

    code: str
    id: UUID
