"""The door of co-branding. That a template is published or taken down is told by Wagtail's own signals."""

from content.marketing.cobranding.models import PrintTemplate
from content.marketing.cobranding.reading import open_template, templates_visible

__all__ = ["PrintTemplate", "open_template", "templates_visible"]
