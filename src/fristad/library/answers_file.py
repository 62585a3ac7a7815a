"""One person's answers as JSON text, read without guessing: nothing repeated, nothing that is no JSON."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from fristad.engine.errors import AnswerError

#: A person has a few hundred answers; a file this large is something else. Bytes.
LARGEST = 2_000_000
_NUMBERS = re.compile(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)')


def parse_answers(raw: bytes, name: str) -> dict[str, Any]:
    """The JSON object in `raw`. `name` is how messages call it. Raises AnswerError with what is wrong and where."""
    if len(raw) > LARGEST:
        raise AnswerError(
            f"{name} is larger than {LARGEST // 1_000_000} MB. Give one person's answers as one JSON object."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise AnswerError(f"{name}, line {line}: not valid UTF-8. Save the file as UTF-8.") from error
    _refuse_non_numbers(text, name)
    try:
        found = json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, name))
    except json.JSONDecodeError as error:
        where = f"{name}, line {error.lineno}, column {error.colno}"
        raise AnswerError(f"{where}: this is not valid JSON ({error.msg}). Correct it there.") from error
    except (RecursionError, ValueError) as error:
        raise AnswerError(
            f"{name} cannot be read as JSON: it is nested too deep or holds too long a number."
        ) from error
    if not isinstance(found, dict):
        _refuse_shape(found, name)
    return found


def _refuse_shape(found: Any, name: str) -> NoReturn:
    kind = "a list" if isinstance(found, list) else "a single value"
    example = '{"debt_bondage@destination": "yes"}'
    raise AnswerError(f"{name} holds {kind}. Give one JSON object of answers, such as {example}.")


def _refuse_non_numbers(text: str, name: str) -> None:
    """Python's reader accepts NaN and Infinity, which are not JSON and no answers."""
    for match in _NUMBERS.finditer(text):
        if match.group(1):
            line = text.count("\n", 0, match.start()) + 1
            raise AnswerError(
                f"{name}, line {line}: {match.group(1)} stands where an answer belongs. Use yes, no or unknown."
            )


def _once(pairs: list[tuple[str, Any]], name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise AnswerError(
                f"{name} gives the key '{key[:80]}' twice. Keep one; use conflicting if accounts disagree."
            )
        found[key] = value
    return found
