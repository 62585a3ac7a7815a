"""The live kind, as real processes: started, unlocked, a worker killed, locked in the middle of a request and a job."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from fristad.server.vault import lines
from tests.server.custody.conftest import FRISTAD, WORDS, Live

#: Keys are gone within this many seconds (`security.md`).
GONE_WITHIN = 2.0
_BOUNDARY = "fristad-test"


def eventually(true: Callable[[], object], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def free_port() -> int:
    with socket.socket() as trying:
        trying.bind(("127.0.0.1", 0))
        return int(trying.getsockname()[1])


def runs(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


@dataclass
class Server:
    """A running `fristad serve`."""

    live: Live
    port: int
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def ask(
        self, path: str, body: bytes | None = None, host: str = "fristad.example"
    ) -> tuple[int, dict[str, str], str]:
        """Ask as the proxy in front does; return status, headers and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": host, "X-Forwarded-Proto": "https"}
        if body is not None:
            headers["Content-Type"] = f"multipart/form-data; boundary={_BOUNDARY}"
        connection.request("GET" if body is None else "POST", path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, dict(answer.getheaders()), text

    @property
    def is_open(self) -> bool:
        """Whether it says that it is."""
        host = "localhost" if "--demo" in self.process.args else "fristad.example"  # type: ignore[operator]
        return bool(json.loads(self.ask("/health/", host=host)[2]) == {"status": "open"})

    @property
    def socket(self) -> Path:
        """Return where its key holder listens."""
        return self.live.folder / "run" / "keys.sock"

    def unlock(self) -> str:
        """Unlock in the terminal."""
        who = ("--name", "Ada", "--key-file", str(self.live.key_file("Ada")))
        return self.live.run("keys", "unlock", *who, stdin=WORDS["Ada"] + "\n")

    def unlock_on_page(self, passphrase: str) -> tuple[int, dict[str, str], str]:
        """Unlock on the one page that a locked server has."""
        parts = {"name": "Bo", "passphrase": passphrase}
        written = "".join(
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in parts.items()
        )
        written += (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="key_file"; filename="bo.key"\r\n'
            f"Content-Type: text/plain\r\n\r\n{self.live.key_file('Bo').read_text()}\r\n--{_BOUNDARY}--\r\n"
        )
        return self.ask("/unlock/", written.encode())

    def lock(self) -> dict[str, Any]:
        """Lock, as `fristad lock` does, without the time that a command takes to start."""
        return lines.ask(self.socket, {"do": "lock"})

    def children(self) -> list[int]:
        """Return the process ids of everything it started."""
        found: list[int] = []
        waiting = [self.process.pid]
        while waiting:
            task = Path(f"/proc/{waiting.pop()}/task")
            kids = [int(pid) for each in task.glob("*/children") for pid in each.read_text().split()]
            found += kids
            waiting += kids
        return found

    def holding(self) -> list[int]:
        """Return the processes that were given keys: two web workers and the job runner."""
        found = []
        for pid in self.children():
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
            is_worker = b"serving.web" in command and parent != self.process.pid
            if is_worker or b"serving.runner" in command:
                found.append(pid)
        return found


@contextmanager
def started(live: Live) -> Iterator[Server]:
    """Run `fristad serve` on a free port."""
    port = free_port()
    command = [*FRISTAD, "serve", "--port", str(port)]
    with subprocess.Popen(command, env=live.environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        running = Server(live, port, process)
        running.said = [process.stdout.readline(), process.stdout.readline()]
        yield running
        process.terminate()
        process.wait(30)


@pytest.fixture
def server(live: Live) -> Iterator[Server]:
    with started(live) as running:
        yield running


_ENQUEUE = "from fristad.server.jobs import services; print(services.enqueue(actor, 'test.count', {number}).pk)"
_RESULT = "from fristad.server.jobs.models import Job; print(Job.unscoped.get(pk={job!r}).result)"


def look(server: Server, job: str) -> tuple[str, int]:
    """Return state and progress of a job, which can be read without a key."""
    with sqlite3.connect(server.live.folder / "home" / "fristad.sqlite3") as connection:
        found = connection.execute("SELECT state, done FROM jobs_job WHERE id = ?", [UUID(job).hex]).fetchone()
    return str(found[0]), int(found[1])


def test_it_starts_locked_and_answers_one_calm_page(server: Server) -> None:
    assert f"http://localhost:{server.port}" in server.said[0]
    assert "It is locked." in server.said[1]

    for path in ("/", "/cases/", "/in/", "/no/such/page/", "/test/process/"):
        status, headers, text = server.ask(path)
        assert (status, headers["Retry-After"]) == (503, "300")
        assert "Norland" not in text
        assert "Set-Cookie" not in headers
    assert server.ask("/help/")[0] == 200
    assert not server.is_open
    page = server.ask("/unlock/")[2]
    assert "key file" in page
    assert "Ada" not in page

    # A backup is ciphertext, and needs no key.
    backup = ("backup", str(server.live.folder / "data"), "--keys", str(server.live.folder / "safe"))
    assert len(server.live.run(*backup).splitlines()) == 2

    # A wrong passphrase opens nothing.
    status, _, text = server.unlock_on_page("not these words at all")
    assert status == 403
    assert "do not belong together" in text


def test_it_is_locked_in_the_middle_of_a_request_and_of_a_job_and_goes_on(server: Server) -> None:
    assert server.unlock() == "Open.\n"
    assert eventually(lambda: server.is_open)
    assert "Open." in server.live.run("keys", "status")

    # A worker that is killed comes back, with keys.
    killed = int(server.ask("/test/process/")[2])
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: all(int(server.ask("/test/process/")[2]) != killed for _ in range(4)))
    assert all(server.ask("/test/slow/0/")[0] == 200 for _ in range(8))

    # Locked in the middle of a request and of a job.
    job = server.live.python(_ENQUEUE.format(number=60))
    assert eventually(lambda: look(server, job)[1] > 0)
    answered: list[tuple[int, dict[str, str], str]] = []
    asking = threading.Thread(target=lambda: answered.append(server.ask("/test/slow/2/")))
    asking.start()
    time.sleep(0.5)
    holding = server.holding()
    assert len(holding) == 3
    began = time.monotonic()
    told = server.lock()
    assert time.monotonic() - began < GONE_WITHIN
    assert (told["was_open"], told["killed"], told["open"]) == (True, 0, False)
    assert not server.is_open
    asking.join()
    assert answered[0][0] == 503
    assert "Retry-After" in answered[0][1]

    # Fresh processes, whose memory never held a key, take the place of those that had one.
    assert eventually(lambda: not any(map(runs, holding)))

    state, done = look(server, job)
    assert state == "waiting"
    assert 0 < done < 60
    time.sleep(1)
    assert look(server, job)[1] == done

    # It goes on after unlocking, on the page this time, and nothing was counted twice or left out.
    status, headers, _ = server.unlock_on_page(WORDS["Bo"])
    assert (status, headers["Location"]) == (302, "/")
    assert eventually(lambda: look(server, job)[0] == "done", 60)
    assert server.live.python(_RESULT.format(job=job)) == str({"counted": list(range(1, 61))})
    log = "from fristad.server.audit.models import Entry; print(*Entry.objects.values_list('action', flat=True))"
    assert server.live.python(log).split().count("keys.unlocked") == 2
    assert ": 0 fault(s)" in server.live.run("audit", "verify")


def test_keys_are_changed_while_people_work(server: Server) -> None:
    server.unlock()
    who = ("--name", "Ada", "--key-file", str(server.live.key_file("Ada")))
    assert "are wrapped under new keys" in server.live.run("keys", "rotate", *who, stdin=WORDS["Ada"] + "\n")
    with sqlite3.connect(server.live.folder / "home" / "fristad.sqlite3") as connection:
        assert connection.execute("SELECT DISTINCT key_version FROM vault_recordkey").fetchall() == [(2,)]
    assert server.is_open
    # It asks the running key holder, which knows the new keys.
    assert ": 0 fault(s)" in server.live.run("audit", "verify")


def test_keys_are_gone_when_the_holder_dies_and_it_comes_back_locked(server: Server) -> None:
    server.unlock()
    assert eventually(lambda: server.is_open)
    holder = next(pid for pid in server.children() if b"vault.holder" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(holder, signal.SIGKILL)
    assert eventually(lambda: not server.is_open, GONE_WITHIN)
    assert eventually(lambda: lines.ask(server.socket, {"do": "status"})["locked"]["because"] == "start")
    assert not server.is_open


def test_it_ends_whole_and_leaves_no_names_behind(server: Server) -> None:
    server.unlock()
    assert eventually(lambda: server.is_open)
    server.ask("/in/invited/6d0cbf44-2a4c-4a0c-9f5e-6a8f2f0f0c11/a-token-that-is-long-enough-to-be-one-0123/?q=secret")
    children = server.children()
    assert len(children) >= 5
    server.process.terminate()
    assert server.process.wait(30) == 0
    assert eventually(lambda: not any(map(runs, children)))
    log = (server.live.folder / "home" / "access.log").read_text()
    assert "/in/invited/6d0cbf44-2a4c-4a0c-9f5e-6a8f2f0f0c11/-/" in log
    assert not re.search(r"token|secret|127\.0\.0\.1|python", log.replace("/test/", ""))


def test_it_ends_with_its_supervisor_however_that_ends(server: Server) -> None:
    children = server.children()
    server.process.kill()
    assert eventually(lambda: not any(map(runs, children)))
