from django.db import migrations

import fristad.server.vault.fields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_page_title")]

    operations = [
        migrations.AddField(
            model_name="operation",
            name="country",
            field=fristad.server.vault.fields.SealedField("accounts.operation.country"),
        ),
    ]
