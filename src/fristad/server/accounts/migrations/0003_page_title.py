from django.db import migrations

import fristad.server.vault.fields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_signing_in")]

    operations = [
        migrations.AddField(
            model_name="operation",
            name="page_title",
            field=fristad.server.vault.fields.SealedField("accounts.operation.page_title"),
        ),
    ]
