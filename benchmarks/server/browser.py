"""A browser as the proxy in front of a live operation passes it on, and signing in with it, second factor and all."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from benchmarks.server.office_file import Account

_SECRET = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_STEP = 30


@dataclass(frozen=True)
class Answer:
    """What came back, and how long the whole of it took."""

    status: int
    headers: dict[str, str]
    text: str
    seconds: float
    size: int

    @property
    def to(self) -> str:
        """Return the path that the answer leads to, or nothing."""
        return self.headers.get("location", "")


#: Sends method, path, body and headers; gives status, headers (names in small letters) and body.
Send = Callable[[str, str, bytes | None, dict[str, str]], tuple[int, list[tuple[str, str]], bytes]]


class RefusedError(RuntimeError):
    """An answer that nobody should get here."""


def over_http(port: int) -> Send:
    """Return a way to a server on this machine: a connection for each request, as with most proxies."""

    def send(
        method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, [(name.lower(), value) for name, value in answer.getheaders()], answer.read()
        finally:
            connection.close()

    return send


@dataclass
class Browser:
    """One person's browser: cookies, and the secret of the last page with a form."""

    send: Send
    address: str = "203.0.113.1"
    cookies: dict[str, str] = field(default_factory=dict)
    secret: str = ""

    def get(self, path: str, **headers: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        body = urlencode({"csrfmiddlewaretoken": self.secret, **fields}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://localhost"}
        return self._ask("POST", path, body, kind)

    def send_file(self, path: str, field_name: str, file_name: str, content: bytes) -> Answer:
        """Send a form with one file."""
        edge = "edge-of-a-part-of-this-form"
        fields = f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self.secret}\r\n'
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{field_name}"; filename="{file_name}"\r\n\r\n'
        body = b"".join((fields.encode(), head.encode(), content, f"\r\n--{edge}--\r\n".encode()))
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}", "Origin": "https://localhost"}
        return self._ask("POST", path, body, kind)

    def _ask(self, method: str, path: str, body: bytes | None, more: dict[str, str]) -> Answer:
        headers = {"Host": "localhost", "X-Forwarded-Proto": "https", "X-Forwarded-For": self.address, **more}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        begun = time.perf_counter()
        status, told, content = self.send(method, path, body, headers)
        seconds = time.perf_counter() - begun
        for name, value in told:
            if name == "set-cookie":
                self.cookies.update({key: each.value for key, each in SimpleCookie(value).items()})
        text = "" if dict(told).get("content-encoding") else content.decode(errors="replace")
        found = _SECRET.search(text)
        self.secret = found[1] if found else self.secret
        return Answer(status, dict(told), text, seconds, len(content))


def sign_in(browser: Browser, account: Account) -> None:
    """Sign in with name, password and one-time code. Raises `RefusedError`."""
    browser.get("/in/")
    to_code = browser.post("/in/", {"name": account.name, "password": account.password})
    browser.get(to_code.to or "/in/code/")
    inside = browser.post("/in/code/", {"code": one_time_code(account.seed, time.time())})
    if inside.status == HTTPStatus.OK:  # a code works once, and its half minute is not over
        time.sleep(_STEP - time.time() % _STEP)
        inside = browser.post("/in/code/", {"code": one_time_code(account.seed, time.time())})
    if inside.status != 302 or browser.get("/").status != 200:
        raise RefusedError(f"{account.name} was not let in: {to_code.status}, {inside.status}")


def one_time_code(seed: str, moment: float) -> str:
    """Return the six digits of an app at a moment (RFC 6238)."""
    key = base64.b32decode(seed + "=" * (-len(seed) % 8))
    made = hmac.new(key, int(moment // _STEP).to_bytes(8, "big"), hashlib.sha1).digest()
    place = made[-1] & 15
    return f"{(int.from_bytes(made[place : place + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"
