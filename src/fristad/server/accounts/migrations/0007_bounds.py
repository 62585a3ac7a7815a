from django.db import migrations

import fristad.server.vault.fields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_tokens_and_identities")]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="bounds",
            field=fristad.server.vault.fields.SealedField("accounts.grant.bounds"),
        ),
    ]
