"""Rows for tests, small and readable. Builders take what a test cares about and fill in the rest."""

from __future__ import annotations

import itertools
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

import factory
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from content.library.models import Applicability, DepartmentPage, Edition, EditionPage, Manual, VehicleModel
from content.library.supersession import relink
from portal.home.models import HomePage
from portal.network.models import Brand, Dealer, DealerTier, Department, JobRole, Membership, Region, User

PASSWORD = "Correct-horse-7-battery"


class BrandFactory(DjangoModelFactory):
    class Meta:
        model = Brand

    code = factory.Sequence(lambda n: f"brand-{n}")
    name = factory.LazyAttribute(lambda brand: brand.code.title())


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    code = factory.Sequence(lambda n: f"region-{n}")
    name = factory.LazyAttribute(lambda region: region.code.title())


class DealerTierFactory(DjangoModelFactory):
    class Meta:
        model = DealerTier

    code = factory.Sequence(lambda n: f"tier-{n}")
    name = factory.LazyAttribute(lambda tier: tier.code.title())


class JobRoleFactory(DjangoModelFactory):
    class Meta:
        model = JobRole

    code = factory.Sequence(lambda n: f"role-{n}")
    name = factory.LazyAttribute(lambda role: role.code.title())


class DealerFactory(DjangoModelFactory):
    class Meta:
        model = Dealer
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"D{n:04}")
    name = factory.LazyAttribute(lambda dealer: f"Dealer {dealer.code}")
    tier = factory.SubFactory(DealerTierFactory)
    region = factory.SubFactory(RegionFactory)

    @factory.post_generation
    def brands(self: Dealer, create: bool, extracted: list[Brand] | None, **kwargs: object) -> None:
        if create and extracted:
            self.brands.set(extracted)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.com")

    @factory.post_generation
    def password(self: User, create: bool, extracted: str | None, **kwargs: object) -> None:
        self.set_password(extracted or PASSWORD)
        if create:
            self.save()


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    dealer = factory.SubFactory(DealerFactory)
    starts = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))

    @factory.post_generation
    def roles(self: Membership, create: bool, extracted: list[JobRole] | None, **kwargs: object) -> None:
        if create and extracted:
            self.roles.set(extracted)


class DepartmentFactory(DjangoModelFactory):
    """A bare department. `section()` gives it its part of the page tree."""

    class Meta:
        model = Department

    code = factory.Sequence(lambda n: f"department-{n}")
    name = factory.LazyAttribute(lambda department: department.code.title())
    authors = factory.LazyAttribute(lambda d: Group.objects.create(name=f"Authors {d.code}"))
    reviewers = factory.LazyAttribute(lambda d: Group.objects.create(name=f"Reviewers {d.code}"))
    releasers = factory.LazyAttribute(lambda d: Group.objects.create(name=f"Releasers {d.code}"))


class VehicleModelFactory(DjangoModelFactory):
    class Meta:
        model = VehicleModel

    brand = factory.SubFactory(BrandFactory)
    code = factory.Sequence(lambda n: f"M{n}")
    name = factory.LazyAttribute(lambda model: f"Model {model.code}")


def home_page() -> HomePage:
    """The site's root page, made on first use."""
    home = HomePage.objects.first()
    if home is None:
        home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Home", slug="forecourt-home"))
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "port": 80}
        )
    return home


def section(department: Department | None = None) -> DepartmentPage:
    """The part of the page tree of a department (a new one if None)."""
    department = department or DepartmentFactory()
    page = DepartmentPage.objects.filter(department=department).first()
    if page is None:
        page = home_page().add_child(
            instance=DepartmentPage(title=department.name, slug=department.code, department=department)
        )
    return page


_numbers = itertools.count(1)


def begin_elsewhere() -> None:
    """Number what is made from here on as no other process does that made rows in the same database."""
    global _numbers
    start = secrets.randbelow(1_000_000) * 100
    _numbers = itertools.count(start)
    for made in DjangoModelFactory.__subclasses__():
        made.reset_sequence(start, force=True)


def next_number() -> int:
    """One that no row of this run has."""
    return next(_numbers)


def manual(
    *,
    title: str = "Workshop manual",
    department: Department | None = None,
    live: bool = True,
    applicability: list[dict[str, object]] | None = None,
    brands: list[Brand] = (),  # type: ignore[assignment]
    regions: list[Region] = (),  # type: ignore[assignment]
    tiers: list[DealerTier] = (),  # type: ignore[assignment]
    roles: list[JobRole] = (),  # type: ignore[assignment]
    dealers: list[Dealer] = (),  # type: ignore[assignment]
    **fields: object,
) -> Manual:
    """A manual in a department's section; the lists are its audience, `applicability` its rows."""
    number = next(_numbers)
    parent = section(department or Department.objects.first())
    fields.setdefault("document_number", f"DOC-{number:05}")
    page = Manual(title=title, slug=f"manual-{number}", live=live, department=parent.department, **fields)
    page.audience_brands = list(brands)
    page.audience_regions = list(regions)
    page.audience_tiers = list(tiers)
    page.audience_roles = list(roles)
    page.audience_dealers = list(dealers)
    page.applicability = [Applicability(**row) for row in applicability or []]
    parent.refresh_from_db()
    parent.add_child(instance=page)
    return page


def edition(
    manual_page: Manual,
    *,
    label: str | None = None,
    effective_from: datetime | None = None,
    state: str = Edition.State.READY,
    pages: list[str] = (),  # type: ignore[assignment]
    **fields: object,
) -> Edition:
    """An edition whose pages hold these texts, linked into the manual's line of supersession."""
    number = next(_numbers)
    digest = sha256(str(number).encode()).hexdigest()
    row = Edition.objects.create(
        manual=manual_page,
        label=label or f"Edition {number}",
        effective_from=effective_from or timezone.now() - timedelta(days=1),
        state=state,
        file_name=fields.pop("file_name", f"editions/{digest[:2]}/{digest}.pdf"),
        original_name=fields.pop("original_name", "manual.pdf"),
        sha256=fields.pop("sha256", digest),
        size=fields.pop("size", 1000),
        page_count=len(pages),
        **fields,
    )
    for page_number, text in enumerate(pages, start=1):
        edition_page(row, number=page_number, text=text)
    relink(manual_id=manual_page.pk)
    row.refresh_from_db()
    return row


def edition_page(row: Edition, *, number: int, text: str, **fields: object) -> EditionPage:
    """One page of an edition."""
    return EditionPage.objects.create(
        edition=row,
        number=number,
        text=text,
        width=fields.pop("width", 595),
        height=fields.pop("height", 842),
        **fields,
    )


def person(*, username: str, dealer: Dealer, roles: list[JobRole] = (), **fields: object) -> User:  # type: ignore[assignment]
    """A person with one membership."""
    user = UserFactory(username=username, **fields)
    MembershipFactory(user=user, dealer=dealer, roles=list(roles))
    return user


def oem_person(*, username: str = "oem", groups: list[Group] = (), **fields: object) -> User:  # type: ignore[assignment]
    """A person of the maker, who may enter the CMS."""
    user = UserFactory(username=username, **fields)
    user.user_permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    user.groups.add(*groups)
    return user
