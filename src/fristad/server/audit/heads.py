"""Heads of the chain, kept in a second place: whoever cuts the end off the log cannot cut it off there too.

A head is the number of the last entry and its link. It goes to a file on another disk and by mail every hour and at
each lock, and to the supervisor's home as twelve words. It holds no personal data.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from fristad.server.audit import words
from fristad.server.audit.models import Entry
from fristad.server.common.clock import now


@dataclass(frozen=True)
class Head:
    """The last entry of an operation at a time. Written as words, twelve bytes of the link are kept of 32."""

    operation_id: UUID
    sequence: int
    link: bytes
    at: datetime | None = None

    def matches(self, link: bytes) -> bool:
        """Return whether an entry's link is the one that this head kept."""
        return link[: len(self.link)] == self.link

    def to_words(self) -> str:
        """Return the head for people, such as `4711 acorn almond ...`: a number and twelve words."""
        return f"{self.sequence} {words.to_words(self.link)}"

    @classmethod
    def from_words(cls, operation_id: UUID, text: str) -> Head:
        """Read what `to_words` wrote, in whatever case. Raises ValueError."""
        number, _space, rest = text.strip().partition(" ")
        return cls(operation_id, int(number), words.from_words(rest))

    def to_line(self) -> str:
        """Return the head as one line of a file."""
        at = None if self.at is None else self.at.astimezone(UTC).isoformat()
        kept = {"operation": str(self.operation_id), "sequence": self.sequence, "link": self.link.hex(), "at": at}
        return json.dumps(kept)

    @classmethod
    def from_line(cls, line: str) -> Head:
        """Read what `to_line` wrote. Raises ValueError."""
        try:
            kept = json.loads(line)
            at = kept["at"] and datetime.fromisoformat(kept["at"])
            head = cls(UUID(kept["operation"]), int(kept["sequence"]), bytes.fromhex(kept["link"]), at)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError("not a line of a file of heads") from error
        if len(head.link) < words.LENGTH:
            raise ValueError("a head keeps at least twelve bytes of its link")
        return head


def current(operation_id: UUID) -> Head | None:
    """Return the head as it is now, or None before the first entry."""
    last = Entry.objects.filter(operation_id=operation_id).order_by("-sequence").values_list("sequence", "link").first()
    return last and Head(operation_id, last[0], bytes(last[1]), now())


def read(path: Path) -> Iterator[Head]:
    """Yield the heads of a file, one line at a time. Raises ValueError with the line's number."""
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield Head.from_line(line)
            except ValueError as error:
                raise ValueError(f"{path}, line {number}: {error}") from error


def keep(operation_id: UUID) -> Head | None:
    """Write the current head to the second places of the settings, and return it.

    `AUDIT_HEADS_FILE`: a file, best on another disk or machine. `AUDIT_HEADS_MAIL`: addresses. A place that does not
    take it keeps no other from it; afterwards its OSError is raised.
    """
    head = current(operation_id)
    if head is None:
        return None
    failed = [error for place in (_to_file, _to_mail) if (error := _tried(place, head))]
    if failed:
        raise failed[0]
    return head


def _tried(place: Callable[[Head], None], head: Head) -> OSError | None:
    try:
        place(head)
    except OSError as error:  # what goes wrong with mail is one, too
        return error
    return None


def _to_mail(head: Head) -> None:
    addresses = getattr(settings, "AUDIT_HEADS_MAIL", [])
    if addresses:
        send_mail(_("Twelve words to keep"), f"{head.operation_id}\n{head.to_words()}\n", None, addresses)


def _to_file(head: Head) -> None:
    file = getattr(settings, "AUDIT_HEADS_FILE", None)
    if file:
        _append(Path(file), head)


def _append(path: Path, head: Head) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(head.to_line() + "\n")
        file.flush()
        os.fsync(file.fileno())
