"""What co-branding adds to the CMS."""

from __future__ import annotations

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from content.marketing.cobranding.admin.viewsets import TemplateViewSet
from content.marketing.cobranding.models import PrintTemplate
from portal.network.authorship import KeptPolicy

register_permission_policy(PrintTemplate, KeptPolicy(PrintTemplate, "department"))
register_snippet(TemplateViewSet())
