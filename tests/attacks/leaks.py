"""Looking for words in raw bytes, in every form in which a program writes a text down."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import quote

#: Where a packed stream begins: zlib at its usual levels, gzip, a part of a zip archive.
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|PK\x03\x04")
#: What is packed and then written as base64, as signed cookies and sessions of Django are.
_PACKED_IN_TEXT = re.compile(rb"(?:eJ|eN|eA|eF|H4sI)[A-Za-z0-9+/_-]{14,}")
_MOST = 40_000_000


def forms(word: str) -> set[bytes]:
    """Return the byte strings in which a word can stand."""
    found: set[bytes] = set()
    for text in {word, word.lower(), word.upper()}:
        plain = text.encode()
        wide, wide_too = text.encode("utf-16-le"), text.encode("utf-16-be")
        found |= {plain, wide, wide_too, quote(text).encode(), quote(text).lower().encode()}
        found |= {"".join(f"%{byte:{case}}" for byte in plain).encode() for case in ("02X", "02x")}
        found |= {json.dumps(text)[1:-1].encode(), "".join(f"\\u{ord(sign):04x}" for sign in text).encode()}
        found |= {"".join(f"&#{ord(sign)};" for sign in text).encode(), plain.hex().encode()}
        found.add(text.encode("ascii", "xmlcharrefreplace"))
        for each in (plain, wide, wide_too):
            found.update(_base64(each))
    return found


def _base64(content: bytes) -> Iterator[bytes]:
    """Yield the part of the base64 text that is the same whatever stands around, at each of the three alignments."""
    for shift in range(3):
        text = base64.b64encode(bytes(shift) + content)
        first = (0, 2, 3)[shift]
        last = len(text) - (0, 3, 2)[(len(content) + shift) % 3]
        yield text[first:last]
        yield text[first:last].translate(bytes.maketrans(b"+/", b"-_"))


class Words:
    """The words to look for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._forms = {form: word for word in words for form in forms(word)}

    def among(self, content: bytes) -> set[str]:
        """Return the words that stand in raw bytes, in the open or packed."""
        found = self._plain(content)
        for unpacked in _unpacked(content):
            found |= self._plain(unpacked)
        return found

    def _plain(self, content: bytes) -> set[str]:
        return {word for form, word in self._forms.items() if form in content}


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Yield what the packed streams in some bytes hold, also where the whole is packed without a head."""
    yield _inflate(content, -zlib.MAX_WBITS)
    for start in (found.start() for found in _PACKED.finditer(content)):
        yield from _streams_at(content, start)
    for text in _PACKED_IN_TEXT.findall(content):
        decoded = base64.urlsafe_b64decode(text.translate(bytes.maketrans(b"+/", b"-_"))[: len(text) // 4 * 4])
        yield from _streams_at(decoded, 0)


def _streams_at(content: bytes, start: int) -> Iterator[bytes]:
    if content[start : start + 2] == b"PK":
        head = content[start : start + 30]
        body = start + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        yield _inflate(content[body : body + _MOST], -zlib.MAX_WBITS)
    else:
        yield _inflate(content[start : start + _MOST], zlib.MAX_WBITS | 32)


def _inflate(content: bytes, window: int) -> bytes:
    """Return as much as unpacks; ciphertext that looks like a head gives a few bytes of noise."""
    packed, found = zlib.decompressobj(window), b""
    for start in range(0, len(content), 512):
        try:
            found += packed.decompress(content[start : start + 512], _MOST)
        except zlib.error:
            break
        if packed.eof or len(found) > _MOST:
            break
    return found
