"""The app's name, and what it registers."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the package's docstring."""

    name = "fristad.server.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what others show, name and check."""
        from fristad.server.accounts import checks, registrations  # noqa: F401, PLC0415 - models are loaded by now

        registrations.register_all()
