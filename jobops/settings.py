"""Every deploy-time setting. A wrong value stops the start with the variable's name and an example.

Owner-editable settings are rows: orchestrator/preferences.py.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from jobops import env, logs
from jobops.keys import parts, stored_key

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("JOBOPS_DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
STORE_DIR = DATA_DIR / "files"
RUN_DIR = DATA_DIR / "run"

HOST = env.text("HOST", default="127.0.0.1")
PORT = env.number("PORT", default=3001, minimum=1, maximum=65535)
AUTH = env.text("JOBOPS_AUTH", default="local", choices=("local", "required"))
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    HOST,
    *(name for name in env.text("JOBOPS_HOSTS", default="").split(",") if name),
]
TRUSTED_ORIGINS = [origin for origin in env.text("JOBOPS_ORIGINS", default="").split(",") if origin]

SECRET_KEY, *SECRET_KEY_FALLBACKS = parts(
    env.secret("JOBOPS_SECRET_KEY") or stored_key(DATA_DIR / "secret.key")
)
BOX_KEY = env.secret("JOBOPS_BOX_KEY") or stored_key(DATA_DIR / "box.key")
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_q",
    "orchestrator",
    "tailoring",
    "pdfs",
]

MIDDLEWARE = [
    "jobops.web.meters.Metering",
    "jobops.web.correlation.Correlation",
    "jobops.web.guard.Guard",
    "jobops.web.squeezed.Squeezed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "orchestrator.accounts.middleware.Access",
    "orchestrator.accounts.speaking.Speaking",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jobops.web.problems.Problems",
]

ROOT_URLCONF = "jobops.urls"
WSGI_APPLICATION = "jobops.wsgi.application"
AUTH_USER_MODEL = "orchestrator.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = False
LOGIN_URL = "/sign-in"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", [
                "jobops.web.unindented.Loader",
                "django.template.loaders.app_directories.Loader",
            ])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "orchestrator.workspace.shell.shell",
            ],
        },
    }
]  # fmt: skip

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON;"
)
DATABASE_URL = env.secret("DATABASE_URL")
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
    if DATABASE_URL
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "jobops.sqlite3",
        # The last connection to close runs a checkpoint; closing after each request costs 20 ms.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Without IMMEDIATE a read that turns into a write fails at once, whatever the timeout.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS,
        },
    }
}

if DATABASE_URL.startswith("postgres"):
    # To compile a question takes longer than it takes to answer it.
    given = DATABASES["default"].setdefault("OPTIONS", {})
    given["options"] = f"-c jit=off {given.get('options', '')}".strip()

# The threads of a web process, and of the desk, share so many lines to PostgreSQL.
DATABASE_POOL = env.number("JOBOPS_DATABASE_POOL", default=16, minimum=2, maximum=256)

# Background work. Each number is strictly less than the next; tests/architecture holds the ladder.
MODEL_CALL_SECONDS = env.number("JOBOPS_MODEL_TIMEOUT", default=60, minimum=1, maximum=300)
PRINT_SECONDS = 30
STEP_SECONDS = 360
ATTEMPT_SECONDS = 15 * 60
TASK_SECONDS = 16 * 60
WORKERS = env.number("JOBOPS_WORKERS", default=2, minimum=1, maximum=32)
# How many sources a run reads, and how many answers of a model it waits for, at the same time.
CRAWL_PLACES = 3
MODEL_PLACES = env.number("JOBOPS_MODEL_CONCURRENCY", default=4, minimum=1, maximum=16)
# How many replies of chats are written at the same time.
CHAT_PLACES = 64
# How long running tasks may go on after the worker was told to stop.
STOP_SECONDS = env.number("JOBOPS_STOP_SECONDS", default=10, minimum=0, maximum=960)
# Queued tasks travel through Redis instead of the database; the rows still decide.
REDIS_URL = env.address("JOBOPS_REDIS_URL", "redis", "rediss", "unix")
if REDIS_URL:
    env.packages("JOBOPS_REDIS_URL", "redis", file="requirements-scale.txt")
Q_CLUSTER = {
    "name": "jobops",
    "orm": "default",
    "broker_class": "orchestrator.ops.broker_redis.RedisLines"
    if REDIS_URL
    else "orchestrator.ops.broker_rows.Doorbell",
    "workers": WORKERS,
    "queue_limit": WORKERS,
    "bulk": 1,
    "timeout": TASK_SECONDS,
    # A task waits in the worker's own queue behind at most one other, and its clock runs there too.
    "retry": TASK_SECONDS * 2 + 60,
    "max_attempts": 1,
    "ack_failures": True,
    "catch_up": False,
    "recycle": 500,
    "poll": 0,
    "save_limit": -1,
    "guard_cycle": 0.5,
    "label": "Queue",
}

# How many of the backups made by themselves are kept; 0 makes none.
BACKUPS_KEPT = env.number("JOBOPS_BACKUPS_KEPT", default=7, minimum=0, maximum=1000)

# Files in a store that several machines share, instead of the data folder.
S3_BUCKET = env.text("JOBOPS_S3_BUCKET", default="")
S3_ENDPOINT = env.url("JOBOPS_S3_ENDPOINT", default="")
S3_REGION = env.text("JOBOPS_S3_REGION", default="")
S3_PREFIX = env.text("JOBOPS_S3_PREFIX", default="jobops")
S3_ACCESS_KEY = env.secret("JOBOPS_S3_ACCESS_KEY")
S3_SECRET_KEY = env.secret("JOBOPS_S3_SECRET_KEY")

# What Prometheus shows as a bearer token to read /metrics; without one nobody reads it.
METRICS_TOKEN = env.secret("JOBOPS_METRICS_TOKEN")
# How many proxies of the own house stand in front and say whom they speak for.
PROXIES = env.number("JOBOPS_PROXIES", default=0, minimum=0, maximum=5)

WAIT_SECONDS = env.number("JOBOPS_WAIT_SECONDS", default=120, minimum=0, maximum=120)
WEB_PROCESSES = env.number("JOBOPS_WEB_PROCESSES", default=1, minimum=1, maximum=32)
WEB_THREADS = env.number("JOBOPS_WEB_THREADS", default=32, minimum=4, maximum=256)
if WEB_PROCESSES > 1:
    # prometheus_client looks here when it is imported: their counts meet in this folder.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(RUN_DIR / "metrics")
# Threads beside them for readers of a reply that is being written.
CHAT_SEATS = 64

CHROMIUM_PATH = env.text("CHROMIUM_PATH", default="")

# Defaults of owner-editable preferences; what the owner saves in the workspace wins.
LLM_BASE_URL = env.url("LLM_BASE_URL", default="")
LLM_API_KEY = env.secret("LLM_API_KEY")
LLM_MODEL = env.text("LLM_MODEL", default="")
# Tokens a month for each person who is no administrator and uses the model above; 0 is no limit.
LLM_MONTHLY_TOKENS = env.number(
    "JOBOPS_LLM_MONTHLY_TOKENS", default=0, minimum=0, maximum=1_000_000_000
)
RXRESUME_URL = env.url("RXRESUME_URL", default="https://rxresu.me")
RXRESUME_API_KEY = env.secret("RXRESUME_API_KEY")
ADZUNA_APP_ID = env.text("ADZUNA_APP_ID", default="")
ADZUNA_APP_KEY = env.secret("ADZUNA_APP_KEY")
THEMUSE_API_KEY = env.secret("THEMUSE_API_KEY")
GMAIL_OAUTH_CLIENT_ID = env.text("GMAIL_OAUTH_CLIENT_ID", default="")
GMAIL_OAUTH_CLIENT_SECRET = env.secret("GMAIL_OAUTH_CLIENT_SECRET")
GMAIL_OAUTH_REDIRECT_URI = env.url("GMAIL_OAUTH_REDIRECT_URI", default="")
# Where Google answers; another address is for a proxy of the administrator's.
GMAIL_SIGN_IN_URL = env.url(
    "GMAIL_SIGN_IN_URL", default="https://accounts.google.com/o/oauth2/v2/auth"
)
GMAIL_TOKEN_URL = env.url("GMAIL_TOKEN_URL", default="https://oauth2.googleapis.com/token")
GMAIL_REVOKE_URL = env.url("GMAIL_REVOKE_URL", default="https://oauth2.googleapis.com/revoke")
GMAIL_API_URL = env.url("GMAIL_API_URL", default="https://gmail.googleapis.com")
# With sign-in required, mail servers in the own network need to be named here.
IMAP_PRIVATE_HOSTS = env.text("JOBOPS_IMAP_PRIVATE_HOSTS", default="")
JOB_COMPLETE_WEBHOOK_URL = env.url("JOB_COMPLETE_WEBHOOK_URL", default="")
PIPELINE_WEBHOOK_URL = env.url("PIPELINE_WEBHOOK_URL", default="")
WEBHOOK_SECRET = env.secret("WEBHOOK_SECRET")
# Hosts of the own network that webhooks may go to, separated by commas.
WEBHOOK_PRIVATE_HOSTS = env.text("JOBOPS_WEBHOOK_PRIVATE_HOSTS", default="")
# All sources are asked through this address: `<relay>/<host of the source>/<path>`.
SOURCE_RELAY_URL = env.url("JOBOPS_SOURCE_RELAY_URL", default="")
# Where the sources find out who asks; part of the User-Agent.
CONTACT_URL = env.url("JOBOPS_CONTACT_URL", default="")
PUBLIC_BASE_URL = env.url("JOBOPS_PUBLIC_BASE_URL", default="")
# Under this name strangers come: without sign-in it shows them public addresses and nothing else.
STRANGERS_HOST = ""
_base = urlsplit(PUBLIC_BASE_URL)
if (_public := _base.hostname) and _public not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(_public)
    STRANGERS_HOST = _public if AUTH == "local" else ""
# Behind a proxy that ends TLS our own forms name an https address this process does not see.
CSRF_TRUSTED_ORIGINS = [
    *TRUSTED_ORIGINS,
    *([f"{_base.scheme}://{_base.netloc}"] if _public else []),
]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "jobops" / "locale"]
FORMAT_MODULE_PATH = ["jobops.formats"]
TIME_ZONE = "UTC"
OWNER_TIME_ZONE = env.text("TZ", default="UTC")
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
# The pictures of the documents, which are read in the workspace too.
STATICFILES_DIRS = [BASE_DIR / "static", ("pictures", BASE_DIR / "docs" / "pictures")]
if S3_BUCKET:
    env.packages("JOBOPS_S3_BUCKET", "storages", "boto3", file="requirements-scale.txt")
_STORE = "jobops.web.store_s3.Shared" if S3_BUCKET else "jobops.web.store_local.Folder"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Through jobops.web.stored: what rows name, and what waits for an hour or a day.
    "files": {"BACKEND": _STORE, "OPTIONS": {"location": "files" if S3_BUCKET else STORE_DIR}},
    "passing": {"BACKEND": _STORE, "OPTIONS": {"location": "passing" if S3_BUCKET else DATA_DIR}},
    "staticfiles": {"BACKEND": "jobops.web.hashed.Hashed"},
}

# The tighter limits per endpoint are the doors' business; this one is for everything else.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Not where the system puts such files, which may be memory. Django checks that it is there.
FILE_UPLOAD_TEMP_DIR = RUN_DIR / "uploads"
for _folder in (DATA_DIR, RUN_DIR, FILE_UPLOAD_TEMP_DIR):
    _folder.mkdir(parents=True, exist_ok=True, mode=0o700)

# Only who stands behind a proxy of its own may believe what a header says about https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "jobops.web.problems.stale_form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_BASE_URL.startswith("https://")
# Other sites learn nothing. Under "no-referrer" a browser would send "Origin: null" with our own
# plain forms, which no server can tell from a stranger.
SECURE_REFERRER_POLICY = "same-origin"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "email")},
    },
]

LOG_LEVEL = env.text("LOG_LEVEL", default="info", choices=("debug", "info", "warning", "error"))
LOGGING = logs.config(LOG_LEVEL)
