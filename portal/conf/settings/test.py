"""Tests. Servers come from the environment (`python -m tests.services run`); without it the embedded parts serve."""

from __future__ import annotations

import tempfile

from portal.conf.settings.base import *  # noqa: F403
from portal.conf.settings.base import CACHES, DATABASES, LOGGING, STORAGES
from portal.conf.settings.environment import env

SECRET_KEY = "test-only"  # noqa: S105
_scratch = tempfile.mkdtemp(prefix="forecourt-test-")
FILES_DIR = f"{_scratch}/files"
SCRATCH_DIR = f"{_scratch}/scratch"
if not env.str("SEARCH_URL", default=""):
    SEARCH_URL = f"embedded://{_scratch}/index"
SEARCH_INDEX_PREFIX = f"test-{_scratch.rsplit('-', 1)[-1].lower().strip('_')}"
if not STORAGES["default"]["BACKEND"].startswith("storages"):
    STORAGES["default"]["OPTIONS"]["location"] = f"{FILES_DIR}/media"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
NOTICES_MAIL_REST_SECONDS = 0
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
ALLOWED_HOSTS = ["*"]
LOGGING["root"]["level"] = "CRITICAL"
_worker = env.str("PYTEST_XDIST_WORKER", default="").removeprefix("gw")
if _worker.isdecimal() and str(CACHES["default"]["LOCATION"]).startswith("redis://"):
    # Tests empty the cache: of those that run side by side each has a Redis database of its own.
    CACHES["default"]["LOCATION"] = f"{CACHES['default']['LOCATION'].rsplit('/', 1)[0]}/{8 + int(_worker)}"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": f"{_scratch}/test.sqlite3"}
STATIC_ROOT = tempfile.mkdtemp(prefix="forecourt-test-static-")
# One process, whose memory all its threads share.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
