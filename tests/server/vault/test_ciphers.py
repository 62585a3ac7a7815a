"""One package names ciphers, and each cipher does what it is for."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from fristad.server.common.problems import TooManyError
from fristad.server.vault import cipher, envelopes
from fristad.server.vault.cipher import DoesNotOpenError
from tests.conftest import ROOT

SOURCE = ROOT / "src" / "fristad"
VAULT = SOURCE / "server" / "vault"
CIPHERS = re.compile(
    r"^\s*(?:import|from)\s+(cryptography|argon2|pyrage|nacl|Crypto|hashlib|hmac|django\.core\.signing)\b", re.MULTILINE
)
#: Fingerprints of libraries, mappings, tables and sealed copies: they keep nothing secret.
FINGERPRINTS = {
    "library/fingerprint.py",
    "bulk/mapping/checking.py",
    "bulk/folder.py",
    "bulk/screening.py",
    "targets/field_json.py",
    "server/cases/importing/pure/mapping.py",
    "server/cases/importing/tables.py",
    "server/custody/recovery.py",
    "server/custody/backups/making.py",
}


def named_ciphers(folder: Path) -> dict[str, set[str]]:
    found = {}
    for path in sorted(folder.rglob("*.py")):
        if VAULT not in path.parents and (names := set(CIPHERS.findall(path.read_text(encoding="utf-8")))):
            found[str(path.relative_to(folder))] = names
    return found


def test_only_the_vault_names_a_cipher() -> None:
    found = named_ciphers(SOURCE)
    assert {place: names for place, names in found.items() if place not in FINGERPRINTS} == {}
    assert all(names == {"hashlib"} for names in found.values())
    assert set(found) == FINGERPRINTS


def test_the_search_for_ciphers_finds_one_left_on_purpose(tmp_path: Path) -> None:
    (tmp_path / "sly.py").write_text("def f():\n    from cryptography.fernet import Fernet\n")
    assert named_ciphers(tmp_path) == {"sly.py": {"cryptography"}}


def test_what_was_sealed_opens_with_the_same_key_and_place_only() -> None:
    key = cipher.new_key()
    sealed = cipher.seal(key, b"words", b"here")
    assert cipher.unseal(key, sealed, b"here") == b"words"
    for other in [(cipher.new_key(), sealed, b"here"), (key, sealed, b"there"), (key, b"", b"here")]:
        with pytest.raises(DoesNotOpenError):
            cipher.unseal(*other)


@pytest.mark.parametrize("position", [0, 11, 12, 20, -1])
def test_a_changed_byte_does_not_open(position: int) -> None:
    key = cipher.new_key()
    sealed = bytearray(cipher.seal(key, b"words that are sealed", b"here"))
    sealed[position] ^= 1
    with pytest.raises(DoesNotOpenError):
        cipher.unseal(key, bytes(sealed), b"here")


def test_the_same_words_are_never_sealed_alike() -> None:
    key = cipher.new_key()
    assert len({cipher.seal(key, b"words", b"here") for _each in range(100)}) == 100


def test_each_purpose_has_a_key_of_its_own() -> None:
    key = cipher.new_key()
    assert cipher.subkey(key, "a") == cipher.subkey(key, "a")
    assert len({key, cipher.subkey(key, "a"), cipher.subkey(key, "b")}) == 3


def test_a_mac_tells_where_one_part_ends() -> None:
    key = cipher.new_key()
    assert cipher.mac(key, b"ab", b"c") != cipher.mac(key, b"a", b"bc")
    assert cipher.same(cipher.mac(key, b"ab"), cipher.mac(key, b"ab"))


def test_a_wrapped_key_opens_with_its_own_outer_key_only() -> None:
    outer, key = cipher.new_key(), cipher.new_key()
    assert cipher.unwrap(outer, cipher.wrap(outer, key)) == key
    with pytest.raises(DoesNotOpenError):
        cipher.unwrap(cipher.new_key(), cipher.wrap(outer, key))
    with pytest.raises(DoesNotOpenError):
        cipher.unwrap(outer, b"short")


def test_an_envelope_opens_for_each_recipient_alone() -> None:
    (one, to_one), (two, to_two) = envelopes.new_identity(), envelopes.new_identity()
    sealed = envelopes.seal_to(b"words", [to_one, to_two])
    assert envelopes.open_with(sealed, one) == envelopes.open_with(sealed, two) == b"words"
    stranger, _public = envelopes.new_identity()
    for identity in (stranger, "no identity"):
        with pytest.raises(DoesNotOpenError):
            envelopes.open_with(sealed, identity)
    assert b"words" not in sealed


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_age_itself_opens_a_file_of_any_size_that_we_sealed_with_a_passphrase(size: int) -> None:
    content = os.urandom(size)
    sealed = envelopes.seal_with_passphrase(content, "seven quiet boats")
    assert envelopes.open_with_passphrase(sealed, "seven quiet boats") == content


def test_a_cut_file_does_not_open() -> None:
    sealed = envelopes.seal_with_passphrase(os.urandom(70_000), "seven quiet boats")
    with pytest.raises(DoesNotOpenError):
        envelopes.open_with_passphrase(sealed[: -(70_000 - 65_536 + 16)], "seven quiet boats")


def test_sealing_with_a_passphrase_takes_bounded_memory_and_waits_for_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    head = envelopes.seal_with_passphrase(b"", "seven quiet boats").split(b"\n")[1]
    # 2^16 blocks of 1 KiB. What age chooses by itself was 2^19 here: half a gigabyte.
    assert head.endswith(b" 16")
    monkeypatch.setattr(envelopes, "PATIENCE", 0.01)
    with envelopes.turn(), pytest.raises(TooManyError), envelopes.turn():
        pass


def test_an_envelope_opens_with_its_passphrase() -> None:
    sealed = envelopes.seal_with_passphrase(b"words", "seven quiet boats")
    assert envelopes.open_with_passphrase(sealed, "seven quiet boats") == b"words"
    for wrong in (
        (sealed, "seven loud boats"),
        (b"no envelope", "seven quiet boats"),
        (sealed[:-1], "seven quiet boats"),
    ):
        with pytest.raises(DoesNotOpenError):
            envelopes.open_with_passphrase(*wrong)


def test_recipients_are_told_from_other_text() -> None:
    secret, public = envelopes.new_identity()
    assert envelopes.is_recipient(public)
    assert not envelopes.is_recipient(secret)
    assert not envelopes.is_recipient("")
