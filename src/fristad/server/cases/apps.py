"""The app's name, and what it puts into the registries."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Persons, families, journeys and cases."""

    name = "fristad.server.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register actions, navigation and duties."""
        from fristad.server.cases import registrations  # noqa: PLC0415 - needs loaded models

        registrations.register_all()
