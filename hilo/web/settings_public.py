"""Settings of the public door: a process of its own that has one key, its own tables, and no part of the cases.

Nothing is imported from the settings of the other sites, so that nothing of theirs is there by accident.
"""

import os
from pathlib import Path

from hilo.door.settings import MOST_BYTES, derived_secret
from hilo.lib.errors import BadInput
from hilo.lib.keys import read_key
from hilo.web.database import database

HILO_HOME = Path(os.environ.get("HILO_HOME", "var")).resolve()
HILO_SITE = "public"
HILO_DEMO = os.environ.get("HILO_DEMO", "").lower() in ("1", "true", "yes", "si", "sí")
HILO_HTTPS = os.environ.get("HILO_HTTPS", "").lower() in ("1", "true", "yes", "si", "sí")
HILO_PROXIES = int(os.environ.get("HILO_PROXIES", "0"))
HILO_KEY_STORE = os.environ.get("HILO_KEY_STORE") or str(HILO_HOME / "report-keys.sqlite3")
HILO_EXIT_URL = os.environ.get("HILO_EXIT_URL", "https://smn.conagua.gob.mx/es/")
try:
    HILO_DOOR_KEY: bytes | None = read_key(HILO_HOME / "keys" / "door.key")
except BadInput:
    HILO_DOOR_KEY = None  # nothing is served then (check hilo.E005)

DEBUG = False
SECRET_KEY = derived_secret(HILO_DOOR_KEY)
ALLOWED_HOSTS = os.environ.get("HILO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = ["hilo.door", "django.contrib.staticfiles"]
MIDDLEWARE = [
    "hilo.web.failures.NumberMiddleware",
    "hilo.door.middleware.DoorMiddleware",  # before whatever reads a body or sends a file
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "hilo.web.urls_public"
WSGI_APPLICATION = "hilo.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.i18n"]},
    },
]
DATABASES = {"default": database(os.environ.get("DATABASE_URL"), HILO_HOME)}

LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]  # see docs/howto/add-a-language.md
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = os.environ.get("HILO_TIME_ZONE", "America/Mexico_City")

STATIC_URL = "static/"
STATIC_ROOT = HILO_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is ever stored as a file
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILE_UPLOAD_HANDLERS: list[str] = []
DATA_UPLOAD_MAX_MEMORY_SIZE = MOST_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
SECURE_REFERRER_POLICY = "no-referrer"  # our own check of forms does not need the Origin header
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"text": {"()": "hilo.web.logs.PlainLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "text"}},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},  # who comes here and when is not written down, nor who took a wrong turn
        "hilo.web.requests": {"level": "WARNING"},
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("HILO_LOG_LEVEL", "WARNING")},
}
