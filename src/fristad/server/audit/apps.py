"""The app's name, and what it does after a migration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    """The log of writes and reads."""

    name = "fristad.server.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the triggers of the log set again where a migration lost them."""
        from fristad.server.audit import triggers  # noqa: PLC0415 - needs the settings

        post_migrate.connect(triggers.after_migrating, sender=self)
