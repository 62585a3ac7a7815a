"""What a link covers: everything an entry says, written in one way only."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC
from typing import Any
from uuid import UUID

from fristad.server.audit.models import Entry

# Ids, counts, codes and names of fields. A name, a number of a telephone or a sentence has no place in the log.
_IDENTIFIER = re.compile(
    r"[A-Za-z_][A-Za-z0-9_.:@/-]{0,79}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}-[0-9]{2}-[0-9]{2}|"
)


class PersonalDetailError(ValueError):
    """A detail holds more than ids, counts, days and names of fields. A fault of ours, never shown to people."""


def checked(detail: dict[str, Any] | None) -> dict[str, Any]:
    """Return `detail` if it holds ids, whole numbers, days and field names only. Raises `PersonalDetailError`."""
    found = {} if detail is None else _plain(detail)
    assert isinstance(found, dict)  # noqa: S101 - for the type checker: a dict stays one
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, str) and _IDENTIFIER.fullmatch(value):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {_plain(key): _plain(each) for key, each in value.items()}
    raise PersonalDetailError(f"a detail holds ids, counts, days and names of fields, not {type(value).__name__}")


def content(entry: Entry, seen: Iterable[UUID]) -> bytes:
    """Return the canonical bytes of an entry without its link. `seen` are the ids of its list."""
    said = [
        str(entry.operation_id),
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entry.actor_id or ""),
        entry.action,
        entry.purpose,
        entry.label,
        str(entry.record_id or ""),
        "" if entry.digest is None else bytes(entry.digest).hex(),
        entry.detail,
        sorted(str(each) for each in seen),
        entry.key_version,
    ]
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
