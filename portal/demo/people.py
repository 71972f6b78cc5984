"""The people of the demo: the logins that `make demo` prints, and those who work beside them at the ten dealers.

A person is made whole, with groups and memberships, or not at all: who is there is left as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from portal.network.models import Dealer, Department, JobRole, Membership, User

PASSWORD = "forecourt-demo"  # noqa: S105  (printed by `make demo`; the demo is fictional and local)
LONG_AGO = date(2024, 1, 1)
"""Since when people work at their dealer, but for those who are new."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """`kind` is printed beside a login; who has none is there to make lists look like a network. A person without a
    dealer belongs to the maker. `began_days` ago they began at the dealer, counted from the demo's first start; 0 for
    long ago."""

    username: str
    first_name: str
    last_name: str
    kind: str = ""
    language: str = "en"
    dealers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    manages: bool = False
    departments: tuple[str, ...] = ()
    administers: bool = False
    began_days: int = 0


LOGINS = (
    DemoPerson(
        "tina", "Tina", "Brandt", "Technician, both brands", dealers=("CE-101",), roles=("technician", "hv-technician")
    ),
    DemoPerson("lars", "Lars", "Wiesner", "Technician, one brand only", dealers=("CE-102",), roles=("technician",)),
    DemoPerson("chen", "伟", "陈", "Technician, in Chinese", "zh-hans", ("EC-301",), ("technician", "hv-technician")),
    DemoPerson("sam", "Sam", "Okafor", "Salesperson", dealers=("NE-202",), roles=("sales-adviser",)),
    DemoPerson(
        "petra", "Petra", "Novak", "Works for two dealers", dealers=("CE-103", "NE-201"), roles=("parts-clerk",)
    ),
    DemoPerson(
        "maria", "Maria", "Lindner", "Dealer manager", dealers=("CE-101",), roles=("dealer-manager",), manages=True
    ),
    DemoPerson("ruth", "Ruth", "Calder", "Trainer", departments=("service-engineering", "aftersales-marketing")),
    DemoPerson("amir", "Amir", "Haddad", "Author, service engineering", departments=("service-engineering",)),
    DemoPerson("zhou", "敏", "周", "Author, aftersales marketing", "zh-hans", departments=("aftersales-marketing",)),
    DemoPerson("nora", "Nora", "Eide", "Network administrator", administers=True),
)
TRAINERS = (
    DemoPerson("yan", "红", "严", language="zh-hans", departments=("service-engineering", "aftersales-marketing")),
    DemoPerson("bruno", "Bruno", "Castel", departments=("service-engineering",)),
)
_MANAGER, _TECHNICIAN, _HIGH_VOLTAGE = "dealer-manager", "technician", "technician hv-technician"
_SERVICE, _SALES, _PARTS = "service-adviser", "sales-adviser", "parts-clerk"
_STAFF: dict[str, tuple[tuple[str, ...], ...]] = {
    "CE-101": (
        ("jonas", "Jonas", "Keller", _HIGH_VOLTAGE),
        ("anke", "Anke", "Vogt", _TECHNICIAN),
        ("mehmet", "Mehmet", "Aydin", _TECHNICIAN),
        ("felix", "Felix", "Sommer", _TECHNICIAN, "25"),
        ("carla", "Carla", "Reinhardt", _SERVICE),
        ("uwe", "Uwe", "Brinkmann", _SALES),
        ("lena", "Lena", "Hartwig", _SALES),
        ("ralf", "Ralf", "Zimmer", _PARTS),
    ),
    "CE-102": (
        ("birgit", "Birgit", "Wiesner", _MANAGER),
        ("georg", "Georg", "Huber", _TECHNICIAN),
        ("paul", "Paul", "Ebner", _TECHNICIAN),
        ("ines", "Ines", "Kofler", _SERVICE),
        ("toni", "Toni", "Berger", _SALES),
    ),
    "CE-103": (
        ("stefan", "Stefan", "Moser", _MANAGER),
        ("dario", "Dario", "Rossi", _HIGH_VOLTAGE),
        ("eva", "Eva", "Horak", _TECHNICIAN),
        ("marek", "Marek", "Dvorak", _SERVICE),
    ),
    "NE-201": (
        ("ingrid", "Ingrid", "Solberg", _MANAGER),
        ("olav", "Olav", "Berg", _HIGH_VOLTAGE),
        ("signe", "Signe", "Dahl", _TECHNICIAN),
        ("nils", "Nils", "Lund", _TECHNICIAN),
        ("freja", "Freja", "Holm", _SERVICE),
        ("mikkel", "Mikkel", "Friis", _SALES),
        ("astrid", "Astrid", "Nygaard", _SALES),
    ),
    "NE-202": (
        ("grace", "Grace", "Whitfield", _MANAGER),
        ("callum", "Callum", "Reid", _HIGH_VOLTAGE),
        ("priya", "Priya", "Nair", _HIGH_VOLTAGE, "40"),
        ("aoife", "Aoife", "Byrne", _TECHNICIAN),
        ("owen", "Owen", "Davies", _SERVICE),
        ("hannah", "Hannah", "Cole", _SALES, "14"),
    ),
    "EC-301": (
        ("lijun", "军", "李", _MANAGER),
        ("wangfang", "芳", "王", _HIGH_VOLTAGE),
        ("zhanglei", "磊", "张", _TECHNICIAN),
        ("liuyang", "洋", "刘", _TECHNICIAN),
        ("xupeng", "鹏", "徐", _TECHNICIAN, "30"),
        ("zhaolin", "琳", "赵", _SERVICE),
        ("huangjie", "杰", "黄", _SALES),
        ("wuxia", "霞", "吴", _SALES),
        ("sunli", "丽", "孙", _PARTS),
    ),
    "EC-302": (
        ("machao", "超", "马", _MANAGER),
        ("zhuting", "婷", "朱", _HIGH_VOLTAGE),
        ("hehao", "浩", "何", _TECHNICIAN),
        ("guojing", "静", "郭", _TECHNICIAN),
        ("gaofei", "飞", "高", _SERVICE),
        ("linna", "娜", "林", _SALES),
        ("luobin", "斌", "罗", _SALES, "20"),
    ),
    "SC-303": (
        ("liangyong", "勇", "梁", _MANAGER),
        ("songtao", "涛", "宋", _TECHNICIAN),
        ("tangwen", "文", "唐", _TECHNICIAN),
        ("hanbing", "冰", "韩", _TECHNICIAN),
        ("fengxue", "雪", "冯", _SERVICE),
        ("denghui", "辉", "邓", _SALES),
    ),
    "NA-401": (
        ("walter", "Walter", "Jensen", _MANAGER),
        ("dale", "Dale", "Hutchins", _TECHNICIAN),
        ("rosa", "Rosa", "Delgado", _TECHNICIAN),
        ("curtis", "Curtis", "Bell", _TECHNICIAN),
        ("joanne", "Joanne", "Meyer", _SERVICE),
        ("trent", "Trent", "Walsh", _SALES),
        ("becky", "Becky", "Larson", _SALES),
    ),
    "NA-402": (
        ("denise", "Denise", "Porter", _MANAGER),
        ("luis", "Luis", "Ortega", _HIGH_VOLTAGE),
        ("andre", "Andre", "Morin", _HIGH_VOLTAGE),
        ("kayla", "Kayla", "Brooks", _TECHNICIAN),
        ("megan", "Megan", "Foster", _SERVICE),
        ("tyler", "Tyler", "Ross", _SALES),
        ("nina", "Nina", "Patel", _SALES),
    ),
}
"""By dealer: username, given name, family name, job roles and, of who is new, since how many days."""


def everybody() -> tuple[DemoPerson, ...]:
    """All people of the demo."""
    staff = (_of_dealer(dealer, *row) for dealer, rows in _STAFF.items() for row in rows)
    return (*LOGINS, *TRAINERS, *staff)


def build_people() -> None:
    """Those who are not there yet. Needs the departments."""
    people = everybody()
    names = [person.username for person in people]
    present = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    missing = [person for person in people if person.username not in present]
    if not missing:
        return
    password = make_password(PASSWORD)  # Once: hashing takes long on purpose.
    for person in missing:
        _create(person, password)


def _of_dealer(dealer: str, username: str, first: str, last: str, roles: str, days: str = "0") -> DemoPerson:
    return DemoPerson(
        username,
        first,
        last,
        language="zh-hans" if dealer.startswith(("EC-", "SC-")) else "en",
        dealers=(dealer,),
        roles=tuple(roles.split()),
        manages=roles == _MANAGER,
        began_days=int(days),
    )


@transaction.atomic
def _create(person: DemoPerson, password: str) -> None:
    user = User.objects.create(
        username=person.username,
        password=password,
        first_name=person.first_name,
        last_name=person.last_name,
        email=f"{person.username}@demo.invalid",
        language=person.language,
        is_superuser=person.administers,
        is_staff=person.administers,
    )
    for department in Department.objects.filter(code__in=person.departments).select_related("authors"):
        user.groups.add(department.authors)
    starts = timezone.localdate() - timedelta(days=person.began_days) if person.began_days else LONG_AGO
    for code in person.dealers:
        membership = Membership.objects.create(
            user=user, dealer=Dealer.objects.get(code=code), is_manager=person.manages, starts=starts
        )
        membership.roles.set(JobRole.objects.filter(code__in=person.roles))
