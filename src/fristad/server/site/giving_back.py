"""Gives a form back whose words are longer than one request may be, so that nothing typed is lost without script.

Django refuses such a form before it reads a word. Here it is read after all, in memory only, and returned to its
sender: somebody who is signed in, from a page of ours, up to `MOST` bytes, one form at a time for each worker.
"""

from __future__ import annotations

from binascii import a2b_qp
from dataclasses import dataclass
from threading import Lock

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, QueryDict

from fristad.server.accounts import held
from fristad.server.common.uploads import SWALLOWED

#: Bytes of a form as it is sent. Twenty megabytes in Arabic letters are three times as many: each byte is written %D8.
MOST = 64_000_000
_PIECE = 1_000_000
#: A field of at least so many characters is shown to be shortened; the others go along unseen.
_LONG = 10_000
_FORM = "application/x-www-form-urlencoded"
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: where it was going, its long texts, and its other fields."""

    path: str
    long: tuple[tuple[str, str], ...]
    short: tuple[tuple[str, str], ...]


def typed(request: HttpRequest) -> Typed | None:
    """Return what was typed into a form that was refused unread, or None if it cannot be given back.

    All is read in any case: a browser that is cut off while it still sends shows its own fault in place of our page.
    """
    with _one_at_a_time:
        sent = _read(request)
        if sent is None or request.content_type != _FORM or SESSION_KEY not in request.session:
            return None
        fields = _fields(sent)
    request.POST = _token_of(fields)  # type: ignore[assignment]  # what Django's own reading would have set
    if not held.is_from_our_page(request):
        return None
    pairs = [(name, value) for name, value in fields if name not in held.NEVER]
    least = min(_LONG, max((len(value) for _name, value in pairs), default=0))
    return Typed(
        request.path,
        tuple(pair for pair in pairs if len(pair[1]) >= least),
        tuple(pair for pair in pairs if len(pair[1]) < least),
    )


def _read(request: HttpRequest) -> bytearray | None:
    """Return the body, or None if it is larger than `MOST`: then it is read and dropped, as far as `SWALLOWED`."""
    body, size = bytearray(), 0
    while size <= MOST + SWALLOWED and (piece := request.read(_PIECE)):
        size += len(piece)
        if size <= MOST:
            body += piece
        else:
            body.clear()
    return body if size <= MOST else None


def _fields(sent: bytearray) -> list[tuple[str, str]]:
    """Return the fields of a form. Python's own reader would need some fifty times the size of the form."""
    parts = sent.split(b"&", settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or -1)
    sent.clear()
    return [(_text(name), _text(value)) for name, _, value in (part.partition(b"=") for part in parts)]


def _text(written: bytearray) -> str:
    # "%41" is "=41" in quoted-printable, which has a quick reader.
    quoted = written.replace(b"=", b"%3D").replace(b"+", b" ").replace(b"%", b"=")
    return a2b_qp(quoted).decode(errors="replace")


def _token_of(fields: list[tuple[str, str]]) -> QueryDict:
    found = QueryDict(mutable=True)
    found.update({name: value for name, value in fields if name == "csrfmiddlewaretoken"})
    return found
