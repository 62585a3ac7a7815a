"""Putting a backup back: any data, the newest keys, and then every erasure once more."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from fristad.engine.errors import FristadError
from fristad.server.accounts.actor import system
from fristad.server.audit.services import act
from fristad.server.custody import actions, erasure, installations, places
from fristad.server.custody.backups import making, postgres, record_keys, sqlite
from fristad.server.custody.models import Erasure
from fristad.server.vault.key_files import write_secret
from fristad.server.vault.keyring import OperationKeys, opened
from fristad.server.vault.keystore import KeyStore
from fristad.server.vault.models import RecordKey


class RestoreError(FristadError):
    """The backup cannot be put back as asked; the text says why. Nothing was changed."""


@dataclass(frozen=True)
class Restored:
    """What was put back."""

    made: str
    replayed: int


def restore(data: Path, keys: Path, credentials: tuple[str, str, str]) -> Restored:
    """Put back a data backup with the newest key backup of the folder `keys`. Needs a key holder.

    Raises `RestoreError`, `KeyStoreError`. The server must not run; it starts locked afterwards.
    """
    keys = newest(keys)
    about = _matching(data, keys)
    _refuse_to_overwrite()
    opening = _open(keys, about["store"], credentials)
    _put_back(data, keys)
    if not places.key_store().exists():
        places.key_store().folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_secret(places.key_store().path, (keys / making.STORE).read_bytes())
    installations.migrate()
    installations.check()
    return Restored(about["made"], _finish(keys, opening))


def newest(folder: Path) -> Path:
    """Return the newest key backup in a folder, or beside the one that was named. Raises `RestoreError`."""
    beside = folder.parent if (folder / making.ABOUT).exists() else folder
    found = sorted(path for path in beside.glob(f"{making.KEYS}-*") if (path / making.ABOUT).exists())
    if not found:
        raise RestoreError(f"There is no key backup in {folder}.")
    if folder != beside and folder.resolve() != found[-1].resolve():
        raise RestoreError(
            f"There is a newer key backup: {found[-1].name}. Only the newest keeps what was erased from coming back."
        )
    return found[-1]


def _about(folder: Path, part: str) -> dict[str, Any]:
    try:
        read = json.loads((folder / making.ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RestoreError(f"{folder} is no backup of Fristad.") from error
    if read.get("format") != making.FORMAT or read.get("part") != part:
        raise RestoreError(f"{folder} is no backup of {part}.")
    if read.get("files") != making.digests(folder):
        raise RestoreError(f"{folder} is not as it was written: something in it is missing or damaged.")
    return dict(read)


def _matching(data: Path, keys: Path) -> dict[str, Any]:
    of_data, of_keys = _about(data, making.DATA), _about(keys, making.KEYS)
    if of_data["store"] != of_keys["store"]:
        raise RestoreError("Data and keys are of two installations.")
    if of_keys["made"] < of_data["made"]:
        raise RestoreError("The key backup is older than the data. Take the newest one: the data need its keys.")
    if of_data["kind"] != "live":
        raise RestoreError("This is a demonstration. It is made anew, not put back.")
    return of_data


def _refuse_to_overwrite() -> None:
    database = Path(settings.DATABASES["default"]["NAME"])
    if database.exists() if connection.vendor == "sqlite" else not postgres.is_empty():
        raise RestoreError("There is a database here already, and it was not touched. Restore into an empty place.")


def _open(keys: Path, store_id: str, credentials: tuple[str, str, str]) -> list[OperationKeys]:
    """Open the store that is here, else that of the backup: before anything is written."""
    here = places.key_store()
    if here.exists():
        if str(here.id) != store_id:
            raise RestoreError(f"{here.folder} holds the keys of another installation. Name another with FRISTAD_KEYS.")
        return here.open(*credentials).operations()
    # Backups may lie on a stick that knows no owners; the store is judged and opened as it will lie here.
    with tempfile.TemporaryDirectory() as scratch:
        copy = KeyStore(Path(scratch))
        write_secret(copy.path, (keys / making.STORE).read_bytes())
        return copy.open(*credentials).operations()


def _put_back(data: Path, keys: Path) -> None:
    if connection.vendor == "sqlite":
        connection.close()
        Path(settings.HOME).mkdir(parents=True, exist_ok=True, mode=0o700)
        done = sqlite.put_back(data / sqlite.NAME, keys, Path(settings.DATABASES["default"]["NAME"]))
    else:
        done = postgres.put_back(data / postgres.NAME, keys)
    if not done:
        raise RestoreError("The database in the backup is damaged. Take another data backup.")
    if (data / making.DOCUMENTS).exists():
        shutil.copytree(data / making.DOCUMENTS, settings.DOCUMENTS, dirs_exist_ok=True)


def _finish(keys: Path, opening: list[OperationKeys]) -> int:
    """Erase again what was erased, end all sessions, and note the restore. Returns how many erasures were replayed."""
    import_module(settings.SESSION_ENGINE).SessionStore.get_model_class().objects.all().delete()
    replayed = 0
    with opened(*opening):
        for each in opening:
            with act(system(each.operation_id, "restore"), actions.RESTORED) as done:
                count = _replay(keys, each.operation_id)
                done.detail["replayed"] = count
            replayed += count
    return replayed


def _replay(keys: Path, operation_id: UUID) -> int:
    known = set(Erasure.objects.filter(operation_id=operation_id).values_list("pk", flat=True))
    count = 0
    for row in record_keys.read(keys / "erasures.jsonl"):
        if UUID(row["operation_id"]) != operation_id or UUID(row["id"]) in known:
            continue
        subject = erasure.Subject(row["label"], UUID(row["record_id"]))
        ids = erasure.traces(subject) | {UUID(each) for each in _list(row["key_ids"])}
        erasure.destroy_keys(subject, RecordKey.objects.filter(pk__in=ids))
        Erasure.objects.create(**{**row, "key_ids": _list(row["key_ids"])})
        count += 1
    return count


def _list(written: Any) -> list[str]:
    """Return a column of JSON, which one database gives as text and another as a list."""
    return list(json.loads(written) if isinstance(written, str) else written)
