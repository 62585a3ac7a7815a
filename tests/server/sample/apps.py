"""The app's name."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    """See the package's docstring."""

    name = "tests.server.sample"
    label = "sample"
    default_auto_field = "django.db.models.BigAutoField"
