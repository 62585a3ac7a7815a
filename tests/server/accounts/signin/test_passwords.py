"""Hashing of passwords: Argon2id, and never more than four at once."""

import threading
import time

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from fristad.server.accounts import passwords
from fristad.server.accounts.passwords import BoundedArgon2
from fristad.server.common.problems import TooManyError


def test_it_is_argon2id_with_19_mebibytes_and_two_passes() -> None:
    encoded = BoundedArgon2().encode("a word", "some salt of ours")
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert BoundedArgon2().verify("a word", encoded)
    assert not BoundedArgon2().verify("another", encoded)


def test_never_more_than_four_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, most = 0, 0
    guard = threading.Lock()

    def slow(*_args: object) -> bool:
        nonlocal at_work, most
        with guard:
            at_work += 1
            most = max(most, at_work)
        time.sleep(0.02)
        with guard:
            at_work -= 1
        return True

    monkeypatch.setattr(Argon2PasswordHasher, "verify", slow)
    threads = [threading.Thread(target=BoundedArgon2().verify, args=("a", "b")) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == passwords.AT_ONCE


def test_who_waits_too_long_is_asked_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    for _ in range(passwords.AT_ONCE):
        passwords._turns.acquire()
    try:
        with pytest.raises(TooManyError):
            BoundedArgon2().verify("a", "b")
    finally:
        for _ in range(passwords.AT_ONCE):
            passwords._turns.release()
