"""Django's settings. What an installation may choose is in `places.py`; the rest is the same everywhere."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from fristad.server.site import places

HERE = Path(__file__).resolve().parent
DEMO = places.KIND == "demo"
# Where the ceremonies of `custody` find what they keep.
KIND, HOME, KEYS, RUN, DOCUMENTS = places.KIND, places.HOME, places.KEYS, places.RUN, places.DOCUMENTS

DEBUG = False
# Signs nothing that lasts: sessions are rows, and links to act are checked against rows. It still must not be guessed.
SECRET_KEY = places.secret(places.HOME / "secret.txt")
ALLOWED_HOSTS = ["localhost", "127.0.0.1"] if DEMO else os.environ.get("FRISTAD_HOSTS", "localhost").split(",")
ROOT_URLCONF = "fristad.server.site.urls"
WSGI_APPLICATION = "fristad.server.site.wsgi.application"

INSTALLED_APPS = [
    "fristad.server.site.apps.SiteConfig",
    "fristad.server.api.apps.ApiConfig",
    "fristad.server.screening.apps.ScreeningConfig",
    "fristad.server.consent.apps.ConsentConfig",
    "fristad.server.cases.apps.CasesConfig",
    "fristad.server.custody.apps.CustodyConfig",
    "fristad.server.jobs.apps.JobsConfig",
    "fristad.server.accounts.apps.AccountsConfig",
    "fristad.server.audit.apps.AuditConfig",
    "fristad.server.vault.apps.VaultConfig",
    "fristad.server.common.apps.CommonConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "fristad.server.site.middleware.safety_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fristad.server.site.middleware.problems",
    "fristad.server.site.middleware.locked",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fristad.server.accounts.middleware.session_times",
    "fristad.server.site.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fristad.server.site.context.frame",
            ],
        },
    }
]
FORM_RENDERER = "fristad.server.common.forms.Renderer"

DATABASES = {"default": places.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Used one-time codes and counts of tries must be seen by every worker.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"}}

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["fristad.server.accounts.backend.Backend"]
LOGIN_URL = "signin:enter"
# Of allauth only its second factors are used: no sign-up, no mail, no limits in the cache (they hold addresses).
MFA_ADAPTER = "fristad.server.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # the clocks of telephones differ by some seconds
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
OIDC = places.oidc()
PASSWORD_HASHERS = ["fristad.server.accounts.passwords.BoundedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# One cookie. The secret against forged forms lives in the session, messages too.
SESSION_ENGINE = "fristad.server.accounts.sessionstore"
SESSION_COOKIE_SECURE = not DEMO
SESSION_COOKIE_NAME = "session" if DEMO else "__Host-session"  # browsers refuse `__Host-` without TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "fristad.server.site.middleware.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
# Addresses of proxies; without them all who come through one are slowed as one (`accounts/throttle`).
TRUSTED_PROXIES = [each.strip() for each in os.environ.get("FRISTAD_PROXIES", "").split(",") if each.strip()]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"  # as in `middleware.py`, with the reason

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("sv", _("Swedish")),
    ("ar", _("Arabic")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("uk", _("Ukrainian")),
]
LOCALE_PATHS = [HERE / "locale"]
TIME_ZONE = os.environ.get("FRISTAD_TIME_ZONE", "UTC")
USE_TZ = True
# Days in words and in the order most people read them: 24 November 2026.
FORMAT_MODULE_PATH = "fristad.server.site.formats"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 86_400

# Uploads never touch the disk in clear.
FILE_UPLOAD_HANDLERS = ["fristad.server.common.uploads.InMemoryHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 20_000_000

# No value of a form, no local variable and no address with a query is ever logged.
DEFAULT_EXCEPTION_REPORTER_FILTER = "fristad.server.common.logs.NoValues"
DEFAULT_EXCEPTION_REPORTER = "fristad.server.common.logs.NoValuesReporter"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "fristad.server.common.logs.PlainFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
# Where the heads of the log go besides: to another disk than the database's, and by mail (docs/explanation/audit.md).
AUDIT_HEADS_FILE = Path(os.environ.get("FRISTAD_HEADS", places.KEYS / "heads.jsonl"))
AUDIT_HEADS_MAIL = os.environ.get("FRISTAD_HEADS_MAIL", "").split()

globals().update(places.mail())
EMAIL_TIMEOUT = 10  # seconds: other jobs wait for it
DEFAULT_FROM_EMAIL = os.environ.get("FRISTAD_MAIL_FROM", "office@localhost")
