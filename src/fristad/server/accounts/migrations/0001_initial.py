"""Agencies, operations, teams, staff, roles."""

import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import fristad.server.common.clock
import fristad.server.vault.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("vault", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Operation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("operation_id", models.UUIDField()),
                (
                    "record_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.recordkey"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_on", models.DateField(default=fristad.server.common.clock.today)),
                ("changed_on", models.DateField(default=fristad.server.common.clock.today)),
                ("name", fristad.server.vault.fields.SealedField("accounts.operation.name")),
                ("neutral_page", fristad.server.vault.fields.SealedField("accounts.operation.neutral_page")),
                ("outside_address", fristad.server.vault.fields.SealedField("accounts.operation.outside_address")),
            ],
            options={
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("operation_id", models.F("id"))), name="operation_is_its_own"
                    )
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "record_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.recordkey"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_on", models.DateField(default=fristad.server.common.clock.today)),
                ("changed_on", models.DateField(default=fristad.server.common.clock.today)),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.operation"
                    ),
                ),
                ("name", fristad.server.vault.fields.SealedField("accounts.agency.name")),
                ("body", fristad.server.vault.fields.SealedField("accounts.agency.body")),
            ],
            options={
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "record_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.recordkey"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_on", models.DateField(default=fristad.server.common.clock.today)),
                ("changed_on", models.DateField(default=fristad.server.common.clock.today)),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.operation"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
                ("name", fristad.server.vault.fields.SealedField("accounts.team.name")),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Staff",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "record_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.recordkey"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_on", models.DateField(default=fristad.server.common.clock.today)),
                ("changed_on", models.DateField(default=fristad.server.common.clock.today)),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.operation"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.team"
                    ),
                ),
                ("sign_in_name", models.CharField(max_length=40, unique=True)),
                ("is_active", models.BooleanField(default=True)),
                ("disabled_on", models.DateField(null=True)),
                ("display_name", fristad.server.vault.fields.SealedField("accounts.staff.display_name")),
                ("contact_mail", fristad.server.vault.fields.SealedField("accounts.staff.contact_mail")),
                ("language", fristad.server.vault.fields.SealedField("accounts.staff.language")),
                ("no_export_until", fristad.server.vault.fields.SealedField("accounts.staff.no_export_until")),
                ("duress", fristad.server.vault.fields.SealedField("accounts.staff.duress")),
            ],
            options={
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sign_in_name", django.db.models.functions.text.Lower("sign_in_name")),
                            ("sign_in_name__gt", ""),
                        ),
                        name="staff_sign_in_name_is_small",
                    ),
                    models.UniqueConstraint(fields=("record_key",), name="staff_record_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("disabled_on__isnull", True), ("is_active", True)),
                            ("is_active", False),
                            _connector="OR",
                        ),
                        name="staff_is_active_or_disabled",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "record_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.recordkey"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_on", models.DateField(default=fristad.server.common.clock.today)),
                ("changed_on", models.DateField(default=fristad.server.common.clock.today)),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.operation"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.team"
                    ),
                ),
                ("role", fristad.server.vault.fields.SealedField("accounts.grant.role")),
                ("scope", fristad.server.vault.fields.SealedField("accounts.grant.scope")),
                ("until", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("granted_by", models.UUIDField()),
                ("agreed_by", models.UUIDField(null=True)),
            ],
            options={
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
                "indexes": [models.Index(fields=["staff", "until"], name="grant_of_staff")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("granted_by", models.F("staff")), _negated=True),
                        name="grant_not_to_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by__isnull", True),
                            models.Q(
                                models.Q(("agreed_by", models.F("staff")), _negated=True),
                                models.Q(("agreed_by", models.F("granted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="grant_agreed_by_another",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="PendingGrant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "record_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.recordkey"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_on", models.DateField(default=fristad.server.common.clock.today)),
                ("changed_on", models.DateField(default=fristad.server.common.clock.today)),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.operation"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.team"
                    ),
                ),
                ("asked", fristad.server.vault.fields.SealedField("accounts.pending_grant.asked")),
                ("until", models.DateField(null=True)),
                ("asked_by", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("agreed", "Agreed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_on", models.DateField(null=True)),
            ],
            options={
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("staff")), _negated=True),
                        name="pending_not_for_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "agreed"), _negated=True),
                            models.Q(
                                models.Q(("decided_by", models.F("staff")), _negated=True),
                                models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="pending_agreed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", True), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="pending_waiting_or_decided",
                    ),
                ],
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name="FocalPoint",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "record_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.recordkey"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_on", models.DateField(default=fristad.server.common.clock.today)),
                ("changed_on", models.DateField(default=fristad.server.common.clock.today)),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.operation"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", fristad.server.vault.fields.SealedField("accounts.focal_point.name")),
                ("contact", fristad.server.vault.fields.SealedField("accounts.focal_point.contact")),
                ("line", fristad.server.vault.fields.SealedField("accounts.focal_point.line")),
                ("ended_on", models.DateField(null=True)),
            ],
            options={
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
    ]
