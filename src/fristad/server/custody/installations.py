"""What kind of database this is, and whether it may be started."""

from __future__ import annotations

from uuid import UUID

from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection

from fristad.engine.errors import FristadError
from fristad.server.custody import places
from fristad.server.custody.models import Installation


class InstallationError(FristadError):
    """Database, keys and settings do not belong together; the text says what to do."""


def migrate() -> None:
    """Bring the tables to this version. Raises `InstallationError` for a store that would lose or leak."""
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except (DatabaseError, SystemCheckError) as error:
        raise InstallationError(f"The database cannot be used: {' '.join(str(error).split())[:300]}") from error
    faults = [fault for fault in run_checks(databases=["default"]) if fault.is_serious()]
    if faults:
        raise InstallationError(" ".join(str(fault.msg) for fault in faults))


def found() -> Installation | None:
    """Return what this database is, or None for a new one."""
    if Installation._meta.db_table not in connection.introspection.table_names():
        return None
    return Installation.objects.filter(pk=1).first()


def fix(key_store_id: UUID) -> Installation:
    """Write down, once, what this database is and which keys are its."""
    kind = "demo" if places.is_demo() else "live"
    return Installation.objects.create(kind=kind, key_store_id=key_store_id)


def check() -> Installation:
    """Return what this database is. Raises `InstallationError`, `KeyStoreError` where something does not fit."""
    here = found()
    if here is None:
        raise InstallationError("There is no operation here yet. Make one with `fristad init`.")
    check_kind(here)
    if places.key_store().id != here.key_store_id:
        raise InstallationError(
            f"The key store in {places.key_store().folder} belongs to another installation. Name the right folder with "
            "FRISTAD_KEYS."
        )
    return here


def check_kind(here: Installation) -> None:
    """Raise `InstallationError` if a live server meets a demonstration's database, or the other way round."""
    if here.kind == "demo" and not places.is_demo():
        raise InstallationError(
            "This database is a demonstration: its key lies beside it. A live server refuses it. Start it with "
            "`fristad serve --demo`, or make a live one with `fristad init` in another FRISTAD_HOME."
        )
    if here.kind == "live" and places.is_demo():
        raise InstallationError("This database is a live operation. Start it with `fristad serve`, without --demo.")
