"""The folder of a run: finished parts with their manifests while it runs, final names only at the end.

`DIR/.parts/run.json` holds what the run depends on. A part counts once its manifest stands beside it, and both
arrive by renaming, so that a kill leaves whole parts or nothing. A manifest holds the SHA-256 of its part and of
itself, so that nobody's change goes into the results unseen.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fristad.bulk.errors import RunError

#: Written last: a folder that has it is finished.
SUMMARY = "summary.json"
FINAL = ("conversations.csv", "determinations.parquet", "rejects.csv", "report.html", SUMMARY)
_WORDS = {"input": "table", "instruments": "instrument", "engine": "version of Fristad", "today": "--today"}


class RunFolder:
    """One run's folder. Files are readable for their owner only."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.parts = out / ".parts"
        self._made = not out.exists()
        self._begun = False

    def refuse_inputs(self, inputs: Iterable[Path]) -> None:
        """Raise RunError for a file that is read and that this run would replace or remove."""
        finals = [self.out / name for name in FINAL if (self.out / name).exists()]
        for path in inputs:
            among = path.exists() and any(final.samefile(path) for final in finals)
            if among or path.resolve().is_relative_to(self.parts.resolve()):
                raise RunError(f"{path} would be replaced by the results. Move it out of {self.out} first.")

    def begin(self, identity: Mapping[str, Any], *, force: bool, may_differ: Iterable[str] = ()) -> dict[str, Any]:
        """Start a run, or go on with an unfinished one of the same identity, which is returned.

        Raises RunError for a finished folder, for an unfinished run of something else and for changed parts, unless
        `force` puts this run in their place. Old results stay until `publish`. What `may_differ` names is taken
        from the unfinished run.
        """
        self._refuse_unusable(force=force)
        self.out.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.parts.mkdir(mode=0o700, exist_ok=True)
        self.parts.chmod(0o700)
        try:
            known = self._unfinished({key: value for key, value in identity.items() if key not in may_differ})
        except RunError:
            if not force:
                raise
            known = None
        self._begun = True
        if known is None:
            shutil.rmtree(self.parts)
            self.parts.mkdir(mode=0o700)
            self.finish("run", identity)
        return known or dict(identity)

    def _refuse_unusable(self, *, force: bool) -> None:
        if self.out.exists() and not self.out.is_dir():
            raise RunError(f"{self.out} is a file. Name a folder for the results.")
        if self.parts.is_symlink():
            raise RunError(f"{self.parts} is a link, which may lead anywhere. Remove it, or name another folder.")
        if self.parts.exists() and self.parts.stat().st_uid != os.getuid():
            raise RunError(f"{self.parts} belongs to somebody else. Name another folder.")
        if (self.out / SUMMARY).exists() and not force:
            raise RunError(f"{self.out} holds a finished run. Name another folder, or add --force to replace it.")
        taken = [name for name in FINAL if (self.out / name).exists()]
        if taken and not force and not (self.parts / "run.json").exists():
            raise RunError(f"{self.out} already has {taken[0]}. Name another folder, or add --force to replace it.")
        for name in taken:
            if (self.out / name).is_dir():
                raise RunError(f"{self.out / name} is a folder. Remove it, or name another folder for the results.")

    def _unfinished(self, wanted: Mapping[str, Any]) -> dict[str, Any] | None:
        """The identity of the unfinished run, or None. Raises RunError for another one and for changed parts."""
        known = self.manifest("run")
        if known is None:
            if any(self.parts.glob("*.parquet")):
                raise self._changed("run.json")
            return None
        for key, value in wanted.items():
            if known.get(key) != value:
                raise RunError(
                    f"{self.out} holds an unfinished run with another {_WORDS.get(key, key)}. Name another folder, or "
                    "add --force to begin anew."
                )
        self._check_parts()
        return known

    def _check_parts(self) -> None:
        """Compare every part with its manifest, and remove what a kill left without one."""
        vouched: dict[str, str] = {}
        for path in self.parts.glob("*.json"):
            if path.name != SUMMARY:
                vouched |= (self.manifest(path.stem) or {}).get("sha256", {})
        for name, digest in vouched.items():
            path = self.parts / name
            if path.is_symlink() or not path.is_file() or sha256_of(path) != digest:
                raise self._changed(name)
        for path in self.parts.glob("*.parquet"):
            if path.name not in vouched:
                path.unlink()

    def _changed(self, name: str) -> RunError:
        return RunError(f"{self.parts / name} is missing, damaged or was changed. Add --force to begin anew.")

    def manifest(self, name: str) -> dict[str, Any] | None:
        """The manifest of a finished part, or None. Raises RunError for one that is not as it was written."""
        try:
            written = json.loads((self.parts / f"{name}.json").read_text(encoding="utf-8"))
            content: dict[str, Any] = written["manifest"]
            if written["sha256"] != _sha256(content):
                raise self._changed(f"{name}.json")
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError) as error:
            raise self._changed(f"{name}.json") from error
        return content

    def finish(self, name: str, manifest: Mapping[str, Any]) -> None:
        """Declare a part finished. What `sealed` says of its files belongs into the manifest."""
        with self.writing(f"{name}.json") as path:
            written = {"manifest": manifest, "sha256": _sha256(manifest)}
            path.write_text(json.dumps(written), encoding="utf-8")

    def sealed(self, *names: str) -> dict[str, dict[str, str]]:
        """The field of a manifest that vouches for these files."""
        return {"sha256": {name: sha256_of(self.parts / name) for name in names}}

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
        """Give every result its final name, in place of an older one, and remove the parts.

        The mark of a finished run goes first and comes last, so that a kill here never leaves a mixture that looks
        whole; the same command then finishes it.
        """
        (self.out / SUMMARY).unlink(missing_ok=True)
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


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
