"""New keys for an operation: made, given out, every record key wrapped under them. Can be stopped and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from fristad.server.accounts.actor import system
from fristad.server.audit.services import act
from fristad.server.custody import actions
from fristad.server.vault.key_files import KeyStoreError
from fristad.server.vault.keyring import OperationKeys, opened
from fristad.server.vault.keystore import OpenStore
from fristad.server.vault.rotation import remaining, rewrap_all


def rotate(store: OpenStore, give_out: Callable[[], None], operation_id: UUID | None = None) -> dict[UUID, int]:
    """Make new wrapping and chain keys, and wrap all record keys anew. Returns how many, for each operation.

    `give_out` has the key holder take in the store again, so that running processes know the new keys before the
    first record needs them. Old versions stay in the store: older backups of the data need them. What an earlier run
    left unfinished is finished, without newer keys.
    """
    renewed = []
    for keys in store.operations():
        if operation_id in (None, keys.operation_id):
            with opened(keys):
                unfinished = remaining(keys.operation_id) > 0
            renewed.append(keys if unfinished else store.renew(keys))
    give_out()
    return {keys.operation_id: _wrap_anew(keys) for keys in renewed}


def _wrap_anew(keys: OperationKeys) -> int:
    with opened(keys):
        done = rewrap_all(keys.operation_id)
        if done.closed:
            raise KeyStoreError(
                "closed_keys",
                f"{len(done.closed)} record keys do not open and were left as they are. Run `fristad audit verify`.",
            )
        detail = {"record_keys": done.wrapped, "version": keys.current("wrap")[0]}
        with act(system(keys.operation_id, "keys"), actions.ROTATED, detail=detail):
            pass
    return done.wrapped
