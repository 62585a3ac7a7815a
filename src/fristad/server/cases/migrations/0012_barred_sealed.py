"""From whom a file is kept is sealed. A migration has no keys, so it seals no rows of before: they came with no release.

It refuses where there are any, and changes nothing: dropped, they would let people into files that are kept from them.
"""

import uuid
from typing import Any

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

import fristad.server.common.clock
import fristad.server.vault.fields


def refuse_rows(apps: Any, _editor: Any) -> None:
    """Raise RuntimeError where a second file about somebody was begun with the code of before."""
    if apps.get_model("cases", "Barred").objects.exists():
        raise RuntimeError("Second files about a person were begun before this could be sealed. Ask the maintainers.")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_next_day"),
        ("vault", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(refuse_rows, migrations.RunPython.noop, elidable=True),
        migrations.DeleteModel(name="Barred"),
        migrations.CreateModel(
            name="Barred",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("operation_id", models.UUIDField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_on", models.DateField(default=fristad.server.common.clock.today)),
                ("changed_on", models.DateField(default=fristad.server.common.clock.today)),
                ("told", fristad.server.vault.fields.SealedField("barred.told")),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "record_key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.recordkey"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "unscoped",
                "default_manager_name": "objects",
            },
            managers=[
                ("objects", django.db.models.manager.Manager()),
                ("unscoped", django.db.models.manager.Manager()),
            ],
        ),
    ]
