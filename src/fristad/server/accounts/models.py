"""Agencies, operations, teams, staff and what each of them was given to do.

While the operation is locked nothing here can be read but random ids, days, sign-in names and password hashes.
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from fristad.server.accounts import models_signin, sessionstore  # noqa: F401 - their models belong to this app
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class Operation(SealedModel):
    """Where staff work. Its own row names it: `operation_id` is `id`."""

    name = SealedField("accounts.operation.name")
    #: Where *Exit this page* leads; None for the installation's own neutral page.
    neutral_page = SealedField("accounts.operation.neutral_page")
    #: What the browser's tab and history say of every page; None for the word "Page".
    page_title = SealedField("accounts.operation.page_title")
    #: Where it works, by ISO 3166 code: what must or may be reported there. None: nothing is known of it.
    country = SealedField("accounts.operation.country")
    #: The one address outside the operation for complaints.
    outside_address = SealedField("accounts.operation.outside_address")

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="operation_is_its_own", condition=Q(operation_id=models.F("id")))
        ]

    def __str__(self) -> str:
        return str(self.pk)


class InOperation(SealedModel):
    """A row that belongs to an operation by a foreign key."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+")

    class Meta(SealedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class Agency(InOperation):
    """An agency: a hard wall between cases. Kept under the operation that entered it."""

    name = SealedField("accounts.agency.name")
    #: What it is before the law, a `Body`: duties bind a state body and a health worker differently.
    body = SealedField("accounts.agency.body")


class Body(models.TextChoices):
    """Whom a legal duty may bind."""

    UN = "un"
    NGO = "ngo"
    STATE = "state"
    HEALTH = "health"


class Team(InOperation):
    """Those who work together in one agency of one operation."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = SealedField("accounts.team.name")
    closed_on = models.DateField(null=True)

    @property
    def team_id(self) -> UUID:
        """Return the team that this row belongs to: itself."""
        found: UUID = self.pk
        return found


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by sign-in name. It refuses no query: signing in comes before any actor."""

    def get_by_natural_key(self, username: str | None) -> Staff:
        """Return the person who signs in by this name, in whatever case it is typed. Raises `Staff.DoesNotExist`."""
        return self.get(sign_in_name=(username or "").lower())


class Staff(AbstractBaseUser, InOperation):
    """Somebody who signs in. The sign-in name need not be real; everything else about the person is sealed."""

    # An exact time of signing in is kept in the audit log, not in a readable column.
    last_login = None

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    #: New cases go to this team.
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    #: In small letters, so that a name is there once in whatever case it is typed.
    sign_in_name = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)
    disabled_on = models.DateField(null=True)
    display_name = SealedField("accounts.staff.display_name")
    contact_mail = SealedField("accounts.staff.contact_mail")
    #: Of pages and mails; None for the browser's.
    language = SealedField("accounts.staff.language")
    #: ISO time until which nothing may be exported: 24 hours after a second factor was reset.
    no_export_until = SealedField("accounts.staff.no_export_until")
    #: Digests of the second factors, by `factors.sealed`; an empty list for none.
    factors = SealedField("accounts.staff.factors")
    #: Hash of the duress word.
    duress = SealedField("accounts.staff.duress")

    objects: ClassVar[StaffManager] = StaffManager()  # type: ignore[assignment]

    USERNAME_FIELD = "sign_in_name"
    REQUIRED_FIELDS: ClassVar = []

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                name="staff_sign_in_name_is_small", condition=Q(sign_in_name=Lower("sign_in_name"), sign_in_name__gt="")
            ),
            models.UniqueConstraint(fields=["record_key"], name="staff_record_key_once"),
            models.CheckConstraint(
                name="staff_is_active_or_disabled",
                condition=Q(is_active=True, disabled_on__isnull=True) | Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Grant(InOperation):
    """A role given to somebody for one operation until a day.

    All its terms are sealed under the staff member's own record key: who can write to the database but holds no key
    can neither make a grant, nor change or revive one, nor hand it to another. Team and days stand in columns too, to
    be asked for; where they differ from what is sealed the grant does not hold.
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    role = SealedField("accounts.grant.role")
    scope = SealedField("accounts.grant.scope")
    #: What the columns `team`, `until` and `ended_on` say. Kept by `save`.
    bounds = SealedField("accounts.grant.bounds")
    until = models.DateField()
    ended_on = models.DateField(null=True)
    granted_by = models.UUIDField()
    agreed_by = models.UUIDField(null=True)

    class Meta(SealedModel.Meta):
        indexes: ClassVar = [models.Index(fields=["staff", "until"], name="grant_of_staff")]
        constraints: ClassVar = [
            models.CheckConstraint(name="grant_not_to_oneself", condition=~Q(granted_by=models.F("staff"))),
            models.CheckConstraint(
                name="grant_agreed_by_another",
                condition=Q(agreed_by__isnull=True)
                | (~Q(agreed_by=models.F("staff")) & ~Q(agreed_by=models.F("granted_by"))),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and seal what the columns say."""
        self.bounds = self._columns()
        super().save(*args, **kwargs)

    def is_as_sealed(self) -> bool:
        """Whether its columns are as they were written here. Raises `LockedError`, `TamperedError`."""
        if self.bounds is None and settings.DEMO:  # of a demonstration that was begun before they were sealed
            return True
        return bool(self.bounds == self._columns())

    def _columns(self) -> dict[str, str | None]:
        ended = self.ended_on.isoformat() if self.ended_on else None
        return {"team": str(self.team_id) if self.team_id else None, "until": self.until.isoformat(), "ended": ended}


class PendingGrant(InOperation):
    """Something about somebody's rights that waits for a second person: a role, a move, a reset of the second factor.

    `asked` is sealed under the staff member's record key: `{"act": "grant", "role", "scope", "team", "until", "by"}` or
    `{"act": "reset_factor", "reason", "by"}` or `{"act": "move", "team", "by"}`; `by` is who asked.
    """

    class State(models.TextChoices):
        """How far it came."""

        WAITING = "waiting"
        AGREED = "agreed"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    asked = SealedField("accounts.pending_grant.asked")
    until = models.DateField(null=True)
    asked_by = models.UUIDField()
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    decided_by = models.UUIDField(null=True)
    decided_on = models.DateField(null=True)

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(name="pending_not_for_oneself", condition=~Q(asked_by=models.F("staff"))),
            models.CheckConstraint(
                name="pending_agreed_by_another",
                condition=~Q(state="agreed") | (~Q(decided_by=models.F("staff")) & ~Q(decided_by=models.F("asked_by"))),
            ),
            models.CheckConstraint(
                name="pending_waiting_or_decided",
                condition=Q(state="waiting", decided_on__isnull=True)
                | (~Q(state="waiting") & Q(decided_on__isnull=False, decided_by__isnull=False)),
            ),
        ]


class PendingChange(InOperation):
    """A change to where complaints go or where *Exit* leads, that waits for a second person.

    `asked`: `{"act", "by", "agency"}` and what is to be set, by `services.changes`. Without an agency it is the
    operation's.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    asked = SealedField("accounts.pending_change.asked")
    asked_by = models.UUIDField()
    state = models.CharField(max_length=12, choices=PendingGrant.State, default=PendingGrant.State.WAITING)
    decided_by = models.UUIDField(null=True)
    decided_on = models.DateField(null=True)

    class Meta(SealedModel.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                name="change_agreed_by_another",
                condition=~Q(state="agreed") | ~Q(decided_by=models.F("asked_by")),
            ),
            models.CheckConstraint(
                name="change_waiting_or_decided",
                condition=Q(state="waiting", decided_on__isnull=True)
                | (~Q(state="waiting") & Q(decided_on__isnull=False, decided_by__isnull=False)),
            ),
        ]


class FocalPoint(InOperation):
    """Whom to turn to with a complaint or for protection from sexual exploitation and abuse.

    An operation has at least two, of different agencies or lines of reporting. They need not have an account.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    name = SealedField("accounts.focal_point.name")
    contact = SealedField("accounts.focal_point.contact")
    #: To whom this person answers, in words.
    line = SealedField("accounts.focal_point.line")
    ended_on = models.DateField(null=True)
