"""A new `wrap` key in use: every record key is wrapped again under it. The sealed fields stay as they are.

Small transactions, and a row says by its version whether it is done: it can be stopped and begun again at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import models, transaction

from fristad.server.vault import cipher, sealing
from fristad.server.vault.keyring import keyring
from fristad.server.vault.models import RecordKey

BATCH = 500


@dataclass(frozen=True)
class Step:
    """What one step did: how many keys it wrapped again, which did not open, and where the next one begins."""

    wrapped: int
    closed: tuple[UUID, ...]
    after: UUID | None


def remaining(operation_id: UUID) -> int:
    """Return how many record keys are still under an older version. At 0 the older version can be destroyed."""
    return _older(operation_id).count()


def step(operation_id: UUID, after: UUID | None = None, batch: int = BATCH) -> Step:
    """Wrap the next record keys under the version in use. `after` is where the step before ended. Raises `LockedError`.

    Keys that do not open are left as they are and named: they were changed from outside, or their version is gone.
    """
    with transaction.atomic():
        rows = _older(operation_id).select_for_update().order_by("id")
        keys = list((rows if after is None else rows.filter(id__gt=after))[:batch])
        closed = tuple(key.pk for key in keys if not _wrap_again(key))
        RecordKey.objects.bulk_update([key for key in keys if key.pk not in closed], ["key_version", "wrapped"])
    return Step(len(keys) - len(closed), closed, keys[-1].pk if len(keys) == batch else None)


def rewrap_all(operation_id: UUID) -> Step:
    """Wrap every record key of an operation under the version in use. Raises `LockedError`."""
    done, closed, after = 0, list[UUID](), None
    while True:
        last = step(operation_id, after)
        done, after = done + last.wrapped, last.after
        closed.extend(last.closed)
        if after is None:
            return Step(done, tuple(closed), None)


def _older(operation_id: UUID) -> models.QuerySet[RecordKey]:
    version, _key = keyring.require(operation_id).current("wrap")
    return RecordKey.objects.filter(operation_id=operation_id, key_version__lt=version, wrapped__isnull=False)


def _wrap_again(key: RecordKey) -> bool:
    try:
        key.key_version, key.wrapped = sealing.wrap_record_key(key.operation_id, key.pk, key.opened())
    except cipher.DoesNotOpenError:
        return False
    return True
