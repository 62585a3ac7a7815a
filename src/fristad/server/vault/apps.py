"""The app's name."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Keys and sealed values."""

    name = "fristad.server.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
