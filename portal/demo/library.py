"""The demo's manuals as the portal's own: pages in their departments' sections, editions through the real intake."""

from __future__ import annotations

import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path

from django.utils import timezone
from wagtail.models import Page

from content.ingest import api as ingest
from content.library import api as library
from content.library.models import Applicability, DepartmentPage, Edition, Manual, VehicleModel
from portal.demo.manuals.api import MODELS, DemoEdition, DemoManual, catalogue, render
from portal.demo.network import DEPARTMENTS
from portal.network.departments import create_department
from portal.network.models import Brand, Department, JobRole, Region


def build_departments() -> None:
    """Departments with their sections of the page tree."""
    for code, name in DEPARTMENTS:
        if not Department.objects.filter(code=code).exists():
            create_department(code=code, name=name)


def build_models() -> None:
    """Vehicle models of both brands."""
    for model in MODELS:
        brand = Brand.objects.get(code=model.brand)
        VehicleModel.objects.get_or_create(code=model.code, defaults={"brand": brand, "name": model.name})


def missing_editions() -> list[tuple[DemoManual, DemoEdition]]:
    """Editions of the catalogue that the portal does not have yet, whatever became of them."""
    present = set(Edition.objects.values_list("manual__document_number", "label"))
    return [
        (manual, edition)
        for manual in catalogue()
        for edition in manual.editions
        if (manual.document_number, printed_label(edition)) not in present
    ]


def printed_label(edition: DemoEdition) -> str:
    """The label alone: the portal says the word before it, in the reader's language."""
    return edition.label.removeprefix("Edition ")


def issue(manual: DemoManual, edition: DemoEdition) -> None:
    """Draw an edition, store it and hand it over to be read."""
    page = Manual.objects.filter(document_number=manual.document_number).first() or page_of(manual)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{manual.slug}.pdf"
        path.write_bytes(render(manual, edition.label))
        file = ingest.store_pdf(path=path, original_name=f"{manual.document_number} {printed_label(edition)}.pdf")
    day = timezone.localdate() + timedelta(days=edition.effective_days)
    library.receive(
        manual=page,
        file=file,
        label=printed_label(edition),
        effective_from=timezone.make_aware(datetime.combine(day, time(6))),
        change_note=edition.change_note,
        actor=None,
    )


def page_of(manual: DemoManual) -> Manual:
    """The manual's page in its department's section, new and published."""
    section: Page = DepartmentPage.objects.get(department__code=manual.department)
    brand = Brand.objects.get(code=manual.brand)
    page = Manual(
        title=manual.title,
        slug=manual.slug,
        document_number=manual.document_number,
        category=manual.kind,
        language=manual.language,
        description=manual.description,
        department=Department.objects.get(code=manual.department),
    )
    page.audience_brands = [brand]
    page.audience_roles = list(JobRole.objects.filter(code__in=manual.roles))
    page.audience_regions = list(Region.objects.filter(code__in=manual.regions))
    page.applicability = [  # type: ignore[misc]
        _row(manual, VehicleModel.objects.get(code=code), variant=variant, market=market)
        for code in manual.models
        for variant in manual.variants or ("",)
        for market in manual.markets or ("",)
    ]
    section.add_child(instance=page)
    page.save_revision().publish()
    return page


def _row(manual: DemoManual, model: VehicleModel, *, variant: str, market: str) -> Applicability:
    stem, first, last = manual.serials
    return Applicability(
        brand=model.brand,
        model=model,
        variant=model.variants.get(code=variant) if variant else None,
        year_from=manual.year_from,
        year_to=manual.year_to,
        market=market,
        vin_stem=stem,
        serial_from=first,
        serial_to=last,
    )


def pages_read() -> tuple[int, int]:
    """(pages read, pages known so far) of all editions."""
    ids = list(Edition.objects.values_list("pk", flat=True))
    states = ingest.progress(edition_ids=ids).values()
    return sum(one.done_pages for one in states), sum(one.total_pages for one in states)


def being_read() -> int:
    """Editions that are not read to the end yet."""
    return Edition.objects.filter(state__in=[Edition.State.RECEIVED, Edition.State.EXTRACTING]).count()
