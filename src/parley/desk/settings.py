"""Django's settings for a desk, as a function of its place; nothing is read when this file is imported."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from parley.desk.officers.told import APPS, officers_told
from parley.desk.officers.told import MIDDLEWARE as PEOPLE_MIDDLEWARE
from parley.desk.place import DeskPlace, secret_of

HERE = Path(__file__).resolve().parent
SHIFT_SECONDS = 12 * 60 * 60

LANGUAGES = (("en", "English"), ("ar", "العربية"), ("he", "עברית"))

MIDDLEWARE = (
    "parley.desk.compressing.compressing",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    *PEOPLE_MIDDLEWARE,
    "parley.desk.help.steps.NoteSteps",
    "parley.desk.attention.locking.LockedScreen",
)


def settings_for(place: DeskPlace) -> dict[str, Any]:
    """Return the whole of Django's settings; the secret is made on the first call."""
    return {
        "SECRET_KEY": secret_of(place.secret_file),
        "DEBUG": False,
        "ALLOWED_HOSTS": list(place.hosts),
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.staticfiles",
            "parley.desk",
            "parley.desk.attention",
            "parley.desk.disputes",
            "parley.desk.information",
            "parley.desk.drafts",
            "parley.desk.emergency.apps.EmergencyConfig",
            "parley.desk.sending.apps.SendingConfig",
            "parley.desk.search",
            "parley.desk.help",
            "parley.desk.officers",
            "parley.desk.presence",
            "parley.desk.sso.apps.SingleSignOnConfig",
            # After ours, whose templates and translations stand in for theirs.
            *APPS,
        ],
        "MIDDLEWARE": list(MIDDLEWARE),
        "ROOT_URLCONF": "parley.desk.urls",
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "DATABASES": {"default": _database(place)},
        # Limits and marks of used codes are kept where every worker sees them.
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "desk_cache"}},
        "TEMPLATES": [_templates()],
        "APPEND_SLASH": False,
        # The desk's own log lines go where the node's go; Django mails nobody.
        "LOGGING_CONFIG": None,
        **_people(place),
        **officers_told(asks_second_factor=place.asks_second_factor),
        **_words(),
        **_static(),
    }


def _database(place: DeskPlace) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(place.database),
        # Threads of the desk live as long as it does and keep their connection: opening one costs
        # more than the queries of a page.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "parley.desk.templatetags.desk",
                "parley.desk.why.tags",
                "parley.desk.help.tags",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "parley.desk.frame.frame",
                "parley.desk.around.around",
            ],
        },
    }


def _people(place: DeskPlace) -> dict[str, Any]:
    prefix = "__Host-" if place.is_secure else ""
    return {
        "AUTH_USER_MODEL": "desk.Officer",
        "AUTHENTICATION_BACKENDS": ["parley.desk.people.OfficerBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
        ],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.ScryptPasswordHasher"],
        "LOGIN_URL": "sign-in",
        "LOGIN_REDIRECT_URL": "desk",
        # Read from the table at each request: a session that was ended anywhere has ended everywhere.
        "SESSION_ENGINE": "django.contrib.sessions.backends.db",
        "SESSION_COOKIE_NAME": f"{prefix}parley-session",
        "SESSION_COOKIE_AGE": SHIFT_SECONDS,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": place.is_secure,
        "CSRF_COOKIE_NAME": f"{prefix}parley-csrf",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": place.is_secure,
        "CSRF_FAILURE_VIEW": "parley.desk.sign_in.stale_form",
        "PARLEY_PROXIES": place.proxies,
        # 25 MB an attachment and a few fields beside; what exceeds memory goes to a temporary file.
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2 * 1024 * 1024,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 400,
        "DATA_UPLOAD_MAX_NUMBER_FILES": 8,
    }


def _words() -> dict[str, Any]:
    return {
        "LANGUAGE_CODE": "en",
        "LANGUAGES": list(LANGUAGES),
        "LANGUAGE_COOKIE_NAME": "parley-language",
        "LANGUAGE_COOKIE_AGE": 365 * 24 * 60 * 60,
        "LANGUAGE_COOKIE_SAMESITE": "Lax",
        "LOCALE_PATHS": [str(folder) for folder in sorted(HERE.rglob("locale"))],
        "USE_I18N": True,
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
    }


def _static() -> dict[str, Any]:
    return {
        # The address carries a digest of every file: what a browser keeps can never be out of date.
        "STATIC_URL": f"/static/{digest_of(HERE / 'static')}/",
        "STATIC_ROOT": None,
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_AUTOREFRESH": False,
        "WHITENOISE_ALLOW_ALL_ORIGINS": False,
        "WHITENOISE_IMMUTABLE_FILE_TEST": lambda path, url: True,
    }


def digest_of(folder: Path) -> str:
    """Return twelve hexadecimal figures that change whenever a file below `folder` does."""
    whole = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(str(file.relative_to(folder)).encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:12]
