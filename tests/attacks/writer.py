"""Somebody who opens every page and fills in every form with words that must not be found afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fristad.server.common.clock import today

NAME, NAME_TOO = "Zubeykhatun", "ضياءالزبرجد"
PHONE = "75193846205"
PHRASE, PHRASE_TOO = "Quillfeather", "förångaðist"
MAIL, PASSWORD = "oxlipdrum@norland.example", "Bramblewick-under-nine-Lanterns"
#: What is looked for: parts of what is typed that stand nowhere by themselves.
SECRET = (NAME, NAME_TOO, PHONE, PHRASE, PHRASE_TOO, "oxlipdrum", "Bramblewick")

_WORDS = f"{PHRASE} {PHRASE_TOO}"
#: Fields that take no free words. Sign-in names are readable on purpose and need not be real.
_TYPED = {
    "name": NAME,
    "name_1": NAME,
    "name_2": NAME_TOO,
    "name_3": f"{NAME} {NAME_TOO}",
    "display_name": NAME,
    "number": f"+00{PHONE}",
    "contact_mail": MAIL,
    "sign_in_name": "walker.seven",
    "language": "en",
    "code": NAME,
    "typed": NAME,
    "neutral_page": "https://norland.example/",
    "at": "10:30",
    "others": "",
    "suspected": "",
}
_PART = re.compile(r"(.+)_(day|month|year|season|about|calendar)")
#: Some of the days that a form asks for lie ahead.
_AHEAD = ("until", "due", "review")


@dataclass
class Form:
    """One form of a page: where it goes, and its fields as (name, type, value, choices)."""

    action: str
    method: str
    fields: list[tuple[str, str, str, list[str]]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._choices: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(about.get("action", ""), about.get("method", "get").lower()))
        elif tag == "option" and self._choices is not None:
            self._choices.append(about.get("value", ""))
        elif tag in ("input", "textarea", "select", "button") and self.forms and "name" in about:
            kind = about.get("type", "text" if tag == "input" else tag)
            kind = about["inputmode"] if about.get("inputmode") in ("tel", "numeric") else kind
            self._choices = []
            self.forms[-1].fields.append((about["name"], kind, about.get("value", ""), self._choices))


def forms_of(page: str) -> list[Form]:
    """Return the forms of a page that are sent."""
    reader = _Reader()
    reader.feed(page)
    return [form for form in reader.forms if form.method == "post"]


def filled(form: Form, upload: bytes) -> dict[str, Any]:
    """Return what a person sends who fills in everything."""
    sent: dict[str, Any] = {}
    names = {name for name, *_rest in form.fields}
    for name, kind, value, choices in form.fields:
        if part := _PART.fullmatch(name):
            sent[name] = _part(part[1], part[2], f"{part[1]}_season" in names)
        elif kind == "file":
            sent[name] = SimpleUploadedFile(f"{PHRASE}.txt", upload)
        elif kind == "hidden":
            sent[name] = value
        elif kind in ("radio", "checkbox", "button", "submit"):
            sent.setdefault(name, value or "on")
        elif kind == "select":
            sent[name] = next((each for each in choices if each), "")
        else:
            sent[name] = _typed(name, kind)
    return sent


def _part(name: str, part: str, is_partial: bool) -> str:  # noqa: FBT001 - of three, all plain
    """Return a part of a date: a whole day, or a year and a season in words."""
    if is_partial:
        return {"year": "2009", "season": PHRASE, "calendar": "gregorian"}.get(part, "")
    year = (today() + timedelta(days=200)).year if name.startswith(_AHEAD) else 2009
    return {"day": "3", "month": "4", "year": str(year)}[part]


def _typed(name: str, kind: str) -> str:
    if name.startswith("age_"):
        return "25"
    if kind in ("number", "numeric"):
        return "25"
    if kind == "tel":
        return f"+00{PHONE}"
    if kind == "password":
        return PASSWORD if name == "password" else f"{PASSWORD}-too"
    return _TYPED.get(name, _WORDS)


class Writer:
    """A person at a browser, who remembers every address asked for and answered with."""

    def __init__(self, browser: Client) -> None:
        self.browser = browser
        self.browser.raise_request_exception = False
        self.addresses: list[str] = []
        self.saved: set[str] = set()
        self.seen: set[str] = set()

    def visit(self, name: str, address: str, upload: bytes) -> None:
        """Open a page and send each of its own forms, filled in with words."""
        answer = self._ask(self.browser.get, address)
        if answer.status_code != 200:
            return
        self.seen.add(name)
        for form in forms_of(answer.content.decode()):
            target = form.action or address
            if target == address:
                self.send(name, target, filled(form, upload))

    def send(self, name: str, address: str, sent: dict[str, Any]) -> Any:
        """Send a form; a way onwards means that it was taken."""
        answer = self._ask(self.browser.post, address, sent)
        if answer.status_code == 302:
            self.saved.add(name)
            self._ask(self.browser.get, answer["Location"])
        elif answer.status_code == 200:
            self.seen.add(name)
        return answer

    def _ask(self, way: Any, address: str, *rest: Any) -> Any:
        self.addresses.append(address)
        answer = way(address, *rest)
        self.addresses.append(answer.get("Location", ""))
        return answer
