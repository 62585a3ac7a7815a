"""What kind of file something is, judged by its content. Neither its name nor what its sender says is believed.

What a program would run, or a browser would show as a page, is refused; what is taken is handed out as a download all
the same. Only the standard library, and no look into anything deeper than a list of names.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Kind:
    """A kind that is taken: the extension it is handed out with, its media type, its format if it is a picture."""

    extension: str
    media_type: str
    picture: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument.text"
KINDS: Final = {
    "pdf": Kind("pdf", "application/pdf"),
    "png": Kind("png", "image/png", "PNG"),
    "jpeg": Kind("jpg", "image/jpeg", "JPEG"),
    "webp": Kind("webp", "image/webp", "WEBP"),
    "text": Kind("txt", "text/plain; charset=utf-8"),
    "docx": Kind("docx", f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": Kind("xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
    "odt": Kind("odt", _ODF),
}


class RefusedKindError(Exception):
    """It is not taken. `reason`: `unknown`, `code` (it can run), `broken`, `pixels`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


_BEGINNINGS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
# Programs of Windows, Linux, macOS and Java; scripts by their first line.
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!")
_TAGS = "html|head|body|script|svg|iframe|object|embed|img|meta|link|base|form|style|math|template|hta:application"
_MARK_UP = re.compile(rf"<(?:!doctype|\?\w|(?:{_TAGS})[\s/>])", re.IGNORECASE)
_SCRIPT_LINES = re.compile(r"^\s*(?:@echo\s+off|\[autorun\]|wscript\.|windows registry editor)", re.IGNORECASE)
# A text with such a name would be run by a click once it has it back: refused, although the text itself is none.
_RUN_BY_NAME = re.compile(
    r"\.(?:bat|cmd|com|hta|html?|inf|jar|jse?|lnk|mht(?:ml)?|mjs|msi|php|pl|ps1|py|rb|reg|scr|sh|svg|url|vb[es]?|"
    r"wsf|xht(?:ml)?|xml)\s*$",
    re.IGNORECASE,
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")

_MOST_ENTRIES = 5_000
_END, _END_BYTES, _COMMENT_MOST = b"PK\x05\x06", 22, 65_535
_MACROS = re.compile(
    r"(?:^|/)(?:vbaproject\.bin|basic/|scripts/)|activex/|\.(?:exe|dll|jse?|vbs|bat|cmd|hta)$", re.IGNORECASE
)


def recognise(content: bytes, name: str = "") -> str:
    """Return the code of a kind in `KINDS`. Raises `RefusedKindError`."""
    if content.startswith(_PROGRAMS):
        raise RefusedKindError("code")
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return _of_zip(content) if content.startswith(b"PK\x03\x04") else _of_text(content, name)


def _of_text(content: bytes, name: str) -> str:
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise RefusedKindError("unknown") from None
    if not text.strip() or _CONTROLS.search(text):
        raise RefusedKindError("unknown")
    if _MARK_UP.search(text) or _SCRIPT_LINES.match(text) or _RUN_BY_NAME.search(name):
        raise RefusedKindError("code")
    return "text"


def _of_zip(content: bytes) -> str:
    names = _names(content)
    if any(_MACROS.search(name) for name in names):
        raise RefusedKindError("code")
    if content[30:38] == b"mimetype" and content[38:].startswith(_ODF.encode()) and "content.xml" in names:
        return "odt"
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return "docx"
        if "xl/workbook.xml" in names:
            return "xlsx"
    raise RefusedKindError("unknown")


def _names(content: bytes) -> frozenset[str]:
    """Return the names in an archive, after a look at its end at how many there are to be read."""
    end = content.rfind(_END, max(len(content) - _END_BYTES - _COMMENT_MOST, 0))
    if end < 0 or int.from_bytes(content[end + 10 : end + 12], "little") > _MOST_ENTRIES:
        raise RefusedKindError("broken")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise RefusedKindError("broken") from error
