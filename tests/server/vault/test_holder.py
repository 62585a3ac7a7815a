"""The key holder and the processes it gives keys to."""

import json
import resource
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from fristad.server.vault import cipher, lines
from fristad.server.vault.demo_key import open_demo
from fristad.server.vault.holder import Holder, serve
from fristad.server.vault.holding import Holding
from fristad.server.vault.hours import next_time
from fristad.server.vault.key_files import KeyStoreError
from fristad.server.vault.keyring import Keyring, OperationKeys
from fristad.server.vault.keystore import KeyStore, OpenStore

WORDS = "quiet lamp over seven rivers"
#: Keys are gone within this many seconds (`security.md`).
GONE_WITHIN = 2.0


@pytest.fixture
def run() -> Iterator[Path]:
    """A short folder, since a socket's name has a limit."""
    folder = Path(tempfile.mkdtemp(prefix="fristad-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def store(run: Path, monkeypatch: pytest.MonkeyPatch) -> OpenStore:
    monkeypatch.setattr(cipher, "ARGON2_KIB", 64)
    monkeypatch.setattr(cipher, "ARGON2_PASSES", 1)
    return KeyStore.create(run / "keys", "live")


@pytest.fixture
def operation(store: OpenStore) -> UUID:
    keys = OperationKeys.new(uuid4())
    store.save(keys)
    return keys.operation_id


@pytest.fixture
def key_file(store: OpenStore) -> str:
    return store.add_holder("Ada", WORDS).to_text()


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def holder(store: OpenStore, run: Path, clock: Clock) -> Iterator[Holder]:
    """A key holder that answers on its socket, in a thread of this process."""
    made = Holder(store.store, now=clock)
    listening = lines.listen(run / "keys.sock")
    thread = threading.Thread(target=serve, args=(made, listening))
    thread.start()
    yield made
    made.ended.set()
    thread.join()
    listening.close()


@pytest.fixture
def holding(run: Path) -> Iterator[Holding]:
    made = Holding(run / "keys.sock", Keyring())
    yield made
    made.end()


def eventually(true: Callable[[], object], seconds: float = 3.0) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def unlock(
    run: Path, key_file: str, words: str = WORDS, at: str = "terminal", origin: str = "192.0.2.1"
) -> dict[str, object]:
    asked = {"do": "unlock", "name": "Ada", "passphrase": words, "key_file": key_file, "at": at, "from": origin}
    return lines.ask(run / "keys.sock", asked)


@pytest.mark.usefixtures("holder")
def test_keys_come_with_the_unlocking_and_are_gone_when_lock_is_answered(
    run: Path, holding: Holding, key_file: str, operation: UUID
) -> None:
    holding.start()
    assert holding.wait()
    assert not holding.into.is_open
    unlock(run, key_file)
    assert eventually(lambda: holding.into.is_open)
    assert holding.into.operations() == (operation,)
    assert lines.ask(run / "keys.sock", {"do": "lock"})["killed"] == 0
    assert not holding.into.is_open


@pytest.mark.usefixtures("operation")
def test_who_comes_later_is_given_the_keys_at_once(holder: Holder, holding: Holding, store: OpenStore) -> None:
    holder.hold(store)
    holding.start()
    assert holding.wait()
    assert holding.into.is_open


@pytest.mark.usefixtures("holder")
def test_a_wrong_passphrase_opens_nothing_and_says_so(run: Path, key_file: str) -> None:
    with pytest.raises(KeyStoreError, match="do not belong together"):
        unlock(run, key_file, "not the words at all")
    assert lines.ask(run / "keys.sock", {"do": "status"})["open"] is False


@pytest.mark.usefixtures("holder")
def test_wrong_tries_of_a_stranger_do_not_make_a_key_holder_wait(run: Path, key_file: str) -> None:
    with pytest.raises(KeyStoreError, match="do not belong together"):
        unlock(run, key_file, "not the words at all", "page", "198.51.100.7")
    assert unlock(run, key_file, at="page")["open"]


@pytest.mark.usefixtures("holder")
def test_wrong_tries_on_the_page_are_slowed_and_the_terminal_is_not(run: Path, key_file: str, clock: Clock) -> None:
    for _ in range(3):
        clock.now += 100
        with pytest.raises(KeyStoreError, match="do not belong together"):
            unlock(run, key_file, "not the words at all", "page")
    with pytest.raises(KeyStoreError, match="Wait a minute"):
        unlock(run, key_file, at="page")
    assert unlock(run, key_file)["open"]
    assert unlock(run, key_file, at="page")["open"]


@pytest.mark.usefixtures("operation")
def test_it_locks_by_itself_at_the_set_hour(
    holder: Holder, holding: Holding, store: OpenStore, clock: Clock, run: Path
) -> None:
    store.store.note("policy", {"lock_at": "19:30"})
    holder.hold(store)
    clock.now = float(str(holder.status()["until"])) - 1
    assert lines.ask(run / "keys.sock", {"do": "status"})["open"]
    clock.now += 1
    assert eventually(lambda: holder.status()["locked"]["because"] == "hour")


def test_the_set_hour_comes_in_the_process_too_when_the_holder_hangs(run: Path) -> None:
    listening = lines.listen(run / "keys.sock")
    holding = Holding(run / "keys.sock", Keyring())
    holding.start()
    connection, _ = listening.accept()
    keys = OperationKeys.new(uuid4())
    from fristad.server.vault.key_files import to_text  # noqa: PLC0415

    lines.send(connection, {"keys": [to_text(keys.to_bytes())], "until": time.time() + 0.3, "number": 1})
    assert eventually(lambda: holding.into.is_open)
    assert eventually(lambda: not holding.into.is_open, GONE_WITHIN)
    holding.ended.set()
    connection.close()
    listening.close()
    holding.end()


@pytest.mark.usefixtures("operation")
def test_it_locks_when_the_sign_of_life_does_not_come(
    holder: Holder, store: OpenStore, clock: Clock, run: Path
) -> None:
    store.store.note("policy", {"alive_minutes": 10})
    holder.hold(store)
    clock.now += 9 * 60
    lines.ask(run / "keys.sock", {"do": "alive"})
    clock.now += 9 * 60
    assert lines.ask(run / "keys.sock", {"do": "status"})["open"]
    clock.now += 2 * 60
    assert eventually(lambda: holder.status()["locked"]["because"] == "no sign of life")


def test_the_next_hour_is_today_or_tomorrow_where_the_operation_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRISTAD_TIME_ZONE", "Asia/Amman")
    noon_in_amman = 1_800_003_600.0  # 2027-01-15 12:00 at UTC+3
    assert next_time("19:30", noon_in_amman) == noon_in_amman + 7.5 * 3600
    assert next_time("12:00", noon_in_amman) == noon_in_amman + 24 * 3600
    assert next_time(None, noon_in_amman) is None


def test_another_user_is_not_answered(holder: Holder, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not holder.status()["open"]
    assert stat.S_IMODE((run / "keys.sock").stat().st_mode) == 0o600
    monkeypatch.setattr("os.geteuid", lambda: 12_345)
    with pytest.raises(lines.HolderGoneError):
        lines.ask(run / "keys.sock", {"do": "status"}, patience=0)


@pytest.mark.parametrize("sent", [b"nonsense\n", b"[1]\n", b'{"do": "dance"}\n', b"\xff\n", b"x" * 2_000_000])
def test_nonsense_ends_nothing(holder: Holder, run: Path, sent: bytes) -> None:
    assert not holder.status()["open"]
    with lines.connect(run / "keys.sock") as connection:
        connection.settimeout(5)
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1000):
                pass
        except OSError:
            pass
    assert lines.ask(run / "keys.sock", {"do": "status"})["open"] is False


def test_nobody_there_is_one_sentence(run: Path) -> None:
    with pytest.raises(KeyStoreError, match="not running"):
        lines.ask(run / "keys.sock", {"do": "status"}, patience=0)


def test_a_path_too_long_for_a_socket_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(KeyStoreError, match="FRISTAD_RUN"):
        lines.listen(tmp_path / ("x" * 120))


# From here on real processes.


@pytest.fixture
def process(run: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A demonstration's key holder as a process of its own."""
    open_demo(KeyStore(run / "demo"), run / "demo.key").save(OperationKeys.new(uuid4()))
    command = [sys.executable, "-m", "fristad.server.vault.holder", "--store", str(run / "demo")]
    command += ["--socket", str(run / "keys.sock"), "--demo-key", str(run / "demo.key")]
    with subprocess.Popen(command) as made:
        yield made
        made.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_process_makes_no_core_and_lets_nobody_read_its_memory(process: subprocess.Popen[bytes], run: Path) -> None:
    assert lines.ask(run / "keys.sock", {"do": "status"}, patience=20)["open"]
    assert resource.prlimit(process.pid, resource.RLIMIT_CORE) == (0, 0)
    # A process that is not dumpable belongs to root in /proc.
    assert Path(f"/proc/{process.pid}/environ").stat().st_uid == 0


def test_keys_are_gone_soon_after_the_holder_is_killed(
    process: subprocess.Popen[bytes], run: Path, holding: Holding
) -> None:
    lines.ask(run / "keys.sock", {"do": "status"}, patience=20)
    holding.start()
    assert eventually(lambda: holding.into.is_open)
    process.send_signal(signal.SIGKILL)
    assert eventually(lambda: not holding.into.is_open, GONE_WITHIN)


def test_after_a_lock_it_is_a_fresh_process_that_stays_locked(
    process: subprocess.Popen[bytes], run: Path, holding: Holding
) -> None:
    lines.ask(run / "keys.sock", {"do": "status"}, patience=20)
    holding.start()
    assert eventually(lambda: holding.into.is_open)
    assert lines.ask(run / "keys.sock", {"do": "lock"})["was_open"]
    assert not holding.into.is_open
    again = lines.ask(run / "keys.sock", {"do": "status"}, patience=20)
    assert (again["open"], again["locked"]["because"]) == (False, "command")
    assert process.poll() is None
    assert eventually(lambda: lines.ask(run / "keys.sock", {"do": "status"}, patience=5)["watchers"] == 1)


_DEAF = """
import os, signal, sys
from pathlib import Path
from fristad.server.vault import lines
connection = lines.connect(Path(sys.argv[1]))
lines.send(connection, {"do": "watch"})
messages = lines.read(connection)
print(next(messages)["number"], flush=True)
signal.pause()
"""


def test_a_process_that_does_not_let_go_of_its_keys_is_killed(process: subprocess.Popen[bytes], run: Path) -> None:
    assert process.poll() is None
    lines.ask(run / "keys.sock", {"do": "status"}, patience=20)
    command = [sys.executable, "-c", _DEAF, str(run / "keys.sock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as deaf:
        assert deaf.stdout is not None
        assert json.loads(deaf.stdout.readline()) == 1
        began = time.monotonic()
        assert lines.ask(run / "keys.sock", {"do": "lock"})["killed"] == 1
        assert time.monotonic() - began < GONE_WITHIN
        assert deaf.wait(5) == -signal.SIGKILL
