"""A form as a browser sends it back whose reader changed nothing."""

from __future__ import annotations

from html.parser import HTMLParser


class _Filled(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        name, value = about.get("name") or "", about.get("value") or ""
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            self.sent[name] = ""
        elif tag == "option" and ("selected" in about or self._select not in self.sent):
            self.sent[self._select] = value
        elif tag == "input" and (about.get("type") not in ("radio", "checkbox") or "checked" in about):
            self.sent[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.sent[self._area] = self.sent[self._area].removeprefix("\n")
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] += data


def untouched(page: str) -> dict[str, str]:
    """Return what the fields of a form hold. One choice each: the last that is chosen, else the first."""
    reader = _Filled()
    reader.feed(page)
    reader.sent.pop("", None)
    return reader.sent
