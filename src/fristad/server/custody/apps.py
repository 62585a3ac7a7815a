"""The app's name."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """Ceremonies with keys and data."""

    name = "fristad.server.custody"
    label = "custody"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what stands in the log, and what is done each day."""
        from fristad.server.custody import actions, periodic  # noqa: F401, PLC0415 - register themselves
