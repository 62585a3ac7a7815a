"""The app's name."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package's docstring."""

    name = "fristad.server.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
