"""From what its authors publish to a version that dealers fill in."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.db import transaction

from content.marketing.cobranding.covers import KIND as COVER
from content.marketing.cobranding.language.api import Field, check_template
from content.marketing.cobranding.models import PrintTemplate, TemplateVersion
from content.marketing.cobranding.models.template import Format
from portal.core import events, outbox
from portal.network.models import User

FACTS = tuple(field.name for field in Format._meta.get_fields())
PUBLISHED = "print_template.published"


def checked_fields(template: PrintTemplate) -> tuple[Field, ...]:
    """The fields of a template in which nothing is wrong. Raises TemplateRefused."""
    return check_template(html=template.html, css=template.css, fields=template.declared_rows(), files=template.files)


@transaction.atomic
def publish_template(*, template: PrintTemplate, actor: User | None) -> TemplateVersion:
    """The version that says what the template says now: the newest if that is so, else a new one. What was filled in
    keeps the version that it was filled in with. Raises TemplateRefused: nothing that is unsafe becomes a version, by
    whatever way it came."""
    PrintTemplate.objects.select_for_update().filter(pk=template.pk).values_list("pk").first()
    declared = [field.as_json() for field in checked_fields(template)]
    facts: dict[str, Any] = {name: getattr(template, name) for name in FACTS}
    digest = _digest([facts, declared])
    last = template.versions.order_by("-number").first()
    if last is None or last.digest != digest:
        number = (last.number if last else 0) + 1
        last = TemplateVersion.objects.create(
            template=template, number=number, declared=declared, digest=digest, published_by=actor, **facts
        )
        events.record(
            verb=PUBLISHED, subject=f"print_template:{template.pk}", actor=actor, data={"version": last.number}
        )
        outbox.enqueue(kind=COVER, key=str(last.pk))
    PrintTemplate.objects.filter(pk=template.pk).update(current=last)
    template.current = last
    return last


def _digest(kept: object) -> str:
    return sha256(json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
