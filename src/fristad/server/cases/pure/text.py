"""Texts that people type or bring: characters that deceive the eye, lengths, and names of files.

Three sorts of characters are told apart (Unicode Standard Annex 9 and Technical Report 36):
- controls: never part of a text; newline and tabulator only in notes;
- overrides, embeddings and isolates: they reorder what stands around them and can turn `gpj.exe` round;
- hidden marks, such as a zero-width space: without a picture, mostly left by copying from a chat.
The joiners U+200C and U+200D stay, since Persian, Bengali and others spell with them.
"""

from __future__ import annotations

import re
import unicodedata

from fristad.server.cases.pure.wording import RefusedError, gettext_noop

LINE_CHARACTERS = 200
NOTE_CHARACTERS = 50_000
FILE_NAME_CHARACTERS = 80
# File systems count bytes, 255 at most; a character takes up to four.
FILE_NAME_BYTES = 240

CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")
REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS_IN_NOTES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_JOINERS = re.compile("[\u200c\u200d]")
_SPACES = re.compile(r"\s+")
_NOT_IN_FILE_NAMES = re.compile(r"[^\w .()-]+")
_EXTENSION = re.compile(r"\.?([a-z0-9]{1,8})")
# Devices of Windows, which open instead of the file (Microsoft, "Naming files, paths, and namespaces").
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def without_hidden(text: str) -> str:
    """Return the text without marks that have no picture. The joiners stay."""
    return _HIDDEN.sub("", text)


def visible(text: str) -> str:
    """Return the text without hidden marks and without what turns the direction of writing round."""
    return REORDERING.sub("", without_hidden(text))


def western_digits(text: str) -> str:
    """Return the text in compatible forms (NFKC), with the digits of every script as 0 to 9."""
    return "".join(
        character if (digit := unicodedata.digit(character, None)) is None else str(digit)
        for character in unicodedata.normalize("NFKC", text)
    )


def clean_line(text: str, limit: int = LINE_CHARACTERS) -> str:
    """Return a text of one line, composed (NFC), without controls, reordering and hidden marks, and spaced singly.

    Raises `RefusedError` if more than `limit` characters are left.
    """
    line = unicodedata.normalize("NFC", _SPACES.sub(" ", CONTROLS.sub(" ", visible(text))).strip())
    if len(line) > limit:
        raise RefusedError(
            gettext_noop(
                "This line is too long (characters: %(length)s, at most: %(limit)s). Nothing is lost: shorten it, or "
                "put the rest into a note."
            ),
            length=len(line),
            limit=limit,
        )
    return line


def clean_note(text: str, limit: int = NOTE_CHARACTERS) -> str:
    """Return a note as it may be stored: composed (NFC), with its lines, without controls, overrides or hidden marks.

    Raises `RefusedError` if it is longer than `limit` characters. The length is looked at first, so that an enormous
    text costs nothing.
    """
    if len(text) > limit:
        raise RefusedError(
            gettext_noop(
                "This note is too long (characters: %(length)s, at most: %(limit)s). Nothing was stored and your text "
                "is still on this page. Divide it into several notes, or attach it as a document."
            ),
            length=len(text),
            limit=limit,
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", visible(_CONTROLS_IN_NOTES.sub("", lines)))


def safe_file_name(hostile: str, extension: str) -> str:
    """Return a name under which a stored document is handed out.

    `hostile` is what the sender called the file. Only its last part, before its first extension, is used, and of
    that letters, digits, spaces and `.()-_`. `extension` is that of the *checked* type, such as "pdf"; whatever the
    sender wrote there is dropped. At most 80 characters and 240 bytes; "document" where nothing is left.
    """
    known = _EXTENSION.fullmatch(extension)
    if known is None:
        raise ValueError(f"{extension!r} is no extension of a checked type.")
    ending = f".{known[1]}"
    last = re.split(r"[/\\:]", hostile)[-1]
    line = _JOINERS.sub("", clean_line(last[: 4 * LINE_CHARACTERS], 4 * LINE_CHARACTERS))
    stem = _NOT_IN_FILE_NAMES.sub("_", line).lstrip(" ._-").partition(".")[0]
    stem = _shorten(stem, FILE_NAME_CHARACTERS - len(ending), FILE_NAME_BYTES - len(ending)).rstrip(" ._-")
    if not stem or _DEVICES.fullmatch(stem):
        stem = "document"
    return stem + ending


def _shorten(text: str, characters: int, octets: int) -> str:
    """Return the beginning of a text that keeps both limits and ends on a whole character."""
    return text[:characters].encode()[:octets].decode(errors="ignore")
