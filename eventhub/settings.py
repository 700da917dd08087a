"""Settings of the project: everything that an operator may change comes from the environment or `.env`."""

import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import django_stubs_ext

from core.database import database_options
from eventhub.allauth_settings import *  # noqa: F403  a page of settings of one library
from eventhub.config import Environment, development_secret_key, read_dotenv
from eventhub.logs import logging_config
from eventhub.openapi import SPECTACULAR_SETTINGS as SPECTACULAR_SETTINGS

# Django's generic classes take their type arguments at run time too: `ModelAdmin[User]`
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

read_dotenv(BASE_DIR / ".env")
env = Environment(os.environ)

# What kind of site this is; eventhub/checks.py refuses what is missing or dangerous in production.
ENVIRONMENT = env.choice("ENVIRONMENT", "development", ["development", "production"])
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.boolean("DEBUG", False)
PROJECT_NAME = env.text("PROJECT_NAME", "EventHub")
SECRET_KEY = env.text("SECRET_KEY")
# An empty key would end the import of some libraries before the system check can say what to set.
SECRET_KEY_IS_SET = bool(SECRET_KEY) or not PRODUCTION
if not SECRET_KEY:
    SECRET_KEY = "unset" if PRODUCTION else development_secret_key(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", [] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]"])

# Rules of this site
USER_DIRECTORY = env.choice("USER_DIRECTORY", "open", ["open", "closed"])
STRICT_PRECONDITIONS = env.boolean("STRICT_PRECONDITIONS", False)
OCCURRENCE_HORIZON_DAYS = env.integer("OCCURRENCE_HORIZON_DAYS", 730)
TRASH_RETENTION_DAYS = env.integer("TRASH_RETENTION_DAYS", 30)
RATE_LIMIT_PER_MINUTE = env.integer("RATE_LIMIT_PER_MINUTE", 100 if PRODUCTION else 6000)
RATE_LIMIT_REGISTER = env.rate("RATE_LIMIT_REGISTER", "5/m")
RATE_LIMIT_LOGIN = env.rate("RATE_LIMIT_LOGIN", "10/m")

# The server and what stands around it
REDIS_URL = env.redis_url("REDIS_URL")
WORKERS = env.integer("WORKERS", len(os.sched_getaffinity(0)) if REDIS_URL else 1)
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
METRICS_ALLOWED = env.networks("METRICS_ALLOWED", ["127.0.0.0/8", "::1"])

INSTALLED_APPS = [
    # before accounts, whose admin takes the place of theirs
    "accounts.web.allauth_app.AllauthConfig",
    "allauth.mfa",
    "eventhub",
    "pages",
    "feeds",
    "history",
    "sharing",
    "events",
    "accounts",
    "journal",
    "core",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "guardian",
    "simple_history",
    "django_ratelimit",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
]

# Outermost first. A request with a token passes those for browsers by: it has no session and no messages.
MIDDLEWARE = [
    "eventhub.middleware.frame.RequestFrameMiddleware",
    "eventhub.middleware.client_address.ClientAddressMiddleware",
    "eventhub.middleware.headers.FixedHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "eventhub.middleware.cors.CorsWhereConfiguredMiddleware",
    "eventhub.middleware.body_limit.BodyLimitMiddleware",
    "eventhub.middleware.host.HostMiddleware",
    "eventhub.middleware.browser.BrowserSessionMiddleware",
    "eventhub.middleware.browser.BrowserCsrfMiddleware",
    "eventhub.middleware.browser.BrowserAuthenticationMiddleware",
    "eventhub.middleware.browser.BrowserPageMiddleware",
]

ROOT_URLCONF = "eventhub.urls"
WSGI_APPLICATION = "eventhub.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "core.templatetags.page",
            ],
        },
    }
]

# Databases and caches
VAR_DIR.mkdir(exist_ok=True)
DATABASE = env.database("DATABASE_URL", f"sqlite:///{VAR_DIR}/eventhub.sqlite3", base=BASE_DIR)
# Beyond four threads a worker answers less: all wait for one interpreter (docs/benchmark.md). On SQLite they
# wait for its one writer instead. Each keeps a connection: 80 leave room for commands under PostgreSQL's 100.
THREADS = 4 if DATABASE["ENGINE"].endswith("postgresql") else 16
BLOCKING_THREADS = env.integer("BLOCKING_THREADS", max(2, min(THREADS, 80 // WORKERS)))
# most statements are of a few shapes, run again and again
DATABASES: dict[str, Any] = {"default": database_options(DATABASE, prepare_threshold=1)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "eventhub",
    },
    "limits": {"BACKEND": "core.counters.RedisCounters", "LOCATION": REDIS_URL, "KEY_PREFIX": "eventhub"},
}
if not REDIS_URL:
    CACHES = {
        # above the default of 300 by far, or the counters of sign-in would be culled
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 500_000},
        },
        "limits": {"BACKEND": "core.counters.LocalCounters"},
    }
# What is not set raises an exception inside each look at a limit; these are django-ratelimit's own defaults.
RATELIMIT_ENABLE = True
RATELIMIT_USE_CACHE = "limits"
RATELIMIT_CACHE_PREFIX = "rl:"
RATELIMIT_HASH_ALGORITHM = sha256

# People and what they may do
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.web.backend.PasswordBackend", "events.access.backend.RoleBackend"]
PASSWORD_HASHERS = ["accounts.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_EMAIL_VERIFICATION = env.choice("EMAIL_VERIFICATION", "optional", ["optional", "mandatory"])
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
ALGORITHM = env.choice("ALGORITHM", "HS256", ["HS256", "HS384", "HS512"])
SIMPLE_JWT = {
    "ALGORITHM": ALGORITHM,
    "SIGNING_KEY": SECRET_KEY,
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=env.integer("ACCESS_TOKEN_EXPIRE_MINUTES", 30)),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=env.integer("REFRESH_TOKEN_EXPIRE_DAYS", 7)),
    "ROTATE_REFRESH_TOKENS": True,
    "AUTH_HEADER_TYPES": ("Bearer",),
}

# Mail: EMAIL_BACKEND, EMAIL_HOST and the like
globals().update(env.email("EMAIL_URL", "consolemail://"))
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"{PROJECT_NAME} <eventhub@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10

# Versions
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_DATE_INDEX = False
SIMPLE_HISTORY_REVERT_DISABLED = True

# The API
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.BearerAuthentication",
        "accounts.api.authentication.BrowserSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "core.api.problems.exception_handler",
    # or `?format=` would be taken for the name of a renderer
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
CORS_URLS_REGEX = r"^/(api/|openapi\.json)"
BACKEND_CORS_ORIGINS = env.origins("BACKEND_CORS_ORIGINS")
CORS_ALLOW_ALL_ORIGINS = "*" in BACKEND_CORS_ORIGINS
CORS_ALLOWED_ORIGINS = [origin for origin in BACKEND_CORS_ORIGINS if origin != "*"]
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "x-request-id",
]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "X-Total-Count",
    "X-Request-ID",
    "X-Undo-Token",
    "Idempotent-Replayed",
]

# What browsers may do with our pages, and how they must reach us
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
# probes and scrapers inside the machine speak plain HTTP
SECURE_REDIRECT_EXEMPT = [r"^health/?$", r"^metrics/?$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
# eventhub/middleware/client_address.py removes the header where it does not come from TRUSTED_PROXIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
# the pages carry the token themselves
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "eventhub.web.errors.csrf_failure"
# JSON bodies are limited by eventhub/middleware/body_limit.py; this is for forms, and above it
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

SILENCED_SYSTEM_CHECKS = [
    # docs/adr/0002-rate-limit-counters.md
    "django_ratelimit.W001",
    # the covering columns are for PostgreSQL; SQLite does without
    "models.W040",
    # events.access.backend.RoleBackend answers for the permissions on objects
    "guardian.W001",
    # eventhub.middleware.browser.BrowserCsrfMiddleware is Django's
    "security.W003",
    # docs/adr/0015-fixed-headers.md
    "security.W001",
    "security.W002",
    # the hosts below ours, and the preload list, are for the operator to promise, not for us
    "security.W005",
    "security.W021",
]

# Language, time, files, logs
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
STATIC_URL = "/static/"
# in development the files are served from where they stand
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "eventhub.static_files.HashedFiles"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
LOGGING = logging_config(production=PRODUCTION)
