"""The app's name, and its checks."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Page frame, templates and addresses."""

    name = "fristad.server.site"
    label = "site"

    def ready(self) -> None:
        """Register the checks that refuse a start."""
        from fristad.server.site import checks  # noqa: F401, PLC0415 - registers itself
