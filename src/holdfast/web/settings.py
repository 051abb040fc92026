"""Every setting, read once. The list with meanings is docs/reference/settings.md, held complete by a test."""

import os
from pathlib import Path

from holdfast.kit import random
from holdfast.web import database, env

DATA = env.folder("HOLDFAST_DATA", Path.home() / ".local" / "share" / "holdfast")
_shm = Path("/dev/shm") if os.access("/dev/shm", os.W_OK) else DATA  # noqa: S108  memory, never the disk
RUN = env.folder("HOLDFAST_RUN", Path(os.environ.get("XDG_RUNTIME_DIR") or _shm) / f"holdfast-{os.getuid()}")
KEYS = env.folder("HOLDFAST_KEYS", DATA / "keys")


def kept_secret(name: str, file: str) -> str:
    """A secret from the environment, or made once and kept in the keys folder, readable by its owner alone."""
    if given := env.text(name):
        return given
    path = KEYS / file
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as made:
            made.write(random.token(32).hex())
    return path.read_text(encoding="utf-8").strip()


SECRET_KEY = kept_secret("HOLDFAST_SECRET", "secret")
PEPPER = bytes.fromhex(kept_secret("HOLDFAST_PEPPER", "pepper"))

DEBUG = False
ALLOWED_HOSTS = env.text("HOLDFAST_ADDRESSES", "127.0.0.1,localhost,[::1]").split(",")
BEHIND_TLS = env.flag("HOLDFAST_BEHIND_TLS", False)
LOOPBACK_ONLY = env.flag("HOLDFAST_LOOPBACK", True)

OPERATOR = env.text("HOLDFAST_OPERATOR")  # who runs this server, in their own words (PS-53)
HOST_NAME = env.text("HOLDFAST_HOST_NAME", "This computer")
APP_NAME = env.text("HOLDFAST_APP_NAME", "Holdfast")  # the one neutral title on every page
COUNTRY = env.text("HOLDFAST_COUNTRY")  # default country of the help page, never guessed
SIGN_UP = env.choice("HOLDFAST_SIGN_UP", "open" if LOOPBACK_ONLY else "invitation", {"open", "invitation", "closed"})
CONTENT_NC = env.flag("HOLDFAST_CONTENT_NC", True)  # the non-commercial pack of instruments
CONTENT_EXTRA = env.text("HOLDFAST_CONTENT")  # an installation's own content folder, if any

ARGON2_KIB = env.number("HOLDFAST_ARGON2_MIB", 128, least=64, most=2048) * 1024
ARGON2_PASSES = env.number("HOLDFAST_ARGON2_PASSES", 3, least=3, most=20)

DATABASES = database.databases(env.text("HOLDFAST_DATABASE"), DATA, RUN)
DATABASE_ROUTERS = ["holdfast.web.database.RunRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "holdfast.ui",
    "holdfast.vault",
    "holdfast.audit",
    "holdfast.accounts",
    "holdfast.people",
    "holdfast.instruments",
    "holdfast.safety",
    "holdfast.checkins",
    "holdfast.programme",
    "holdfast.progress",
    "holdfast.exchange",
    "holdfast.web",
]

MIDDLEWARE = [
    "holdfast.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "holdfast.accounts.middleware.Keys",
]

ROOT_URLCONF = "holdfast.web.urls"
WSGI_APPLICATION = "holdfast.web.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "holdfast.ui.context.shell"],
            "builtins": [
                "django.templatetags.static",
                "django.templatetags.i18n",
                "holdfast.ui.templatetags.ui",
            ],
        },
    }
]

# Cookies. `__Host-` needs https; on plain-http loopback the name goes without it.
SESSION_COOKIE = "__Host-s" if BEHIND_TLS else "hf-s"
DEVICE_COOKIE = "__Host-d" if BEHIND_TLS else "hf-d"
CSRF_COOKIE_NAME = "__Host-f" if BEHIND_TLS else "hf-f"
COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "holdfast.web.errors.forged"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host and "*" not in host]

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
# Uploads stay in memory: never a temporary file in clear.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/s/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# No path, no address, no person: status class and duration only (11-vault 2.11).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"out": {"class": "logging.StreamHandler"}},
    "loggers": {"holdfast": {"handlers": ["out"], "level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
