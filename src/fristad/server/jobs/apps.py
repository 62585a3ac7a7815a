"""The app's name."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """See the package's docstring."""

    name = "fristad.server.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
