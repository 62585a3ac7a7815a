"""The app's name."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See the package's docstring."""

    name = "fristad.server.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
