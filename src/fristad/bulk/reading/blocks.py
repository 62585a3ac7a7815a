"""A text file in blocks that end where a row ends.

Rows end at a line break outside quotes, that is, after an even number of quote signs. Where a quote is never closed
within a block, the line that opens it is given out apart as unreadable, and reading goes on behind it.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from fristad.bulk.errors import TableError

BLOCK = 16 << 20
#: A row longer than this is no row of a registration table; a line of gigabytes is refused here.
LONGEST_ROW = 32 << 20
#: A block has no more lines than this, since what cannot be read is kept line by line.
MOST_LINES = 150_000


@dataclass(frozen=True)
class Block:
    """Whole rows as UTF-8 bytes. `begin` is the offset in the (unpacked, decoded) text. `unreadable`: one line
    alone.
    """

    data: bytes
    begin: int
    done: int
    unreadable: bool = False

    @property
    def end(self) -> int:
        return self.begin + len(self.data)


class TextFile:
    """A text file, plain or packed with gzip, in any encoding; read forward only."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.path, self.encoding = path, encoding
        self.size = path.stat().st_size
        self._is_utf8 = codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii")

    def blocks(self, begin: int, size: int = BLOCK) -> Iterator[Block]:
        """Blocks from an offset on. Raises TableError for a broken encoding, a broken packing or an endless line."""
        rest, at = b"", begin
        for piece, done in self._pieces(begin, size):
            data = rest + piece
            cut = _last_row_end(data)
            while cut == 0 and len(data) > LONGEST_ROW:
                odd = self._first_line(data)
                yield Block(odd, at, done, unreadable=True)
                at, data = at + len(odd), data[len(odd) :]
                cut = _last_row_end(data)
            if cut:
                yield from _in_parts(Block(data[:cut], at, done))
                at += cut
            rest = data[cut:]
        while rest.count(b'"') % 2:
            odd = self._first_line(rest)
            yield Block(odd, at, self.size, unreadable=True)
            at, rest = at + len(odd), rest[len(odd) :]
        if rest:
            yield from _in_parts(Block(rest, at, self.size))

    def _first_line(self, data: bytes) -> bytes:
        """The line that opens a quote and never closes it. Raises TableError where the line itself has no end."""
        end = data.find(b"\n") + 1 or len(data)
        if end > LONGEST_ROW:
            raise TableError(
                f"{self.path.name} has a line longer than {LONGEST_ROW >> 20} MB, which no row of a table is. "
                "Check that it is a CSV file with one row per line."
            )
        return data[:end]

    def _pieces(self, begin: int, size: int) -> Iterator[tuple[bytes, int]]:
        decoder = None if self._is_utf8 else codecs.getincrementaldecoder(self.encoding)()
        checker = codecs.getincrementaldecoder("utf-8")()
        skip, offset = begin, 0
        try:
            with self.path.open("rb") as raw, _unpacked(self.path, raw) as stream:
                if skip and decoder is None and stream is raw:
                    stream.seek(skip)
                    offset, skip = skip, 0
                while piece := stream.read(size):
                    data = piece if decoder is None else decoder.decode(piece).encode()
                    if decoder is None:
                        checker.decode(piece)
                    offset += len(piece)
                    kept = data[skip:]
                    skip -= len(data) - len(kept)
                    if kept:
                        yield kept, raw.tell()
                if decoder is None:
                    checker.decode(b"", final=True)
        except UnicodeDecodeError as error:
            raise TableError(
                f"{self.path.name} is not valid {self.encoding.upper()} (near byte "
                f"{offset + error.start + 1}). Save it as UTF-8, or "
                "name its encoding in the mapping, for example `table: {encoding: cp1252}`."
            ) from error
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise TableError(f"{self.path.name} is damaged: it cannot be unpacked to its end.") from error


def _unpacked(path: Path, raw: BinaryIO) -> BinaryIO:
    with path.open("rb") as probe:
        packed = probe.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.GzipFile(fileobj=raw, mode="rb")) if packed else raw


def _in_parts(block: Block) -> Iterator[Block]:
    """The block, halved at row ends until no part has too many lines."""
    middle = _last_row_end(block.data[: len(block.data) // 2]) if block.data.count(b"\n") > MOST_LINES else 0
    if not middle:
        yield block
        return
    yield from _in_parts(Block(block.data[:middle], block.begin, block.done))
    yield from _in_parts(Block(block.data[middle:], block.begin + middle, block.done))


def _last_row_end(data: bytes) -> int:
    """The length of the longest beginning that ends a row; 0 if there is none."""
    quotes = data.count(b'"')
    end = len(data)
    while (at := data.rfind(b"\n", 0, end)) >= 0:
        quotes -= data.count(b'"', at, end)
        if quotes % 2 == 0:
            return at + 1
        end = at
    return 0
