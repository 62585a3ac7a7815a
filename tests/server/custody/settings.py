"""The server's settings for tests that start its processes: as they run, with a few addresses more."""

from fristad.server.site.settings import *  # noqa: F403 - everything else is as it runs

ROOT_URLCONF = "tests.server.custody.urls"
INSTALLED_APPS = ["tests.server.custody.apps.SlowConfig", *INSTALLED_APPS]  # noqa: F405
