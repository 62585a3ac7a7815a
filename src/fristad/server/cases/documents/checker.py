"""The limited process in which a file that somebody sent is looked at: `python -I -m ...checker`, started by `limits`.

It reads the file from its input and answers on its output: one line of JSON, {"kind", "redrawn"} or {"refused"}, then
the picture drawn anew. Before it reads a byte it has given up its right to more than a bounded amount of memory and
time, to write files, to start processes, and to open anything at all: no file, no connection.
"""

from __future__ import annotations

import codecs
import json
import resource
import sys
from typing import Final

from fristad.server.cases.documents import kinds, pictures

#: Address space in bytes: the interpreter, a picture of the most pixels in four channels, twice.
MEMORY: Final = 640 * 1024 * 1024
CPU_SECONDS: Final = 30
#: Drawn anew, a picture may come out larger than it was, but not by much.
MOST_DRAWN: Final = 40_000_000


def give_up_rights() -> None:
    """Set the limits of this process, for good."""
    codecs.lookup("cp437")  # names in old archives; found in a file that could not be opened any more
    for which, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        _soft, already = resource.getrlimit(which)
        limit = most if already == resource.RLIM_INFINITY else min(most, already)
        resource.setrlimit(which, (limit, limit))


def answer(content: bytes, name: str) -> tuple[dict[str, object], bytes]:
    """Return what is said about a file, and the picture drawn anew or nothing."""
    try:
        kind = kinds.recognise(content, name)
        picture = kinds.KINDS[kind].picture
        drawn = pictures.redraw(content, picture) if picture else b""
    except kinds.RefusedKindError as refused:
        return {"refused": refused.reason}, b""
    if len(drawn) > MOST_DRAWN:
        return {"refused": "pixels"}, b""
    return {"kind": kind, "redrawn": bool(picture)}, drawn


def main() -> None:
    """Answer about one file. The first line of the input is its name, as JSON."""
    give_up_rights()
    name = json.loads(sys.stdin.buffer.readline())
    said, drawn = answer(sys.stdin.buffer.read(), name)
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + drawn)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
