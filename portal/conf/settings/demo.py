"""`make demo`: the embedded parts on one machine, without debug pages, at http://localhost."""

from __future__ import annotations

from portal.conf.settings.base import *  # noqa: F403
from portal.conf.settings.base import LOGGING, STORAGES
from portal.conf.settings.environment import VAR_DIR, env


def _demo_secret() -> str:
    """One random key per demo folder, so that sessions survive a restart and no key is shared between machines."""
    import secrets

    VAR_DIR.mkdir(parents=True, exist_ok=True)
    path = VAR_DIR / "secret"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or _demo_secret()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
if not env.str("EMAIL_URL", default=""):
    # Mails of the demo are for nobody's mailbox, nor for the terminal.
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
LOG_LEVEL = "WARNING"
LOGGING["root"]["level"] = "WARNING"
LOGGING["handlers"]["stream"]["formatter"] = "console"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Files are found where they lie; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
