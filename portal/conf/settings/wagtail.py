"""Wagtail: the CMS of OEM staff under /cms/. Dealer search is not Wagtail's (see docs/adr)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.conf.settings.environment import env

WAGTAIL_SITE_NAME = "Forecourt"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://localhost:8000")
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
# One way in for everybody, with its lockout and second step: Wagtail's own reset is not offered, and its sign-in leads
# to ours (portal.home.views.entrance).
WAGTAIL_PASSWORD_RESET_ENABLED = False
TAGGIT_CASE_INSENSITIVE = True
TASKS = {"default": {"BACKEND": "portal.core.after_commit.AfterCommitBackend"}}
