"""`fristad serve`: which processes there are, and when each is ready."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from fristad.engine.errors import FristadError, MachineError
from fristad.server.custody.serving.supervisor import Part, Supervisor
from fristad.server.vault import lines
from fristad.server.vault.key_files import KeyStoreError

#: The machine's own addresses: a demonstration listens on no other.
OWN = ("127.0.0.1", "[::1]")
_PATIENCE = 60.0


class ServeError(FristadError):
    """The server cannot start as asked; the text says why."""


@dataclass(frozen=True)
class Plan:
    """What to start, and where."""

    demo: bool
    home: Path
    keys: Path
    run: Path
    address: str = OWN[0]
    port: int = 8000

    @property
    def key_socket(self) -> Path:
        """Return where the key holder listens."""
        return self.run / "keys.sock"

    @property
    def url(self) -> str:
        """Return the address to open. Passkeys refuse bare numbers."""
        host = "localhost" if self.address in OWN else self.address
        return f"http://{host}:{self.port}"

    def check(self) -> None:
        """Raise `ServeError` for a plan that would be unsafe or cannot work."""
        if self.demo and self.address not in OWN:
            raise ServeError("A demonstration protects nobody and listens on this machine only. Leave out --address.")
        if not self.demo and self.keys.is_relative_to(self.home):
            raise ServeError(
                f"The keys of a live operation must not lie beside its data in {self.home}. Name another disk with "
                "FRISTAD_KEYS."
            )
        for address in self.addresses():
            _check_free(address, self.port)

    def addresses(self) -> list[str]:
        """Return the addresses to listen on: names such as localhost may mean either of the machine's own."""
        return [each for each in OWN if _has(each)] if self.address in OWN else [self.address]


def serve(plan: Plan, notes: list[str]) -> None:
    """Run a checked plan until told to end. Raises `MachineError`. `notes` are printed when all is ready."""
    os.umask(0o077)
    plan.run.mkdir(parents=True, exist_ok=True, mode=0o700)
    Supervisor(parts(plan)).run(lambda: _say([plan.url, *notes]))


def parts(plan: Plan) -> list[Part]:
    """Return the processes in the order in which they start."""
    python = [sys.executable, "-m"]
    holder = [*python, "fristad.server.vault.holder", "--store", str(plan.keys), "--socket", str(plan.key_socket)]
    if plan.demo:
        holder += ["--demo-key", str(plan.home / "demo.key")]
    web = [*python, "gunicorn", "-c", "python:fristad.server.custody.serving.web"]
    for address in plan.addresses():
        web += ["--bind", f"{address}:{plan.port}"]
    web.append("fristad.server.site.wsgi:application")
    return [
        Part("key holder", holder, lambda process: _wait_for_holder(plan, process)),
        Part("web server", web, lambda process: _wait_for_web(plan, process)),
        Part("job runner", [*python, "fristad.server.custody.serving.runner"]),
    ]


def _wait_for_holder(plan: Plan, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        try:
            lines.ask(plan.key_socket, {"do": "status"}, patience=0.2)
        except KeyStoreError:
            continue
        return
    raise MachineError("The key holder did not start. What it said stands above.")


def _wait_for_web(plan: Plan, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < end:
        if _answers(plan):
            return
        time.sleep(0.1)
    raise MachineError("The web server did not start. What it said stands above.")


def _answers(plan: Plan) -> bool:
    connection = http.client.HTTPConnection(plan.address.strip("[]"), plan.port, timeout=5)
    try:
        # As the proxy in front of a live operation says it; a demonstration ignores it.
        connection.request("GET", "/health/", headers={"Host": _host(plan), "X-Forwarded-Proto": "https"})
        return connection.getresponse().status < 500
    except OSError:
        return False
    finally:
        connection.close()


def _host(plan: Plan) -> str:
    """Return a name that the server answers to."""
    return "localhost" if plan.demo else os.environ.get("FRISTAD_HOSTS", "localhost").split(",")[0]


def _check_free(address: str, port: int) -> None:
    with socket.socket(_family(address)) as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((address.strip("[]"), port))
        except OSError as error:
            what = error.strerror or str(error)
            raise ServeError(f"Nothing can listen on {address}:{port}: {what}. Choose another with --port.") from error


def _has(address: str) -> bool:
    try:
        with socket.socket(_family(address)) as trying:
            trying.bind((address.strip("[]"), 0))
    except OSError:
        return False
    return True


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if address.startswith("[") else socket.AF_INET


def _say(sentences: list[str]) -> None:
    sys.stdout.write("".join(f"{each}\n" for each in sentences))
    sys.stdout.flush()
