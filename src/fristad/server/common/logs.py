"""Logs without personal data: no form values, no local variables, no queries, no messages of exceptions.

A message of an exception may carry what somebody typed, so only its kind and where it happened are written.
"""

import logging
import traceback
from typing import Any

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter


class NoValues(SafeExceptionReporterFilter):
    """Leaves nothing of a request in an error report."""

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        """Return nothing."""
        return {}

    def get_traceback_frame_variables(self, request: Any, tb_frame: Any) -> Any:
        """Return nothing."""
        return []

    def get_safe_request_meta(self, request: Any) -> dict[str, Any]:
        """Return nothing."""
        return {}

    def get_safe_cookies(self, request: Any) -> dict[str, Any]:
        """Return nothing."""
        return {}


class NoValuesReporter(ExceptionReporter):
    """Says the kind of fault and where in the code it happened."""

    def get_traceback_text(self) -> SafeString:
        """Return kind and places."""
        return escape(where(self.exc_value))

    def get_traceback_html(self) -> SafeString:
        """Return kind and places; nothing for a browser to colour."""
        return escape(where(self.exc_value))


def where(error: BaseException | None) -> str:
    """Return the kind of an exception and the places it came through, without any value."""
    if error is None:
        return ""
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return "\n".join([type(error).__name__, *lines])


class PlainFormatter(logging.Formatter):
    """Writes level, logger and the template of the message, never its arguments, which may be typed by people."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and the places of an exception under it."""
        status = getattr(record, "status_code", None)
        said = record.msg if status is None else f"answered {int(status)}"
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {said}"
        error = record.exc_info[1] if record.exc_info else None
        return f"{line}\n{where(error)}" if error else line


def note(error: BaseException) -> None:
    """Log a fault of ours: kind and places only."""
    logging.getLogger("fristad").error("A fault of ours.", exc_info=error)
