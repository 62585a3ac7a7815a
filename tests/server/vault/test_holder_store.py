"""The key store: who opens it, who does not, and what is said."""

import json
import stat
from pathlib import Path
from uuid import uuid4

import pytest

from fristad.server.vault import cipher, envelopes
from fristad.server.vault.demo_key import open_demo
from fristad.server.vault.key_files import KeyFile, KeyStoreError
from fristad.server.vault.keyring import OperationKeys
from fristad.server.vault.keystore import FILE, KeyStore, OpenStore, open_recovery_copy

WORDS = "quiet lamp over seven rivers"
OTHER = "slow bread under nine bridges"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with little memory: its cost is not what these tests are about."""
    monkeypatch.setattr(cipher, "ARGON2_KIB", 64)
    monkeypatch.setattr(cipher, "ARGON2_PASSES", 1)


@pytest.fixture
def made(tmp_path: Path) -> tuple[OpenStore, str]:
    opened = KeyStore.create(tmp_path / "keys", "live")
    return opened, opened.add_holder("Ada", WORDS).to_text()


def test_it_opens_with_name_passphrase_and_key_file(made: tuple[OpenStore, str]) -> None:
    opened, key_file = made
    keys = OperationKeys.new(uuid4())
    opened.save(keys)
    assert opened.store.open("Ada", WORDS, key_file).operations() == [keys]


def test_it_takes_a_passphrase_as_it_is_meant(tmp_path: Path) -> None:
    opened = KeyStore.create(tmp_path / "keys", "live")
    key_file = opened.add_holder("Ada", "sju sm\u00e5 b\u00e5tar vid bryggan").to_text()
    typed_elsewhere = "  sju sma\u030a  ba\u030atar vid bryggan\n"
    assert opened.store.open("Ada", typed_elsewhere, key_file.replace("\n", "\r\n")).root == opened.root


@pytest.mark.parametrize("wrong", ["name", "passphrase", "key file"])
def test_it_says_the_same_whichever_of_the_three_is_wrong(made: tuple[OpenStore, str], wrong: str) -> None:
    opened, key_file = made
    others = opened.add_holder("Bo", OTHER).to_text()
    name = "Nobody" if wrong == "name" else "Ada"
    words = OTHER if wrong == "passphrase" else WORDS
    with pytest.raises(KeyStoreError, match="do not belong together"):
        opened.store.open(name, words, others if wrong == "key file" else key_file)


def test_a_key_file_of_another_installation_is_told_apart(made: tuple[OpenStore, str], tmp_path: Path) -> None:
    foreign = KeyStore.create(tmp_path / "other", "live").add_holder("Ada", WORDS).to_text()
    with pytest.raises(KeyStoreError, match="belongs to another installation"):
        made[0].store.open("Ada", WORDS, foreign)


@pytest.mark.parametrize("text", ["", "\x00\x01", "Fristad key file 1\nstore: x\n", "Fristad key file 1", "a: b"])
def test_what_is_no_key_file_is_said(made: tuple[OpenStore, str], text: str) -> None:
    with pytest.raises(KeyStoreError, match="not a key file"):
        made[0].store.open("Ada", WORDS, text)


def test_a_lost_store_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(KeyStoreError, match=r"There is no key store in .* put back the newest key backup"):
        KeyStore(tmp_path / "nowhere").open("Ada", WORDS, KeyFile(uuid4(), "Ada", bytes(32)).to_text())


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2}'])
def test_a_damaged_store_is_one_sentence(made: tuple[OpenStore, str], content: str) -> None:
    made[0].store.path.write_text(content)
    with pytest.raises(KeyStoreError) as told:
        made[0].store.read()
    assert told.value.code == "broken_store"


def test_it_is_closed_to_others(made: tuple[OpenStore, str]) -> None:
    path = made[0].store.path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o640)
    with pytest.raises(KeyStoreError, match="chmod go="):
        made[0].store.read()


def test_the_file_holds_no_secret(made: tuple[OpenStore, str]) -> None:
    opened, key_file = made
    keys = OperationKeys.new(uuid4())
    opened.save(keys)
    stored = opened.store.path.read_bytes()
    secrets = [opened.root, keys.wrap[1], keys.tags[1], keys.chain[1], KeyFile.from_text(key_file).secret]
    for secret in secrets:
        written = [secret, secret.hex().encode(), json.dumps(list(secret)).encode()]
        assert not any(each in stored for each in written)
    assert WORDS.encode() not in stored


def test_nothing_is_left_behind_by_a_write(made: tuple[OpenStore, str]) -> None:
    assert [path.name for path in made[0].store.folder.iterdir()] == [FILE]


def test_a_write_that_fails_leaves_the_old_store(made: tuple[OpenStore, str], monkeypatch: pytest.MonkeyPatch) -> None:
    opened, key_file = made

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        opened.add_holder("Bo", OTHER)
    monkeypatch.undo()
    monkeypatch.setattr(cipher, "ARGON2_KIB", 64)
    monkeypatch.setattr(cipher, "ARGON2_PASSES", 1)
    assert opened.store.holders() == ["Ada"]
    assert opened.store.open("Ada", WORDS, key_file).root == opened.root


@pytest.mark.parametrize("words", ["short", " " * 40, "aaaaaaaaaaaaaaaaaaaaaaa", "abababababababababab"])
def test_a_passphrase_that_could_be_guessed_is_refused(made: tuple[OpenStore, str], words: str) -> None:
    with pytest.raises(KeyStoreError, match="at least 16 characters"):
        made[0].add_holder("Bo", words)


def test_a_name_is_taken_once(made: tuple[OpenStore, str]) -> None:
    with pytest.raises(KeyStoreError, match="already"):
        made[0].add_holder("Ada", OTHER)


def test_a_removed_holder_opens_nothing(made: tuple[OpenStore, str]) -> None:
    opened, key_file = made
    opened.add_holder("Bo", OTHER)
    opened.remove_holder("Ada")
    with pytest.raises(KeyStoreError, match="do not belong together"):
        opened.store.open("Ada", WORDS, key_file)


def test_the_last_holder_stays(made: tuple[OpenStore, str]) -> None:
    with pytest.raises(KeyStoreError, match="last key holder"):
        made[0].remove_holder("Ada")


def test_a_new_root_key_shuts_out_old_key_files_old_copies_and_old_roots(made: tuple[OpenStore, str]) -> None:
    opened, old_file = made
    keys = OperationKeys.new(uuid4())
    opened.save(keys)
    people = [envelopes.new_identity() for _ in range(3)]
    copies = opened.recovery_copies([public for _, public in people])
    files: list[KeyFile] = []
    renewed = opened.new_root({"Ada": OTHER}, files.append)
    assert opened.store.open("Ada", OTHER, files[0].to_text()).operations() == [keys]
    with pytest.raises(KeyStoreError, match="do not belong together"):
        opened.store.open("Ada", WORDS, old_file)
    with pytest.raises(KeyStoreError, match="earlier root key"):
        open_recovery_copy(opened.store, copies[0], people[0][0])
    with pytest.raises(KeyStoreError):
        opened.operations()
    assert renewed.operations() == [keys]


def test_a_new_root_key_that_cannot_be_handed_over_changes_nothing(made: tuple[OpenStore, str]) -> None:
    opened, key_file = made

    def fail(_: KeyFile) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        opened.new_root({"Ada": OTHER}, fail)
    assert opened.store.open("Ada", WORDS, key_file).root == opened.root


def test_each_recovery_copy_opens_the_store_alone(made: tuple[OpenStore, str]) -> None:
    opened, _ = made
    keys = OperationKeys.new(uuid4())
    opened.save(keys)
    people = [envelopes.new_identity() for _ in range(3)]
    copies = opened.recovery_copies([public for _, public in people])
    for (identity, _), copy in zip(people, copies, strict=True):
        assert open_recovery_copy(opened.store, copy, identity).operations() == [keys]
    with pytest.raises(KeyStoreError, match="does not open this recovery copy"):
        open_recovery_copy(opened.store, copies[0], people[1][0])


def test_a_recovery_copy_of_another_installation_is_told_apart(made: tuple[OpenStore, str], tmp_path: Path) -> None:
    identity, public = envelopes.new_identity()
    others = [envelopes.new_identity()[1] for _ in range(2)]
    foreign = KeyStore.create(tmp_path / "other", "live").recovery_copies([public, *others])
    with pytest.raises(KeyStoreError, match="another installation"):
        open_recovery_copy(made[0].store, foreign[0], identity)


def test_three_different_recipients_are_needed(made: tuple[OpenStore, str]) -> None:
    public = envelopes.new_identity()[1]
    with pytest.raises(KeyStoreError, match="3 different"):
        made[0].recovery_copies([public, public, envelopes.new_identity()[1]])
    with pytest.raises(KeyStoreError, match="no age recipient"):
        made[0].recovery_copies([public, "age1nonsense", public])


def test_keys_of_one_operation_do_not_open_in_the_place_of_another(made: tuple[OpenStore, str]) -> None:
    opened, _ = made
    one, other = OperationKeys.new(uuid4()), OperationKeys.new(uuid4())
    opened.save(one, other)
    content = opened.store.read()
    content["operations"][str(other.operation_id)] = content["operations"][str(one.operation_id)]
    opened.store.write(content)
    with pytest.raises(KeyStoreError, match="damaged"):
        opened.operations()


def test_a_demonstration_opens_by_itself_and_never_a_live_store(made: tuple[OpenStore, str], tmp_path: Path) -> None:
    store, key_file = KeyStore(tmp_path / "demo" / "keys"), tmp_path / "demo" / "demo.key"
    assert open_demo(store, key_file).root == open_demo(store, key_file).root
    with pytest.raises(KeyStoreError, match="live operation"):
        open_demo(made[0].store, key_file)
