"""The app's name."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The log of writes and reads."""

    name = "fristad.server.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
