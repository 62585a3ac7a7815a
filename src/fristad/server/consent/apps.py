"""The app's name, and what it puts into the registries."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """The ledger of consent."""

    name = "fristad.server.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register actions, the part of the case file and duties."""
        from fristad.server.consent import registrations  # noqa: PLC0415 - needs loaded models

        registrations.register_all()
