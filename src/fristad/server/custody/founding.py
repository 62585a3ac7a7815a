"""Making a live operation: key holders, operation, focal points, administrators, recovery copies, one rehearsal.

Everything is judged before anything is made. What is made first is the key store, last the line that says what this
database is: without it nothing starts. All rows are written in one transaction with that line; the files made before
are named in a file of their own (`begun`), so that what breaks half way can be put away and begun again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.urls import reverse

from fristad.engine.errors import FristadError
from fristad.server.accounts import invitations, selectors
from fristad.server.accounts.actor import System, system
from fristad.server.accounts.models import Agency, Body
from fristad.server.accounts.rights import SCOPES, Role
from fristad.server.accounts.services import operations
from fristad.server.audit.services import together
from fristad.server.common.clock import today
from fristad.server.custody import installations, places, recovery
from fristad.server.vault import envelopes
from fristad.server.vault.cipher import DoesNotOpenError
from fristad.server.vault.key_files import KeyFile, KeyStoreError, check_name, check_passphrase, write_secret
from fristad.server.vault.keyring import OperationKeys, opened
from fristad.server.vault.keystore import RECIPIENTS, KeyStore, OpenStore

_KEY_HOLDERS = _ADMINISTRATORS = _FOCAL_POINTS = 2
#: An administrator's role is to be confirmed once a year.
_A_YEAR = timedelta(days=365)


class AnswersError(FristadError):
    """What was answered does not make an operation; the text says what is missing."""


@dataclass(frozen=True)
class Holder:
    """A key holder to be: the passphrase, and where to write the key file."""

    name: str
    passphrase: str = field(repr=False)
    key_file: Path


@dataclass(frozen=True)
class Point:
    """A focal point for complaints and protection from sexual exploitation and abuse."""

    name: str
    contact: str
    line: str
    agency: str


@dataclass(frozen=True)
class Answers:
    """All that `fristad init` asks."""

    operation: str
    agencies: dict[str, str]
    holders: Sequence[Holder]
    administrators: Sequence[tuple[str, str]]  # name for the list of invitations, agency
    focal_points: Sequence[Point]
    outside_address: str
    recipients: Sequence[str]
    recovery_folder: Path
    identity: str = field(repr=False)  # of one of the recipients, for the rehearsal

    def check(self) -> None:
        """Raise `AnswersError` or `KeyStoreError` for what cannot start."""
        self._check_people()
        if any(body not in Body.values for body in self.agencies.values()):
            raise AnswersError(f"An agency is one of: {', '.join(Body.values)}.")
        named = {agency for _, agency in self.administrators} | {point.agency for point in self.focal_points}
        if named - set(self.agencies):
            raise AnswersError(f"This agency is not in the list of agencies: {sorted(named - set(self.agencies))[0]}.")
        if not self.operation.strip() or not self.outside_address.strip():
            raise AnswersError("The operation needs a name, and one address outside of it for complaints.")
        if len({each for each in self.recipients if envelopes.is_recipient(each)}) < RECIPIENTS:
            raise AnswersError(f"Name {RECIPIENTS} different age recipients (age1...) for the recovery copies.")
        if not any(_is_of(self.identity, each) for each in self.recipients):
            raise AnswersError("The identity for the rehearsal belongs to none of the recipients.")

    @property
    def rehearsed_with(self) -> int:
        """Return which of the recipients rehearses."""
        return next(place for place, each in enumerate(self.recipients) if _is_of(self.identity, each))

    def _check_people(self) -> None:
        for holder in self.holders:
            check_name(holder.name)
            check_passphrase(holder.passphrase)
            if holder.key_file.exists():
                raise AnswersError(f"{holder.key_file} is there already. Name another place for the key file.")
        if len({holder.name.strip() for holder in self.holders}) < _KEY_HOLDERS:
            raise AnswersError("Two key holders are needed: one can fall ill.")
        if len({holder.key_file for holder in self.holders}) < len(self.holders):
            raise AnswersError("Each key holder needs a key file of their own.")
        if len({name for name, _ in self.administrators}) < _ADMINISTRATORS:
            raise AnswersError("Two administrators are needed: nobody grants themselves anything.")
        if len({(point.agency, point.line) for point in self.focal_points}) < _FOCAL_POINTS:
            raise AnswersError(
                "Two focal points for complaints are needed, of different agencies or lines of reporting. Without them "
                "an operation does not start."
            )


@dataclass(frozen=True)
class Founded:
    """What was made, to be handed over: links of invitations, key files, recovery copies."""

    invitations: dict[str, str]
    key_files: list[Path]
    recovery_copies: list[Path]
    rehearsed: recovery.Drill


def found(answers: Answers) -> Founded:
    """Make the operation, and leave it locked. Raises `AnswersError`, `InstallationError`, `KeyStoreError`."""
    answers.check()
    if places.is_demo():
        raise AnswersError("A demonstration makes itself: `fristad serve --demo`.")
    installations.migrate()
    if installations.found() is not None:
        raise AnswersError("There is an operation here already. It was not touched.")
    store = _begin([holder.key_file for holder in answers.holders])
    key_files = [_hand_over(store, holder) for holder in answers.holders]
    keys = OperationKeys.new(uuid4())
    store.save(keys)
    with opened(keys), together():
        invited = _fill(system(keys.operation_id, "fristad init"), answers)
        copies = recovery.escrow(store, answers.recipients, answers.recovery_folder)
        rehearsed = recovery.drill(copies[answers.rehearsed_with].read_bytes(), answers.identity)
        installations.fix(store.store.id)
    places.begun().unlink()
    return Founded(invited, key_files, copies, rehearsed)


def put_away() -> list[Path]:
    """Remove what a founding made that broke half way, and return it. What it had handed out opens nothing any more.

    Only what it wrote down that it would make: never the key store of another installation.
    """
    begun = places.begun()
    if not begun.exists():
        return []
    if installations.found() is not None:  # it broke after the very last step
        begun.unlink()
        return []
    named, removed = json.loads(begun.read_text(encoding="utf-8")), []
    store = KeyStore(Path(named["key_store"]))
    if store.exists():
        store_id = store.id
        removed = [path for path in map(Path, named["key_files"]) if _is_for(store_id, path)]
        removed.append(store.path)
    for path in removed:
        path.unlink()
    begun.unlink()
    return removed


def _begin(key_files: Sequence[Path]) -> OpenStore:
    """Write down what is about to be made, and make the key store. Raises `KeyStoreError` if there is one."""
    store = places.key_store()
    store.require_none()
    named = {"key_store": str(store.folder), "key_files": [str(path) for path in key_files]}
    write_secret(places.begun(), json.dumps(named).encode())
    return KeyStore.create(store.folder, "live")


def _is_for(store_id: UUID, path: Path) -> bool:
    try:
        return KeyFile.from_text(path.read_text(encoding="utf-8")).store == store_id
    except (OSError, ValueError, KeyStoreError):
        return False


def _hand_over(store: OpenStore, holder: Holder) -> Path:
    made: KeyFile = store.add_holder(holder.name, holder.passphrase)
    holder.key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_secret(holder.key_file, made.to_text().encode())
    return holder.key_file


def _fill(actor: System, answers: Answers) -> dict[str, str]:
    """Enter the operation and those who begin. Returns the links of the administrators' invitations."""
    operation = operations.make_operation(actor, answers.operation)
    agencies = {name: operations.make_agency(actor, name, Body(body)) for name, body in answers.agencies.items()}
    for point in answers.focal_points:
        new = operations.NewFocalPoint(point.name, point.contact, point.line)
        operations.name_focal_point(actor, agencies[point.agency], new)
    operations.set_outside_address(actor, operation, answers.outside_address, operation.version)
    if not selectors.may_start_live(actor.operation_id):
        raise AnswersError("Complaints would have nowhere to go. Name two focal points and an address outside.")
    return {name: _invite(actor, agencies[agency], name) for name, agency in answers.administrators}


def _invite(actor: System, agency: Agency, name: str) -> str:
    role = Role.ADMINISTRATOR
    offered = invitations.Offered(agency, role, SCOPES[role][0], today() + _A_YEAR, name)
    made, token = invitations.invite(actor, offered)
    host = settings.ALLOWED_HOSTS[0]
    return f"https://{host}{reverse('signin:accept', args=[made.pk, token])}"


def _is_of(identity: str, recipient: str) -> bool:
    try:
        envelopes.open_with(envelopes.seal_to(b"", [recipient]), identity)
    except DoesNotOpenError:
        return False
    return True
