"""The app's name, and what it puts into the registries."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Interviews, screening results, decisions, prevention."""

    name = "fristad.server.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register actions, parts of the case file and duties."""
        from fristad.server.screening import registrations, telling, waiting  # noqa: PLC0415 - needs loaded models

        registrations.register_all()
        telling.register_all()
        waiting.register_all()
