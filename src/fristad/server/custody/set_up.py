"""Django, made ready in a command or a process of its own."""

import os

import django


def name_settings() -> None:
    """Say where the settings are, unless somebody did."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fristad.server.site.settings")


def set_up() -> None:
    """Load the settings and the apps."""
    name_settings()
    django.setup()
