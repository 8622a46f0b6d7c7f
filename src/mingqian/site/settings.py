"""Settings: every value has a safe default, every environment variable stands in docs/reference/settings.md."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from mingqian.accounts import preset
from mingqian.messages import preset as outside

HOME = Path(os.environ.get("MINGQIAN_HOME", "var")).resolve()


def _secret() -> str:
    """The environment's key, else the one ``mingqian serve`` made in the bureau's directory."""
    kept = HOME / "secret.key"
    # The last is too short on purpose: no citizen ID number is digested with it, and no page is served.
    return os.environ.get("MINGQIAN_SECRET_KEY") or (
        kept.read_text().strip() if kept.is_file() else "no-key-yet"
    )


# Signs cookies and forms, and keys the digests of citizen ID numbers.
SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = [
    host for host in os.environ.get("MINGQIAN_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host
]
# The moment at which a demo's process lives; a working bureau leaves it empty.
MINGQIAN_CLOCK = (
    datetime.fromisoformat(os.environ["MINGQIAN_CLOCK"]) if os.environ.get("MINGQIAN_CLOCK") else None
)
# The role bar and its sign-in without a password: only ever true for the fictional bureau's own database.
MINGQIAN_DEMO = os.environ.get("MINGQIAN_DEMO") == "1"
# The file that makes a directory a demo's; without it the settings of a demo have no effect.
DEMO_MARK = "这是演示目录.txt"
# The living page of components, for whoever works on the program.
MINGQIAN_LIVING_PAGE = MINGQIAN_DEMO or os.environ.get("MINGQIAN_LIVING_PAGE") == "1"

INSTALLED_APPS = [
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "mingqian.ui",
    "mingqian.accounts",
    "mingqian.audit",
    "mingqian.messages",
    "mingqian.jobs",
    "mingqian.search",
    "mingqian.clocks",
    "mingqian.records",
    "mingqian.documents",
    "mingqian.registry",
    "mingqian.guides",
    "mingqian.leads",
    "mingqian.planning",
    "mingqian.draw",
    "mingqian.inspection",
    "mingqian.field",
    "mingqian.publicity",
    "mingqian.site",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "mingqian.ui.packed.Static",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mingqian.ui.guard.ReadOnlyGets",
    "mingqian.ui.middleware.Moment",
    "django.middleware.csrf.CsrfViewMiddleware",
    "mingqian.accounts.middleware.SignedIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mingqian.ui.middleware.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["mingqian.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "mingqian.site.menu.for_page",
            ],
        },
    }
]

FORM_RENDERER = "mingqian.ui.widgets.Renderer"
ROOT_URLCONF = "mingqian.site.urls"
WSGI_APPLICATION = "mingqian.site.wsgi.application"
STATIC_URL = "/static/"
# Straight from the installed packages: nothing to collect before the first start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}
# In cookies: a GET may then show and clear them without writing a row.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes; a larger upload goes to a temporary file

HTTPS = os.environ.get("MINGQIAN_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "mingqian.ui.refusals.stale_form"
X_FRAME_OPTIONS = "DENY"
# No inline script or style anywhere; nothing from another host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

AUTH_USER_MODEL = "accounts.Person"
SIGN_IN = preset.read(os.environ)
# How many proxies of the bureau's own stand before the program: the address lock-outs count comes from them.
PROXY_HOPS = int(os.environ.get("MINGQIAN_PROXY_HOPS") or 0)
# The city's own sign-in service, if any: see accounts/outside.py.
OUTSIDE_SIGN_IN = os.environ.get("MINGQIAN_OUTSIDE_SIGN_IN", "")
OIDC = {
    "issuer": os.environ.get("MINGQIAN_OIDC_ISSUER", ""),
    "client": os.environ.get("MINGQIAN_OIDC_CLIENT", ""),
    "secret": os.environ.get("MINGQIAN_OIDC_SECRET", ""),
    "label": os.environ.get("MINGQIAN_OIDC_LABEL", "统一认证平台"),
}
# The ways messages leave the house: mail server, push interface, the site's own address for links.
OUTSIDE_MESSAGES = outside.read(os.environ)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'mingqian.sqlite3'}"
    ),
}
# Which engine draws from the rolls, and where it is: a PostgreSQL (its own by default) or the master of a Spark cluster.
ENGINE = os.environ.get("MINGQIAN_ENGINE") or "core"
ENGINE_AT = os.environ.get("MINGQIAN_ENGINE_AT") or (
    os.environ.get("DATABASE_URL", "") if ENGINE == "postgresql" else ""
)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: Django's defaults gave 65–82 % "database is locked" at eight threads, these none.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA synchronous="
        + os.environ.get("MINGQIAN_SQLITE_SYNCHRONOUS", "FULL"),
    }
else:
    # Measured: compiling a question whose cost PostgreSQL estimates high took a hundred milliseconds, answering it three.
    # What the address itself says stays in front.
    given = DATABASES["default"].setdefault("OPTIONS", {})
    given["options"] = f"-c jit=off {given.get('options', '')}".strip()

# Where records of enforcement lie: empty → HOME/records; a directory; or s3://bucket/prefix?endpoint=…
RECORDS = os.environ.get("MINGQIAN_RECORDS", "")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = False

# Papers: the bureau's own faces before the shipped one; the certificate that signs a PDF, or nothing where a stamp does.
FONT_DIR = os.environ.get("MINGQIAN_FONT_DIR", "")
SEAL_CERTIFICATE = os.environ.get("MINGQIAN_SEAL_CERTIFICATE", "")
SEAL_PASSWORD = os.environ.get("MINGQIAN_SEAL_PASSWORD", "")
