"""The app's name, and what it puts into the registries."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Interviews, screening results, decisions, prevention."""

    name = "fristad.server.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register actions, parts of the case file and duties."""
        # They need loaded models.
        from fristad.server.screening import (  # noqa: PLC0415
            registrations,
            registrations_profiles,
            telling,
            waiting,
        )

        registrations.register_all()
        registrations_profiles.register_all()
        telling.register_all()
        waiting.register_all()
