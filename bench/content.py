"""What the benchmarks read: a real manual, received as an author would; and many manuals made of its pages."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from content.ingest.api import store_pdf
from content.library import api as library
from content.library.models import Applicability, Edition, Manual
from portal.network.departments import create_department
from portal.network.models import Brand, Dealer, DealerTier, Department, JobRole, Membership, Region, User
from search.documents import manuals
from search.schema import Passage

DATA = Path(os.environ.get("FORECOURT_DATA", "../shared/data"))
BIG_MANUAL = DATA / "manuals" / "en" / "LinuxCNC_Documentation.pdf"


def network() -> User:
    """A brand, a dealer and a technician; returns the technician."""
    brand = Brand.objects.create(code="bench", name="Bench")
    tier = DealerTier.objects.create(code="tier", name="Tier")
    region = Region.objects.create(code="region", name="Region")
    dealer = Dealer.objects.create(code="D1", name="Dealer", tier=tier, region=region)
    dealer.brands.add(brand)
    user = User.objects.create_user("bench-technician", password=None)
    membership = Membership.objects.create(user=user, dealer=dealer, starts=timezone.localdate() - timedelta(days=1))
    membership.roles.add(JobRole.objects.create(code="technician", name="Technician"))
    create_department(code="bench", name="Bench")
    return user


def new_manual(number: int) -> Manual:
    """A live manual for the bench's brand."""
    department = Department.objects.get(code="bench")
    brand = Brand.objects.get(code="bench")
    page = Manual(
        title=f"Manual {number}", slug=f"manual-{number}", document_number=f"B-{number:05}", department=department
    )
    page.audience_brands = [brand]
    page.applicability = [Applicability(brand=brand, year_from=2015 + number % 10, year_to=2016 + number % 10)]
    library.open_section(department=department).add_child(instance=page)
    return page


def receive(manual: Manual, path: Path) -> Edition:
    """Store the file and receive it, as an upload does."""
    file = store_pdf(path=path, original_name=path.name)
    return library.receive(manual=manual, file=file, label="1", effective_from=timezone.now(), actor=None)


def copies_of(source: Edition, count: int) -> list[Edition]:
    """`count` manuals with a ready edition each; their pages exist in the index alone (the check of hits reads
    editions, not pages)."""
    editions = []
    for number in range(count):
        manual = new_manual(100 + number)
        editions.append(
            Edition.objects.create(
                manual=manual,
                label="1",
                effective_from=source.effective_from,
                file_name=source.file_name,
                original_name=source.original_name,
                sha256=f"{number:064x}",
                size=source.size,
                state=Edition.State.READY,
                page_count=source.page_count,
            )
        )
    return editions


def passages_for(source: Edition, editions: list[Edition]) -> Iterator[Passage]:
    """The pages of `source` under the numbers of each of `editions`."""
    (facts,) = [one for one in manuals.facts_of(manual_ids=[source.manual_id]) if one.edition_id == source.pk]
    pages = list(manuals.passages_of(facts))
    for edition in editions:
        (own,) = manuals.facts_of(manual_ids=[edition.manual_id])
        for page in pages:
            yield replace(
                page,
                id=manuals.passage_id(edition.pk, page.number),
                publication=own.publication,
                publication_id=own.publication_id,
                edition_id=edition.pk,
                title=own.title,
                document_number=own.document_number,
                years=own.years,
            )
