"""The app's name, and what it does by itself."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work in the background."""

    name = "fristad.server.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the service's own jobs, errands, and that a person's jobs end with the sessions."""
        from fristad.server.accounts.errands import carriers  # noqa: PLC0415 - needs the apps
        from fristad.server.accounts.sessions import also_end  # noqa: PLC0415 - needs the apps
        from fristad.server.jobs import errands, housekeeping, services  # noqa: F401, PLC0415 - registers itself

        carriers.register("jobs", errands.carry, place=10)
        also_end.register("jobs", services.end_all_of, place=10)
