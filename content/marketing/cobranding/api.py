"""The door of co-branding. That a template is published or taken down is told by Wagtail's own signals.

`profile_of`: what a dealership says of itself, with its logo. Who may see that is asked by the room that shows it.
"""

from content.marketing.cobranding.models import DealerUpload, PrintTemplate
from content.marketing.cobranding.profiles import profile_of
from content.marketing.cobranding.reading import open_template, templates_visible

__all__ = ["DealerUpload", "PrintTemplate", "open_template", "profile_of", "templates_visible"]
