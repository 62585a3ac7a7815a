"""The app's name, and what it registers."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """See the package's docstring."""

    name = "fristad.server.api"
    label = "api"

    def ready(self) -> None:
        """Say which rights a token can have: those that an operation asks for."""
        from fristad.server.accounts.tokens import grantable  # noqa: PLC0415 - models are loaded by now
        from fristad.server.api.urls import operations  # noqa: PLC0415 - models are loaded by now

        used = [right for _name, _method, right in operations()]
        # A case is begun with a look for cases that may be of the same person, by those who may search.
        for place, right in enumerate(dict.fromkeys([*used, "person.search"])):
            grantable.register(right, right, place=place)
