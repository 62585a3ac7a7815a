"""The opened operation keys of this process. In memory only, and gone the moment the operation is locked.

Who fills it: the web workers and the job runner from the key holder (`holding.py`), tests by hand.
"""

from __future__ import annotations

import json
import threading
from base64 import b64decode, b64encode
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from fristad.server.common.problems import LockedError
from fristad.server.vault import cipher

#: How many unwrapped record keys a process remembers. A page opens some dozens.
REMEMBERED = 20_000


@dataclass(frozen=True)
class OperationKeys:
    """The keys of one operation, each kind in versions counted from 1; the highest seals, all open.

    `wrap` wraps record keys, `tags` makes search tags, `chain` chains the audit log. They are apart, because a new
    `wrap` key costs re-wrapping of small rows only, while a new `tags` key means tagging every name again.
    """

    operation_id: UUID
    wrap: dict[int, bytes] = field(repr=False)
    tags: dict[int, bytes] = field(repr=False)
    chain: dict[int, bytes] = field(repr=False)

    @classmethod
    def new(cls, operation_id: UUID) -> OperationKeys:
        """Return fresh random keys, each in its first version."""
        return cls(operation_id, {1: cipher.new_key()}, {1: cipher.new_key()}, {1: cipher.new_key()})

    def to_bytes(self) -> bytes:
        """Write the keys down, to be sealed at once by the caller."""
        kinds = {kind: _written(getattr(self, kind)) for kind in ("wrap", "tags", "chain")}
        return json.dumps({"operation": str(self.operation_id), **kinds}).encode()

    @classmethod
    def from_bytes(cls, written: bytes) -> OperationKeys:
        """Read what `to_bytes` wrote."""
        read = json.loads(written)
        return cls(UUID(read["operation"]), _read(read["wrap"]), _read(read["tags"]), _read(read["chain"]))

    def current(self, kind: str) -> tuple[int, bytes]:
        """Return version and key in use of `wrap`, `tags` or `chain`."""
        versions: dict[int, bytes] = getattr(self, kind)
        version = max(versions)
        return version, versions[version]


def _written(versions: dict[int, bytes]) -> dict[str, str]:
    return {str(version): b64encode(key).decode() for version, key in versions.items()}


def _read(versions: dict[str, str]) -> dict[int, bytes]:
    return {int(version): b64decode(key) for version, key in versions.items()}


class Keyring:
    """Operation keys and the record keys unwrapped with them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._operations: dict[UUID, OperationKeys] = {}
        self._records: OrderedDict[UUID, bytes] = OrderedDict()

    def put(self, keys: Iterable[OperationKeys]) -> None:
        """Take in opened keys, in place of all that were here."""
        with self._lock:
            self._operations = {each.operation_id: each for each in keys}
            self._records.clear()

    def clear(self) -> None:
        """Forget every key."""
        self.put(())

    @property
    def is_open(self) -> bool:
        """Whether any operation is unlocked."""
        return bool(self._operations)

    def operations(self) -> tuple[UUID, ...]:
        """Return the unlocked operations."""
        return tuple(self._operations)

    def require(self, operation_id: UUID) -> OperationKeys:
        """Return an operation's keys. Raises `LockedError`."""
        keys = self._operations.get(operation_id)
        if keys is None:
            raise LockedError
        return keys

    def record_key(self, key_id: UUID) -> bytes | None:
        """Return a record key that was unwrapped lately, or None."""
        with self._lock:
            found = self._records.get(key_id)
            if found is not None:
                self._records.move_to_end(key_id)
            return found

    def remember(self, operation_id: UUID, key_id: UUID, key: bytes) -> None:
        """Keep an unwrapped record key, unless the operation was locked meanwhile."""
        with self._lock:
            if operation_id not in self._operations:
                return
            self._records[key_id] = key
            if len(self._records) > REMEMBERED:
                self._records.popitem(last=False)

    def forget_record(self, key_id: UUID) -> None:
        """Drop a record key: the record was erased."""
        with self._lock:
            self._records.pop(key_id, None)


#: The one keyring of this process.
keyring = Keyring()


@contextmanager
def opened(*keys: OperationKeys) -> Iterator[None]:
    """Hold keys for a while, then those of before: for tests, and for commands that were given the passphrase."""
    before = [keyring.require(operation) for operation in keyring.operations()]
    keyring.put(keys)
    try:
        yield
    finally:
        keyring.put(before)
