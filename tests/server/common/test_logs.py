"""Logs hold no personal data: neither what is formatted into a message nor what an exception says."""

import logging
import sys

from fristad.server.common.logs import PlainFormatter


def _line(msg: str, *args: object, error: bool = False, **extra: object) -> str:
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, msg, args, sys.exc_info() if error else None
    )
    record.__dict__.update(extra)
    return PlainFormatter().format(record)


def test_it_leaves_out_what_is_put_into_a_message() -> None:
    assert "Secret" not in _line("%s: %s", "Not Found", "/Secret/", status_code=404)
    assert _line("%s: %s", "Not Found", "/Secret/", status_code=404).endswith("answered 404")
    assert _line("Slow: %s", "Secret").endswith("Slow: %s")


def test_it_says_where_a_fault_was_and_not_what_it_said() -> None:
    try:
        int("Secret")
    except ValueError:
        line = _line("A fault of ours.", error=True)
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "Secret" not in line
