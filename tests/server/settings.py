"""The server's settings in tests: a home that is thrown away, cheap hashing of passwords, the database that is named."""

import os
import tempfile

os.environ.setdefault("FRISTAD_HOME", tempfile.mkdtemp(prefix="fristad-tests-"))

from fristad.server.site.settings import *  # noqa: E402, F403 - everything else is as it runs

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
