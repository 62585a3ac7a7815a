"""Names of what can stand in the log, each with its words. An unknown name is refused.

An app registers its actions when it is loaded, best in `AppConfig.ready`. A name is permanent: old entries bear it.
"""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

_NAME = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+")
_renderings: dict[str, Text] = {}

#: Why somebody reads. Known from the door that was used; asked in words only where owner and team are passed by, and
#: then the words are kept sealed with the record, not here.
PURPOSES: dict[str, Text] = {
    "casework": _("casework"),
    "review": _("review"),
    "referral": _("referral"),
    "search": _("search"),
    "duplicates": _("duplicate desk"),
    "emergency": _("emergency"),
    "administration": _("administration"),
    "export": _("export"),
    "job": _("a job running in the background"),
    "audit": _("audit"),
}


class UnknownActionError(ValueError):
    """An action or purpose that nobody registered. A fault of ours, never shown to people."""


def register(name: str, rendering: Text) -> str:
    """Make an action known, such as `register("case.opened", _("opened the case"))`, and return its name.

    Raises ValueError for a name in use or one that is not dotted lower-case words.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name}: an action is named by dotted lower-case words, such as case.opened")
    if name in _renderings:
        raise ValueError(f"{name} is registered twice")
    _renderings[name] = rendering
    return name


def require(action: str, purpose: str | None) -> None:
    """Refuse what is not known. Raises `UnknownActionError`."""
    if action not in _renderings:
        raise UnknownActionError(f"{action}: register it with audit.actions.register")
    if purpose and purpose not in PURPOSES:
        raise UnknownActionError(f"{purpose}: purposes are {', '.join(PURPOSES)}")


def rendering(action: str) -> Text:
    """Return the words of an action; its bare name for an old one that nobody registers any more."""
    return _renderings.get(action, action)


def names() -> tuple[str, ...]:
    """Return every known action in order."""
    return tuple(sorted(_renderings))


OPENED = register("record.opened", _("opened"))
LISTED = register("records.listed", _("saw in a list"))
SEARCHED = register("records.searched", _("searched"))
