from django.db import migrations

import fristad.server.vault.fields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_country")]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="factors",
            field=fristad.server.vault.fields.SealedField("accounts.staff.factors"),
        ),
    ]
