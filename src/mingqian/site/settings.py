"""Settings: every value has a safe default, every environment variable stands in docs/reference/settings.md."""

import os
from pathlib import Path
from typing import Any

import dj_database_url

from mingqian.accounts import preset

HOME = Path(os.environ.get("MINGQIAN_HOME", "var")).resolve()

# Keys the digests of citizen ID numbers; the default is too short for that on purpose, so none is stored.
SECRET_KEY = os.environ.get("MINGQIAN_SECRET_KEY", "no-web-yet")
DEBUG = False
ALLOWED_HOSTS: list[str] = []

INSTALLED_APPS = [
    "mingqian.accounts",
    "mingqian.audit",
    "mingqian.messages",
    "mingqian.jobs",
    "mingqian.search",
    "mingqian.clocks",
    "mingqian.registry",
    "mingqian.planning",
    "mingqian.draw",
    "mingqian.inspection",
    "mingqian.publicity",
    "mingqian.site",
]

AUTH_USER_MODEL = "accounts.Person"
SIGN_IN = preset.read(os.environ)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'mingqian.sqlite3'}"
    ),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured: Django's defaults gave 65–82 % "database is locked" at eight threads, these none.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA synchronous="
        + os.environ.get("MINGQIAN_SQLITE_SYNCHRONOUS", "FULL"),
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = False
