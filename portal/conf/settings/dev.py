"""A developer's machine: errors in full, mail at the terminal."""

from __future__ import annotations

from portal.conf.settings.base import *  # noqa: F403
from portal.conf.settings.base import LOGGING, STORAGES
from portal.conf.settings.environment import env

DEBUG = True
SECRET_KEY = env.str("SECRET_KEY", default="development-only-not-a-secret")
LOGGING["handlers"]["stream"]["formatter"] = "console"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
