"""How passwords are hashed: slow enough for a thief, small enough for a little server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from fristad.server.common.problems import TooManyError

#: Hashing at the same time in one process: with 19 MiB each, at most 76 MiB.
AT_ONCE = 4
#: Seconds that one more waits for its turn before it is asked to come back.
PATIENCE = 20

_turns = BoundedSemaphore(AT_ONCE)


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise TooManyError
    try:
        yield
    finally:
        _turns.release()


class BoundedArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane, and never more than `AT_ONCE` together.

    The figures are the first choice of the OWASP Password Storage Cheat Sheet (m=19456, t=2, p=1). RFC 9106 recommends
    more memory (64 MiB at least), which four sign-ins together would take from a machine of 2 GB that serves pages too.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Hash, when it is our turn. Raises `TooManyError`."""
        with _turn():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Compare, when it is our turn. Raises `TooManyError`."""
        with _turn():
            return super().verify(password, encoded)


def same(word: str, encoded: str | None) -> bool:
    """Whether `word` was hashed to `encoded`. Takes as long when there is nothing to compare with."""
    if not encoded:
        make_password(word)
        return False
    return check_password(word, encoded)
