"""What follows when a template is published in the CMS."""

from __future__ import annotations

from typing import Any

import structlog
from django.db import transaction
from wagtail.signals import published

from content.marketing.cobranding import covers, making
from content.marketing.cobranding.language.api import TemplateRefused
from content.marketing.cobranding.models import PrintTemplate
from content.marketing.cobranding.publishing import publish_template
from portal.core import outbox

log = structlog.get_logger(__name__)
NOT_PUBLISHED = "cobranding.template_refused"


def connect() -> None:
    published.connect(_published, sender=PrintTemplate, dispatch_uid="cobranding.published")
    outbox.register(kind=covers.KIND, handler=covers.deliver)
    outbox.register(kind=making.KIND, handler=making.deliver)


def _published(*, instance: PrintTemplate, revision: Any = None, **_kwargs: object) -> None:
    try:
        with transaction.atomic():
            publish_template(template=instance, actor=revision.user if revision else None)
    except TemplateRefused as refused:
        # A draft is checked when it is saved; one of an older portal, scheduled since, may not pass today.
        log.error(NOT_PUBLISHED, template=instance.pk, faults=len(refused.faults))
