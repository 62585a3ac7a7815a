"""The folder of a run: finished parts with their manifests while it runs, final names only at the end.

`DIR/.parts/run.json` holds what the run depends on. A part counts once its manifest stands beside it, and both
arrive by renaming, so that a kill leaves whole parts or nothing.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fristad.bulk.errors import RunError

#: Written last: a folder that has it is finished.
SUMMARY = "summary.json"
FINAL = ("conversations.csv", "determinations.parquet", "rejects.csv", "report.html", SUMMARY)
_WORDS = {"input": "table", "mapping": "mapping", "instruments": "instrument", "engine": "version of Fristad"}


class RunFolder:
    """One run's folder. Files are readable for their owner only."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.parts = out / ".parts"
        self._made = not out.exists()
        self._begun = False

    def begin(self, identity: Mapping[str, Any], *, force: bool) -> dict[str, Any]:
        """Start a run, or go on with an unfinished one of the same identity, which is returned.

        Raises RunError for a finished folder or an unfinished run of something else, unless `force` clears it.
        """
        if self.out.exists() and not self.out.is_dir():
            raise RunError(f"{self.out} is a file. Name a folder for the results.")
        if (self.out / SUMMARY).exists() and not force:
            raise RunError(f"{self.out} holds a finished run. Name another folder, or add --force to replace it.")
        if force:
            self._clear()
        self.parts.mkdir(mode=0o700, parents=True, exist_ok=True)
        known = self.manifest("run")
        if known is None:
            self._refuse_strange_folder()
            self._begun = True
            self.finish("run", dict(identity))
            return dict(identity)
        for key, value in identity.items():
            if known.get(key) != value and key != "today":
                what = _WORDS.get(key, key)
                raise RunError(
                    f"{self.out} holds an unfinished run with another {what}. Name another folder, or add "
                    "--force to begin anew."
                )
        self._begun = True
        return known

    def _refuse_strange_folder(self) -> None:
        taken = [name for name in FINAL if (self.out / name).exists()]
        if taken:
            raise RunError(f"{self.out} already has {taken[0]}. Name another folder, or add --force to replace it.")

    def _clear(self) -> None:
        shutil.rmtree(self.parts, ignore_errors=True)
        # The mark of a finished run goes first, so that a kill here never leaves half a run that looks whole.
        for name in reversed(FINAL):
            (self.out / name).unlink(missing_ok=True)

    def manifest(self, name: str) -> dict[str, Any] | None:
        """The manifest of a finished part, or None."""
        try:
            content: dict[str, Any] = json.loads((self.parts / f"{name}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return content

    def finish(self, name: str, manifest: Mapping[str, Any]) -> None:
        """Declare a part finished."""
        with self.writing(f"{name}.json") as path:
            path.write_text(json.dumps(manifest), encoding="utf-8")

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """A path to write to; it gets its name when the block ends without an error."""
        path = self.parts / f"{name}.tmp"
        path.unlink(missing_ok=True)
        try:
            yield path
            path.chmod(0o600)
            with path.open("rb") as file:
                os.fsync(file.fileno())
            path.replace(self.parts / name)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def path(self, name: str) -> Path:
        return self.parts / name

    def named(self, start: str) -> list[Path]:
        """The finished Parquet parts of one step, in table order."""
        return sorted(self.parts.glob(f"{start}-*.parquet"))

    def publish(self) -> None:
        """Give every result its final name, the summary last, and remove the parts."""
        for name in FINAL:
            (self.parts / name).replace(self.out / name)
        shutil.rmtree(self.parts, ignore_errors=True)

    def leave(self, *, keep: bool) -> None:
        """After an error. Parts are kept where starting again can go on with them; otherwise no trace is left."""
        finished = [path for path in self.parts.glob("*.json") if path.name != "run.json"]
        if self._begun and not (keep and finished):
            shutil.rmtree(self.parts, ignore_errors=True)
            if self._made and self.out.is_dir() and not any(self.out.iterdir()):
                self.out.rmdir()
