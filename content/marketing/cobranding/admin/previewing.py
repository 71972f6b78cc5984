"""A template while it is being written: its pages, and what is wrong with it."""

from __future__ import annotations

from base64 import b64encode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from content.marketing.cobranding.language.api import TemplateRefused
from content.marketing.cobranding.models import PrintTemplate
from content.marketing.cobranding.press.client import LIMITS, PressFailed, print_sheet
from content.marketing.cobranding.proofs import example_sheet
from content.marketing.cobranding.publishing import checked_fields
from portal.core import storage

WIDTH_PX = 800


def preview(template: PrintTemplate, request: HttpRequest, *, mode: str) -> HttpResponse:
    """All pages with examples by `mode`, the places that are too small for them named."""
    problems: list[str] = []
    pages: list[str] = []
    try:
        fields = checked_fields(template)
        sheet, names = example_sheet(format=template, fields=fields, title=template.title, mode=mode)
        made = print_sheet(
            sheet, draw=tuple(range(1, template.pages + 1)), width_px=WIDTH_PX, anyhow=True, limits=LIMITS
        )
    except TemplateRefused as refused:
        problems = [fault.sentence for fault in refused.faults]
    except PressFailed as failed:
        problems = [failed.reason]
    except (storage.FileMissing, storage.StorageUnavailable):
        problems = [_("One of the template's files cannot be read. Try again in a minute.")]
    else:
        pages = [f"data:image/webp;base64,{b64encode(drawn.data).decode()}" for drawn in made.pictures]
        problems = [_("Too long for its place: %(name)s") % {"name": names[tight.at]} for tight in made.tight]
        if made.pages != template.pages:
            sentence = _("It is printed on %(is)s pages and not on %(said)s.")
            problems.append(sentence % {"is": made.pages, "said": template.pages})
    return render(request, "cobranding/admin/preview.html", {"pages": pages, "problems": problems})
