"""Where files live: a private bucket when `S3_BUCKET` is set, else a folder that no web server serves."""

from __future__ import annotations

from typing import Any

from portal.conf.settings.environment import VAR_DIR, env

S3_BUCKET = env.str("S3_BUCKET", default="")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", default="")
S3_PUBLIC_ENDPOINT_URL = env.str("S3_PUBLIC_ENDPOINT_URL", default="")
"""The address at which browsers reach the store, when it differs from the one that the portal uses."""
S3_ACCESS_KEY_ID = env.str("S3_ACCESS_KEY_ID", default="")
S3_SECRET_ACCESS_KEY = env.str("S3_SECRET_ACCESS_KEY", default="")
S3_REGION = env.str("S3_REGION", default="us-east-1")
S3_PRESIGN_SECONDS = env.int("S3_PRESIGN_SECONDS", default=120)

FILES_DIR = env.str("FILES_DIR", default=str(VAR_DIR / "files"))
SCRATCH_DIR = env.str("SCRATCH_DIR", default=str(VAR_DIR / "scratch"))
"""Local copies of remote files while they are read, and page images' cache of open documents."""
SCRATCH_BYTES = env.int("SCRATCH_BYTES", default=4 * 1024**3)

UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=2 * 1024**3)
UPLOAD_PART_BYTES = env.int("UPLOAD_PART_BYTES", default=8 * 1024**2)
UPLOAD_EXPIRY_HOURS = env.int("UPLOAD_EXPIRY_HOURS", default=48)

if S3_BUCKET:
    _files = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT_URL or None,
            "access_key": S3_ACCESS_KEY_ID or None,
            "secret_key": S3_SECRET_ACCESS_KEY or None,
            "region_name": S3_REGION,
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
            "location": "media",
        },
    }
else:
    _files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": f"{FILES_DIR}/media", "base_url": None},
    }

STORAGES: dict[str, dict[str, Any]] = {
    "default": _files,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024**2
FILE_UPLOAD_PERMISSIONS = 0o640

STORE_ORIGINS: list[str] = []
"""Where films come from: from a bucket they are played directly, by addresses that die after S3_PRESIGN_SECONDS."""
if S3_BUCKET:
    _endpoint = S3_PUBLIC_ENDPOINT_URL or S3_ENDPOINT_URL
    STORE_ORIGINS = ["/".join(_endpoint.split("/")[:3]) if _endpoint else "https://*.amazonaws.com"]
