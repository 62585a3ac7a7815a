"""The app's name."""

from django.apps import AppConfig


class CommonConfig(AppConfig):
    """Templates and registries that every app uses."""

    name = "fristad.server.common"
    label = "common"
