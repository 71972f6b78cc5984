"""The demo's dealer network: regions, tiers, job roles, ten dealers, and one person of each kind.

Everything is written by code (`get_or_create` by code), so a second run changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.demo.manuals.api import BRANDS
from portal.network.models import Brand, Dealer, DealerTier, Department, JobRole, Membership, Region, User

PASSWORD = "forecourt-demo"  # noqa: S105  (printed by `make demo`; the demo is fictional and local)

REGIONS = (
    ("world", "World", None),
    ("europe", "Europe", "world"),
    ("central-europe", "Central Europe", "europe"),
    ("northern-europe", "Northern Europe", "europe"),
    ("china", "China", "world"),
    ("east-china", "East China", "china"),
    ("south-china", "South China", "china"),
    ("north-america", "North America", "world"),
)
TIERS = (("flagship", "Flagship dealer"), ("dealer", "Dealer"), ("service-point", "Service point"))
ROLES = (
    ("technician", "Technician"),
    ("hv-technician", "High-voltage technician"),
    ("service-adviser", "Service adviser"),
    ("sales-adviser", "Sales adviser"),
    ("parts-clerk", "Parts clerk"),
    ("dealer-manager", "Dealer manager"),
)


@dataclass(frozen=True, slots=True)
class DemoDealer:
    """A dealer by the codes of its tier and region; `brands` are positions in the maker's list of brands."""

    code: str
    name: str
    tier: str
    region: str
    brands: tuple[int, ...]


DEALERS = (
    DemoDealer("CE-101", "Autohaus Lindental", "flagship", "central-europe", (0, 1)),
    DemoDealer("CE-102", "Landtechnik Wiesner", "dealer", "central-europe", (1,)),
    DemoDealer("CE-103", "Service Moosbach", "service-point", "central-europe", (0,)),
    DemoDealer("NE-201", "Fjordby Bil & Maskin", "dealer", "northern-europe", (0, 1)),
    DemoDealer("NE-202", "Harbour Vans", "dealer", "northern-europe", (0,)),
    DemoDealer("EC-301", "东海汽车销售服务", "flagship", "east-china", (0, 1)),
    DemoDealer("EC-302", "江湾商用车", "dealer", "east-china", (0,)),
    DemoDealer("SC-303", "南岭农机", "dealer", "south-china", (1,)),
    DemoDealer("NA-401", "Prairie Line Equipment", "flagship", "north-america", (1,)),
    DemoDealer("NA-402", "Lakeshore Vans", "dealer", "north-america", (0,)),
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One login of the demo. `kind` is printed beside it; a person without a dealer belongs to the maker."""

    username: str
    first_name: str
    last_name: str
    kind: str
    language: str = "en"
    dealers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    manages: bool = False
    department: str = ""
    administers: bool = False


PEOPLE = (
    DemoPerson(
        "tina", "Tina", "Brandt", "Technician, both brands", dealers=("CE-101",), roles=("technician", "hv-technician")
    ),
    DemoPerson("lars", "Lars", "Wiesner", "Technician, one brand only", dealers=("CE-102",), roles=("technician",)),
    DemoPerson("chen", "伟", "陈", "Technician, in Chinese", "zh-hans", ("EC-301",), ("technician",)),
    DemoPerson("sam", "Sam", "Okafor", "Salesperson", dealers=("NE-202",), roles=("sales-adviser",)),
    DemoPerson(
        "petra", "Petra", "Novak", "Works for two dealers", dealers=("CE-103", "NE-201"), roles=("parts-clerk",)
    ),
    DemoPerson(
        "maria", "Maria", "Lindner", "Dealer manager", dealers=("CE-101",), roles=("dealer-manager",), manages=True
    ),
    DemoPerson("amir", "Amir", "Haddad", "Author, service engineering", department="service-engineering"),
    DemoPerson("zhou", "敏", "周", "Author, aftersales marketing", "zh-hans", department="aftersales-marketing"),
    DemoPerson("nora", "Nora", "Eide", "Network administrator", administers=True),
)

DEPARTMENTS = (
    ("service-engineering", "Service Engineering"),
    ("parts", "Parts"),
    ("technical-publications", "Technical Publications"),
    ("aftersales-marketing", "Aftersales Marketing"),
)


def build_network() -> None:
    """Brands, regions, tiers, roles, dealers."""
    brands = [Brand.objects.get_or_create(code=brand.key, defaults={"name": brand.name})[0] for brand in BRANDS]
    regions: dict[str, Region] = {}
    for code, name, parent in REGIONS:
        regions[code] = Region.objects.get_or_create(
            code=code, defaults={"name": name, "parent": regions[parent] if parent else None}
        )[0]
    tiers = {
        code: DealerTier.objects.get_or_create(code=code, defaults={"name": name, "rank": rank})[0]
        for rank, (code, name) in enumerate(TIERS)
    }
    for code, name in ROLES:
        JobRole.objects.get_or_create(code=code, defaults={"name": name})
    for row in DEALERS:
        dealer, _ = Dealer.objects.get_or_create(
            code=row.code, defaults={"name": row.name, "tier": tiers[row.tier], "region": regions[row.region]}
        )
        dealer.brands.set([brands[position] for position in row.brands])


def build_people() -> None:
    """One person of each kind, and ten more technicians so that lists look like a network."""
    for person in PEOPLE:
        user = _user(person)
        for code in person.dealers:
            _membership(user, code, person.roles, manages=person.manages)
        if person.department:
            user.groups.add(Department.objects.get(code=person.department).authors)
        if person.administers:
            user.is_superuser = user.is_staff = True
            user.save(update_fields=["is_superuser", "is_staff"])
    for row in DEALERS:
        extra = DemoPerson(
            f"workshop-{row.code.lower()}", "Workshop", row.code, "", dealers=(row.code,), roles=("technician",)
        )
        _membership(_user(extra), row.code, extra.roles, manages=False)


def _user(person: DemoPerson) -> User:
    user, created = User.objects.get_or_create(
        username=person.username,
        defaults={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": f"{person.username}@demo.invalid",
            "language": person.language,
        },
    )
    if created:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    return user


def _membership(user: User, dealer: str, roles: tuple[str, ...], *, manages: bool) -> None:
    membership, _ = Membership.objects.get_or_create(
        user=user,
        dealer=Dealer.objects.get(code=dealer),
        defaults={"is_manager": manages, "starts": date(2024, 1, 1)},
    )
    membership.roles.set(JobRole.objects.filter(code__in=roles))
