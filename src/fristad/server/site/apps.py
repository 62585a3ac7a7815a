"""The app's name, its checks, and the demonstration."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class SiteConfig(AppConfig):
    """Page frame, templates and addresses."""

    name = "fristad.server.site"
    label = "site"

    def ready(self) -> None:
        """Register the checks that refuse a start, and what a demonstration holds."""
        from fristad.server.accounts import demo as sign_in  # noqa: PLC0415 - needs the apps
        from fristad.server.common.registry import Page, demo_parts, navigation  # noqa: PLC0415
        from fristad.server.site import checks  # noqa: F401, PLC0415 - registers itself
        from fristad.server.site.demo import making, office  # noqa: PLC0415

        navigation.register("home", Page(pgettext_lazy("first page", "Home"), "home", "home.see"), place=10)
        demo_parts.register("people", making.fill, place=10)
        sign_in.show(office.shown_accounts)
