"""The demo's bulletins as the portal's own: written into their departments' sections and published like any other."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from content.bulletins.api import Bulletin, BulletinFile, Issue, receive_file
from content.library.models import Applicability, DepartmentPage, VehicleModel
from portal.demo.bulletin_texts import BULLETINS, Block, DemoBulletin
from portal.demo.training.pictures import picture
from portal.network.models import Brand, Department, JobRole, Region


def missing() -> list[DemoBulletin]:
    """Bulletins of which the portal does not have every issue yet, whatever became of them."""
    numbers = list(Issue.objects.order_by().values_list("bulletin__document_number", flat=True))
    return [one for one in BULLETINS if numbers.count(one.document_number) < len(one.issues)]


def being_printed() -> int:
    """Issues that are no editions yet."""
    return Issue.objects.filter(state=Issue.State.WAITING).count()


def publish(bulletin: DemoBulletin) -> None:
    """Publish the issues that are missing, the oldest first."""
    page = Bulletin.objects.filter(document_number=bulletin.document_number).first() or page_of(bulletin)
    present = page.issues.count()
    for issue in bulletin.issues[present:]:
        day = timezone.localdate() + timedelta(days=issue.effective_days)
        page.body = [_with_files(block, page.department) for block in issue.body]
        page.next_effective_from = timezone.make_aware(datetime.combine(day, time(7)))
        page.next_change_note = issue.change_note
        page.save_revision().publish()
        page = Bulletin.objects.get(pk=page.pk)


def page_of(bulletin: DemoBulletin) -> Bulletin:
    """Its page, as a draft in its department's section."""
    section: Page = DepartmentPage.objects.get(department__code=bulletin.department)
    brand = Brand.objects.get(code=bulletin.brand)
    page = Bulletin(
        title=bulletin.title,
        slug=slugify(bulletin.document_number),
        document_number=bulletin.document_number,
        category=bulletin.category,
        language=bulletin.language,
        description=bulletin.description,
        department=Department.objects.get(code=bulletin.department),
        live=False,
    )
    page.audience_brands = [brand]
    page.audience_roles = list(JobRole.objects.filter(code__in=bulletin.roles))
    page.audience_regions = list(Region.objects.filter(code__in=bulletin.regions))
    first, last = bulletin.years
    models: list[VehicleModel | None] = [VehicleModel.objects.get(code=code) for code in bulletin.models]
    page.applicability = [  # type: ignore[misc]
        Applicability(brand=brand, model=model, year_from=first, year_to=last) for model in models or [None]
    ]
    section.add_child(instance=page)
    return page


def _with_files(block: Block, department: Department) -> Block:
    """The block with a drawing's name turned into the file that it is kept as."""
    made = deepcopy(block)
    if made["type"] == "picture":
        made["value"]["file"] = _drawing(made["value"]["file"], department).pk
    return made


def _drawing(name: str, department: Department) -> BulletinFile:
    """Kept once a department."""
    found = BulletinFile.objects.filter(name=f"{name}.png", department=department).first()
    if found is not None:
        return found
    upload = SimpleUploadedFile(f"{name}.png", picture(name), "image/png")
    return receive_file(upload=upload, kind=BulletinFile.Kind.PICTURE, title=name, department=department)
