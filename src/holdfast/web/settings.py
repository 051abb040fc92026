"""Every setting, read once. The list with meanings is docs/reference/settings.md, held complete by a test."""

from pathlib import Path

from holdfast.web import database, env

DATA = env.folder("HOLDFAST_DATA", Path.home() / ".local" / "share" / "holdfast")
RUN = env.folder("HOLDFAST_RUN", env.memory_folder(DATA))
KEYS = env.folder("HOLDFAST_KEYS", DATA / "keys")
BACKUPS = env.folder("HOLDFAST_BACKUPS", DATA / "backups")
BACKUP_KEY = env.text("HOLDFAST_BACKUP_KEY")  # the host's age public key; with it the clock backs up daily

SECRET_KEY = env.kept_secret("HOLDFAST_SECRET", KEYS / "secret")
PEPPER = env.kept_bytes("HOLDFAST_PEPPER", KEYS / "pepper")

DEBUG = False
ALLOWED_HOSTS = env.words("HOLDFAST_ADDRESSES", ["127.0.0.1", "localhost", "[::1]"])
LOOPBACK_ONLY = {"127.0.0.1", "localhost", "[::1]"}.issuperset(ALLOWED_HOSTS)
BEHIND_TLS = env.flag("HOLDFAST_BEHIND_TLS", False)  # a proxy on this machine ends TLS for us
TLS_CERTIFICATE, TLS_KEY = env.text("HOLDFAST_TLS_CERTIFICATE"), env.text("HOLDFAST_TLS_KEY")
SECURE = BEHIND_TLS or bool(TLS_CERTIFICATE)

OPERATOR = env.text("HOLDFAST_OPERATOR")  # who runs this server, in their own words (PS-53)
CONTACT = env.text("HOLDFAST_CONTACT")  # how and when to reach them, shown on the page for that
HOST_NAME = env.text("HOLDFAST_HOST_NAME", "This computer")
APP_NAME = env.text("HOLDFAST_APP_NAME", "Holdfast")  # the one neutral title on every page
PRIVACY_NOTICE = env.text("HOLDFAST_PRIVACY")  # the notice the host completes, shown on the About page
COUNTRY = env.text("HOLDFAST_COUNTRY")  # default country of the help page, never guessed
SIGN_UP = env.choice("HOLDFAST_SIGN_UP", "open" if LOOPBACK_ONLY else "invitation", {"open", "invitation", "closed"})
CONTENT_NC = env.flag("HOLDFAST_CONTENT_NC", True)  # the non-commercial pack of instruments
INTIMACY_BY = env.text("HOLDFAST_INTIMACY_BY")  # the clinician who switched sensual and sexual content on; empty is off
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
    "holdfast.library",
    "holdfast.people",
    "holdfast.instruments",
    "holdfast.safety",
    "holdfast.checkins",
    "holdfast.journal",
    "holdfast.programme",
    "holdfast.together",
    "holdfast.progress",
    "holdfast.exchange",
    "holdfast.web",
]

MIDDLEWARE = [
    "holdfast.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "holdfast.web.csrf.OwnForms",
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
                "holdfast.accounts.templatetags.form_token",
            ],
        },
    }
]

# Cookies. `__Host-` needs https; on plain-http loopback the name goes without it.
SESSION_COOKIE = "__Host-s" if SECURE else "hf-s"
DEVICE_COOKIE = "__Host-d" if SECURE else "hf-d"
CSRF_COOKIE_NAME = "__Host-f" if SECURE else "hf-f"
COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "holdfast.web.errors.forged"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if SECURE:
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if "*" not in host]

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
STATIC_ROOT = env.folder("HOLDFAST_STATIC", DATA / "static")
# `holdfast serve` collects the files, gives them names with a hash in and compresses them; else they come as they lie.
STATIC_COLLECTED = env.flag("HOLDFAST_STATIC_COLLECTED", False)
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else may read our files from their pages
_collected = "holdfast.web.storage.Hashed"
_in_place = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": _collected if STATIC_COLLECTED else _in_place},
}

# No path, no address, no person: status class and duration only (11-vault 2.11).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"out": {"class": "logging.StreamHandler"}},
    "loggers": {"holdfast": {"handlers": ["out"], "level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
