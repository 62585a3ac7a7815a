"""The file of refused rows: each as it stood, with what is wrong, ready to be mended and taken in again.

It holds what the table says about people, so it is written only where somebody names the place, and sealed with age
unless they say that it shall lie open.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

from django.utils.translation import gettext as _

from fristad.server.cases.importing.judging import Judged, Verdict
from fristad.server.vault import envelopes

HEAD = ("fristad row", "fristad column", "fristad: what to do")


class Rejects:
    """Collects refused rows, in memory."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = tuple(dict.fromkeys(name for name in header if name))
        self.rows: list[list[str]] = []

    def add(self, judged: Judged) -> None:
        """Keep a row if it is refused."""
        if judged.verdict is Verdict.REFUSED:
            columns = ", ".join(dict.fromkeys(fault.column for fault in judged.faults if fault.column))
            told = " ".join(dict.fromkeys(fault.sentence.through(_) for fault in judged.faults))
            cells = [judged.line.cells.get(name, "") for name in self.header]
            self.rows.append([str(judged.line.number), columns, told, *cells])

    def write(self, path: Path, recipient: str) -> None:
        """Write the file, for its owner alone; sealed where there is a recipient. Raises OSError if it is there."""
        text = StringIO()
        csv.writer(text).writerows([[*HEAD, *self.header], *self.rows])
        content = text.getvalue().encode()
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "wb") as file:
            file.write(envelopes.seal_to(content, [recipient]) if recipient else content)
