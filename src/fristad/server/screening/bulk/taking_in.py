"""Taking a table in: sealed piece by piece while it is sent, so that it is never whole anywhere in clear."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fristad.server.accounts.actor import actor_of
from fristad.server.common import taking
from fristad.server.common.problems import TooLargeError
from fristad.server.screening.bulk import store
from fristad.server.vault.models import RecordKey

#: A table has at most so many bytes. It is held in memory while it is read.
MOST: Final = 500_000_000
#: So much of what is too large is read and dropped, so that the browser shows our page and not a fault of its own.
SWALLOWED: Final = 500_000_000
PIECE: Final = 4 << 20
TOO_LARGE = _(
    "A table may have 500 MB at most. Leave out the columns that are not needed, pack it (.csv.gz or Parquet), or "
    "send it in parts. Nothing of it was kept."
)


class SealedTable:
    """The table of one run that has no row yet. Its key is stored together with the row."""

    def __init__(self, key: RecordKey) -> None:
        self.key, self.run_id = key, uuid4()
        self.size = self.parts = 0
        self._waiting = bytearray()

    def take(self, piece: bytes) -> None:
        """Take a piece. Raises `TooLargeError` far beyond the limit."""
        self.size += len(piece)
        if self.size > MOST + SWALLOWED:
            raise TooLargeError(TOO_LARGE)
        if self.size > MOST:
            self.drop()
            return
        self._waiting += piece
        while len(self._waiting) >= PIECE:
            self._seal(PIECE)

    def finish(self) -> None:
        """Seal what waits. Raises `TooLargeError`."""
        if self.size > MOST:
            self.drop()
            raise TooLargeError(TOO_LARGE)
        if self._waiting:
            self._seal(len(self._waiting))

    def drop(self) -> None:
        """Remove every piece."""
        self._waiting.clear()
        store.drop(self.run_id)

    def _seal(self, length: int) -> None:
        store.put(self.key, self.run_id, f"{store.TABLE}-{self.parts:06d}", bytes(self._waiting[:length]))
        del self._waiting[:length]
        self.parts += 1


def choose(request: HttpRequest, field: str) -> SealedTable | None:
    """Take in the table of the page that takes tables, of somebody who may screen one; see `common.taking`."""
    if field != "table" or request.path != reverse("screening:bulk_new"):
        return None
    actor = actor_of(request)
    if actor is None or actor.is_empty or not actor.may("bulk.screen") or not actor.second_factor_fresh():
        return None
    return SealedTable(RecordKey.fresh(actor.operation_id, "bulk"))


taking.register(choose)
