"""Doing what the plan says, edition by edition: an import that is interrupted loses the one in hand at most."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.timezone import get_current_timezone

from content.ingest.importing.values import ApplicabilityRow, Known, KnownEdition, NewEdition, NewManual
from content.ingest.intake import store_pdf
from content.library import api as library
from content.library.models import Applicability, Edition, Manual, ManualCategory, VehicleModel
from portal.core import events
from portal.network.models import Brand, Dealer, DealerTier, Department, JobRole, Region, User

AUDIENCE = {"brands": Brand, "regions": Region, "tiers": DealerTier, "roles": JobRole, "dealers": Dealer}


def known() -> Known:
    """What the plan has to know of the library and the network, as of now."""
    rows = Edition.objects.values_list("pk", "manual__document_number", "label", "sha256")
    return Known(
        manuals=frozenset(Manual.objects.values_list("document_number", flat=True)),
        editions=tuple(KnownEdition(*row) for row in rows),
        departments=frozenset(Department.objects.values_list("code", flat=True)),
        brands=frozenset(Brand.objects.values_list("code", flat=True)),
        models=dict(VehicleModel.objects.values_list("code", "brand__code")),
        audience={name: frozenset(model.objects.values_list("code", flat=True)) for name, model in AUDIENCE.items()},  # type: ignore[attr-defined]
        categories=frozenset(ManualCategory.values),
        languages=frozenset(code for code, _name in Manual._meta.get_field("language").choices or ()),
    )


def now() -> datetime:
    """The current instant, in the portal's time zone: days without a zone are its days."""
    return timezone.now().astimezone(get_current_timezone())


def receive(edition: NewEdition, *, actor: User | None) -> int:
    """Store the file and receive it as an edition, of a new manual where the plan says so. Returns the edition's id.

    Raises Refused when the file or the library changed since the plan was made, StorageUnavailable when the store is
    away; nothing is left then but perhaps a stored file that the next attempt finds.
    """
    file = store_pdf(path=edition.file.path, original_name=edition.file.name)
    with transaction.atomic():
        manual = Manual.objects.filter(document_number=edition.document_number).first()
        if manual is None and edition.manual is not None:
            manual = _make(edition.manual, actor=actor)
        if manual is None:
            raise library.Refused(f"{edition.document_number}")
        return library.receive(
            manual=manual,
            file=file,
            label=edition.label,
            effective_from=edition.effective_from,
            change_note=edition.change_note,
            actor=actor,
        ).pk


def _make(new: NewManual, *, actor: User | None) -> Manual:
    department = Department.objects.get(code=new.department)
    section = library.open_section(department=department)
    page = Manual(
        title=new.title,
        slug=_free_slug(new.document_number, parent_path=section.path),
        document_number=new.document_number,
        department=department,
        category=new.category,
        language=new.language,
        live=True,
        owner=actor,
    )
    page.applicability = [_applicability(row) for row in new.applicability]  # type: ignore[misc]
    for name, codes in new.audience.items():
        setattr(page, f"audience_{name}", list(AUDIENCE[name].objects.filter(code__in=codes)))  # type: ignore[attr-defined]
    section.add_child(instance=page)
    events.record(verb="manual.imported", subject=f"manual:{page.pk}", actor=actor)
    return page


def _applicability(row: ApplicabilityRow) -> Applicability:
    return Applicability(
        brand=Brand.objects.get(code=row.brand),
        model=VehicleModel.objects.get(code=row.model) if row.model else None,
        year_from=row.year_from,
        year_to=row.year_to,
        market=row.market,
    )


def _free_slug(number: str, *, parent_path: str) -> str:
    base = slugify(number)[:200] or "manual"
    taken = set(
        Manual.objects.filter(path__startswith=parent_path, slug__startswith=base).values_list("slug", flat=True)
    )
    slug, count = base, 1
    while slug in taken:
        count += 1
        slug = f"{base}-{count}"
    return slug
