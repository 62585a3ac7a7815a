"""The app's name."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See the package's docstring."""

    name = "fristad.server.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
