"""One settings file, read from the environment. It fails loudly rather than run half-configured."""

import os
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from hilo.lib.errors import BadInput
from hilo.lib.keys import KeyRing
from hilo.web.database import database


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).lower() in ("1", "true", "yes", "si", "sí")


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


HILO_HOME = Path(os.environ.get("HILO_HOME", "var")).resolve()
HILO_COUNTRY = os.environ.get("HILO_COUNTRY", "mx")
HILO_DEMO = _flag("HILO_DEMO")

# Mail without content: nothing is sent while HILO_MAIL_URL is empty. See hilo.exchange.mail.
HILO_SITE_URL = os.environ.get("HILO_SITE_URL", "").rstrip("/")
HILO_MAIL_URL = os.environ.get("HILO_MAIL_URL", "")
_password_file = os.environ.get("HILO_MAIL_PASSWORD_FILE")
HILO_MAIL_PASSWORD = os.environ.get("HILO_MAIL_PASSWORD", "")
if _password_file:
    HILO_MAIL_PASSWORD = Path(_password_file).read_text(encoding="utf-8").partition("\n")[0].strip()
HILO_MAIL_FROM = os.environ.get("HILO_MAIL_FROM") or f"hilo@{urlsplit(HILO_SITE_URL).hostname or 'localhost'}"
if HILO_MAIL_URL and (urlsplit(HILO_MAIL_URL).scheme not in ("smtp", "smtps") or not urlsplit(HILO_MAIL_URL).hostname):
    raise BadInput("HILO_MAIL_URL dice por dónde sale el correo, por ejemplo smtp://hilo@correo.example:587?tls=1.")
if HILO_MAIL_URL and not HILO_SITE_URL.startswith(("https://", "http://")):
    raise BadInput("HILO_MAIL_URL pide también HILO_SITE_URL: la dirección del sitio que dirá el correo.")

SITES = ("staff", "answers", "api")  # each its own process, with its own addresses
HILO_SITE = os.environ.get("HILO_SITE", "staff")
HILO_ANSWERS_URL = os.environ.get("HILO_ANSWERS_URL", "http://127.0.0.1:8003").rstrip("/")  # as printed on letters
HILO_PUBLIC_URL = os.environ.get("HILO_PUBLIC_URL", "http://127.0.0.1:8001").rstrip("/")  # of the public door
HILO_KEY_STORE = os.environ.get("HILO_KEY_STORE") or str(HILO_HOME / "report-keys.sqlite3")
if HILO_SITE not in SITES:
    raise BadInput(f"HILO_SITE es el sitio que sirve este proceso: {', '.join(SITES)}.")
try:
    HILO_PROXIES = int(os.environ.get("HILO_PROXIES", "0"))  # see hilo.accounts.addresses
except ValueError:
    raise BadInput("HILO_PROXIES es el número de proxies propios delante del sitio, por ejemplo 1.") from None

try:
    HILO_KEYS: KeyRing | None = KeyRing.load(HILO_HOME / "keys")
except BadInput:
    HILO_KEYS = None  # `hilo init` makes them; every other command stops at the check hilo.E001

DEBUG = False
# Without keys nothing is served (check hilo.E001); a throwaway secret lets `hilo init` start.
SECRET_KEY = HILO_KEYS.django.hex() if HILO_KEYS else os.urandom(32).hex()
HILO_DOOR_KEY = HILO_KEYS.door if HILO_KEYS else None
SECRET_KEY_FALLBACKS = [key.hex() for key in HILO_KEYS.earlier("django")] if HILO_KEYS else []
ALLOWED_HOSTS = os.environ.get("HILO_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("HILO_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "hilo.web",
    "hilo.desk",
    "hilo.accountability",
    "hilo.evidence",
    "hilo.investigation",
    "hilo.testimony",
    "hilo.exchange",
    "hilo.intake",
    "hilo.alerts",
    "hilo.cases",
    "hilo.linkage",
    "hilo.door",
    "hilo.accounts",
    "hilo.ledger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "hilo.web.failures.NumberMiddleware",
    "hilo.web.health.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "hilo.accounts.middleware.KeyCookieMiddleware",
    "hilo.accounts.middleware.IdleMiddleware",
    "hilo.accounts.middleware.LanguageMiddleware",
    "hilo.accounts.middleware.GateMiddleware",
    "hilo.accounts.middleware.ProofMiddleware",
    "hilo.intake.middleware.KeysInHandMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

API_MIDDLEWARE = [
    "hilo.web.failures.NumberMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "hilo.exchange.api.door.DoorMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # does nothing here: allauth does not start without it
]
ANSWERS_MIDDLEWARE = [
    "hilo.web.failures.NumberMiddleware",
    "hilo.web.health.ProbeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "hilo.web.visitors.NobodyMiddleware",
    "hilo.accounts.middleware.LanguageMiddleware",
    "hilo.accounts.middleware.GateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # does nothing here: allauth does not start without it
    "django_htmx.middleware.HtmxMiddleware",
]
if HILO_SITE == "api":
    MIDDLEWARE = API_MIDDLEWARE
if HILO_SITE == "answers":
    MIDDLEWARE = ANSWERS_MIDDLEWARE

ROOT_URLCONF = f"hilo.web.urls_{HILO_SITE}"
WSGI_APPLICATION = "hilo.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "hilo.web.context.site",
            ],
        },
    },
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL"), HILO_HOME)}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # people have no e-mail here
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "hilo.accounts.adapter.ClosedDoor"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}  # of one process; those that hold: hilo.accounts.attempts
ACCOUNT_FORMS = {"change_password": "hilo.accounts.forms.NewPassword"}
MFA_ADAPTER = "hilo.accounts.factors.SealedFactors"
MFA_FORMS = {"authenticate": "hilo.accounts.forms.SignInCode", "reauthenticate": "hilo.accounts.forms.CodeAgain"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Hilo"
MFA_TOTP_TOLERANCE = 1  # half a minute, for a telephone whose clock is a little off

HILO_IDLE_SECONDS = 15 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _flag("HILO_HTTPS")
SECURE_REFERRER_POLICY = "same-origin"  # "no-referrer" makes browsers send Origin: null, and forms fail
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# Spanish is the source language of every text; English is a translation of it.
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
HILO_TIME_ZONE = os.environ.get("HILO_TIME_ZONE", "America/Mexico_City")
TIME_ZONE = HILO_TIME_ZONE if _is_zone(HILO_TIME_ZONE) else "UTC"  # then nothing is served (check hilo.E004)

STATIC_URL = "static/"
STATIC_ROOT = HILO_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is ever stored as a file
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# No view takes an upload: the handlers are off for the whole site.
FILE_UPLOAD_HANDLERS: list[str] = []
API_BODY_BYTES = 1024 * 1024  # one report, as another system sends it
DATA_UPLOAD_MAX_MEMORY_SIZE = API_BODY_BYTES if HILO_SITE == "api" else 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

HILO_LOG = os.environ.get("HILO_LOG", "text")
if HILO_LOG not in ("text", "json"):
    raise BadInput("HILO_LOG dice cómo se escribe la bitácora: text o json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"text": {"()": "hilo.web.logs.PlainLine"}, "json": {"()": "hilo.web.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": HILO_LOG}},
    "loggers": {
        # these would write for themselves, and with addresses of pages
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "hilo.web.requests": {"level": "INFO" if _flag("HILO_LOG_REQUESTS") else "WARNING"},
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("HILO_LOG_LEVEL", "WARNING")},
}
