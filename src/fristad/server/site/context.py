"""What the page frame shows on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from fristad.server.accounts import notices, selectors, sessions
from fristad.server.accounts.actor import Actor
from fristad.server.accounts.models import Staff
from fristad.server.accounts.sessionstore import ends_at
from fristad.server.accounts.words import ROLES
from fristad.server.common.registry import Page, navigation
from fristad.server.site import translations

#: Where the addresses of one case begin.
_CASE = "/case/"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame's values. Never a name of a person of a case; nothing at all that needs a key while locked."""
    actor = getattr(request, "actor", None)
    return {
        "neutral_title": _("Page"),
        **(_signed_in(request, actor) if actor else {}),
        **_session(request),
        "demo": settings.DEMO,
        "translation": translations.state(get_language() or translations.SOURCE),
        "navigation": list(_entries(request, actor)),
        "languages": [get_language_info(code) for code, _name in settings.LANGUAGES],
        "exit_url": "/exit/",
    }


def _signed_in(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    # In the order of the table, where a right that stands on top of a role comes last.
    roles = [words for role, words in ROLES.items() if actor.has(role)]
    staff, operation = request.user, selectors.operation(actor)
    return {
        "actor": actor,
        "actor_name": staff.display_name if isinstance(staff, Staff) else "",
        "actor_role": roles[0] if roles else "",
        "operation_name": operation.name,
        "neutral_title": operation.page_title or _("Page"),
        "search_url": reverse("cases:search") if actor.may("person.search") else "",
        "may_create": actor.may("case.create"),
        "account_url": reverse("signin:sessions"),
        "notices_url": reverse("signin:notices"),
        "notices_count": 0 if sessions.is_under_duress(request.session) else notices.count(actor.staff_id),
    }


def _session(request: HttpRequest) -> dict[str, Any]:
    """When the session ends, and where to ask for more time; that address answers with a page that opens no record."""
    end = ends_at(request.session) if hasattr(request, "session") else None
    return {"session_end": end, "session_stay_url": f"{reverse('signin:stay')}?next={reverse('help')}"} if end else {}


def _entries(request: HttpRequest, actor: Any) -> Any:
    if actor is None:
        return
    current = _current(request)
    for page in navigation:
        if page.right is None or actor.may(page.right):
            yield {"label": page.label, "url": reverse(page.url_name), "current": page is current}


def _current(request: HttpRequest) -> Page | None:
    """Return the entry of the page that is open, else the one under whose address it lies, else its app's first one."""
    if request.resolver_match is None:
        return None
    open_now = request.resolver_match.view_name
    app = open_now.split(":")[0]
    own = [page for page in navigation if page.url_name == open_now]
    if request.path.startswith(_CASE):
        # Whatever app a part of a case belongs to, it lies under the list of cases.
        own = [page for page in navigation if page.url_name == "cases:list"]
    above = [page for page in navigation if page.url_name != "home" and request.path.startswith(reverse(page.url_name))]
    return next(iter([*own, *above, *(page for page in navigation if page.url_name.split(":")[0] == app)]), None)
