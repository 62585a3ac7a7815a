"""Coarse words for the kind of device a browser says it runs on. The browser's own text is never kept."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "telephone": _("Telephone"),
    "tablet": _("Tablet"),
    "windows": _("Computer with Windows"),
    "mac": _("Mac computer"),
    "linux": _("Computer with Linux"),
    "other": _("Another device"),
}
#: Looked for in this order: tablets and telephones also name the system that they are built on.
_SIGNS = (
    ("ipad", "tablet"),
    ("tablet", "tablet"),
    ("iphone", "telephone"),
    ("mobile", "telephone"),
    ("android", "tablet"),
    ("windows", "windows"),
    ("mac os", "mac"),
    ("linux", "linux"),
)


def device_of(request: HttpRequest) -> str:
    """Return a key of `WORDS`."""
    said = request.headers.get("User-Agent", "").lower()
    return next((kind for sign, kind in _SIGNS if sign in said), "other")
