"""Rows of signing in: sign-ins, kept forms, slowed tries, invitations, notices. Imported by `models`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from fristad.server.common.clock import today
from fristad.server.vault.fields import SealedField
from fristad.server.vault.models import SealedModel


class OfStaff(SealedModel):
    """A row of one staff member, sealed under that person's key and gone with the account."""

    staff = models.ForeignKey("accounts.Staff", on_delete=models.CASCADE, related_name="+")

    #: Not about a person of a case, and gone within hours or when seen: the acts behind it stand in the log.
    audited: ClassVar[bool] = False

    class Meta(SealedModel.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)


class SignedIn(OfStaff):
    """One sign-in. `about`: kind of device, begun (ISO time), shared machine, by the duress word."""

    about = SealedField("accounts.signed_in.about")


class Linked(OfStaff):
    """That this account and one in another operation are one person's. `content`: `{"other": id of the account}`.

    Holds only together with the row that points back, which is sealed under the other account's key.
    """

    audited: ClassVar[bool] = True

    content = SealedField("accounts.linked.content")


class HeldForm(OfStaff):
    """A form that could not be taken in when it was sent. `content`: path and fields, as they were sent."""

    content = SealedField("accounts.held_form.content")
    until = models.DateTimeField(db_index=True)


class Notice(OfStaff):
    """Something a staff member should look at. `content`: its kind, its moment, and ids for its link; never a name.

    The kind is sealed too: it may be a call for help.
    """

    content = SealedField("accounts.notice.content")
    seen_on = models.DateField(null=True)

    class Meta(OfStaff.Meta):
        indexes: ClassVar = [models.Index(fields=["staff", "seen_on"], name="notice_of_staff")]


class Invitation(SealedModel):
    """A link by which an invited person makes their own account. The role is the inviter's choice.

    `offer`: agency, team, role, scope and last day as ids and words, and a name for the inviter's own list.
    `token_tag` is a keyed tag of the token in the link: it cannot be turned back into the link.
    """

    offer = SealedField("accounts.invitation.offer")
    token_tag = models.BinaryField(max_length=10)
    invited_by = models.UUIDField()
    until = models.DateTimeField(db_index=True)
    used_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Token(OfStaff):
    """A key by which a program of one staff member uses the JSON interface (`tokens`).

    `content`: digest of the secret, what its owner calls it, the rights it has, its first and last day. All of it is
    sealed under the person's key, so that whoever can write to the database neither makes a token nor widens one.
    """

    content = SealedField("accounts.token.content")
    until = models.DateField(db_index=True)


class Identity(OfStaff):
    """An account at the organisation's own provider of sign-in, by which a staff member may sign in (`signin.oidc`).

    `tag` is a keyed tag of provider and subject; `content` says both again, sealed under the person's key.
    """

    content = SealedField("accounts.identity.content")
    tag = models.BinaryField(max_length=10, unique=True)


class ConductAccepted(models.Model):
    """A staff member accepted one version of the code of conduct."""

    staff = models.ForeignKey("accounts.Staff", on_delete=models.CASCADE, related_name="+")
    text_version = models.PositiveSmallIntegerField()
    accepted_on = models.DateField(default=today)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "text_version"], name="conduct_accepted_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Tries(models.Model):
    """How often something was tried lately, under a keyed tag: neither name nor address can be read from it."""

    tag = models.BinaryField(max_length=10, unique=True)
    count = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class KnownPlace(models.Model):
    """That somebody came in from an address, under a keyed tag of both: neither can be read from it."""

    tag = models.BinaryField(max_length=10, unique=True)
    until = models.DateField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class UsedStep(models.Model):
    """The half minute whose one-time code a staff member has used. The constraint holds across all workers."""

    staff_id = models.UUIDField()
    step = models.BigIntegerField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff_id", "step"], name="code_used_once")]

    def __str__(self) -> str:
        return str(self.pk)
