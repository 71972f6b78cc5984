"""All checks of a template at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from content.marketing.cobranding.language.faults import TemplateRefused
from content.marketing.cobranding.language.fields import Field, read_fields
from content.marketing.cobranding.language.markup import check_markup
from content.marketing.cobranding.language.style import check_style


def check_template(
    *, html: str, css: str, fields: Sequence[Mapping[str, Any]], files: Mapping[str, object]
) -> tuple[Field, ...]:
    """The declared fields of a template in which nothing is wrong. Raises TemplateRefused with all that is."""
    faults = list(check_style(css, files=files))
    read: tuple[Field, ...] = ()
    try:
        read = read_fields(fields)
    except TemplateRefused as refused:
        faults += refused.faults
        declared = frozenset(str(row.get("name", "")) for row in fields)
    else:
        declared = frozenset(field.name for field in read)
    faults = check_markup(html, files=files, fields=declared) + faults
    if faults:
        raise TemplateRefused(faults)
    return read
