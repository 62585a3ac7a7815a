"""The server's settings in tests: a home that is thrown away, cheap hashing of passwords, the named database."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "FRISTAD_HOME" not in os.environ:
    os.environ["FRISTAD_HOME"] = tempfile.mkdtemp(prefix="fristad-tests-")
    atexit.register(shutil.rmtree, os.environ["FRISTAD_HOME"], ignore_errors=True)
if (worker := os.environ.get("PYTEST_XDIST_WORKER")) and Path(os.environ["FRISTAD_HOME"]).name != worker:
    # One of many workers: a home inside that of the process that started them. Its own children share it.
    os.environ["FRISTAD_HOME"] = str(Path(os.environ["FRISTAD_HOME"]) / worker)
    Path(os.environ["FRISTAD_HOME"]).mkdir(exist_ok=True)

from fristad.server.site.settings import *  # noqa: F403 - everything else is as it runs

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

INSTALLED_APPS = [*INSTALLED_APPS, "tests.server.sample.apps.SampleConfig"]  # noqa: F405
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as it runs: a database in memory knows neither WAL nor two writers.
    DATABASES["default"]["TEST"] = {"NAME": Path(os.environ["FRISTAD_HOME"]) / "test.sqlite3"}  # noqa: F405
