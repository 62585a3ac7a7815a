"""The app's name."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """See the package's docstring."""

    name = "fristad.server.custody"
    label = "custody"
    default_auto_field = "django.db.models.BigAutoField"
