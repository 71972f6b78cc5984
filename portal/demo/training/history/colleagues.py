"""More people at the dealers: those who never sign in to a demo and without whom no question would have been answered
often enough to say anything about it. They have no password. One of them changes the dealer during the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.contrib.auth.hashers import make_password
from django.db import transaction

from portal.demo.network import DEALERS
from portal.demo.people import LONG_AGO
from portal.demo.training.history.chance import chance
from portal.network.models import Dealer, JobRole, Membership, User

_HV, _TECH, _SERVICE, _SALES, _PARTS = (
    ("technician", "hv-technician"),
    ("technician",),
    ("service-adviser",),
    ("sales-adviser",),
    ("parts-clerk",),
)
_JOBS = (_TECH, _HV, _SALES, _HV, _SERVICE, _HV, _TECH, _SALES, _HV, _TECH, _SERVICE, _HV, _PARTS, _SALES)
"""The jobs of a dealer's further people, in turn."""
STAFF = {"flagship": 22, "dealer": 14, "service-point": 5}
"""How many more a dealer of each tier has."""
_NAMES = {
    "central-europe": (
        "Anton Beate Clemens Doris Elias Franka Gregor Hilde Ivo Judith Kai Leonie Matthias Nadja Oskar Pia",
        "Albrecht Bauer Conrad Dietz Engel Fuchs Graf Hofer Jung Kraus Lorenz Maurer Neumann Ott Pichler",
    ),
    "northern-europe": (
        "Arne Britt Casper Dorte Erik Fiona Gunnar Helle Iver Jette Kjell Liv Magnus Nora Oda Per",
        "Aas Bakke Christensen Drummond Eriksen Foss Gulliksen Haugen Iversen Johansen Knudsen Lindqvist",
    ),
    "east-china": (
        "伟 芳 强 敏 静 磊 洋 艳 勇 军 杰 娟 涛 明 超 霞",
        "陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林",
    ),
    "south-china": (
        "志强 美玲 建华 晓燕 国平 丽华 俊杰 秀英 家豪 婉仪 文辉 惠珍",
        "何 郭 马 罗 梁 谢 韩 唐",
    ),
    "north-america": (
        "Aaron Brenda Chad Dana Earl Faye Glen Holly Ian Jill Kurt Lori Marcus Nadine Omar Paige",
        "Abbott Barnes Carver Dalton Ellis Fischer Grant Hughes Ingram Jarvis Knox Lambert Mercer Norris",
    ),
}
MOVES = ("CE-102", "CE-101", 140)
"""The first further technician of the one dealer works for the other since so many days."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to be made. `began_days` ago they began at the dealer; 0 for long ago."""

    username: str
    first_name: str
    last_name: str
    language: str
    dealer: str
    roles: tuple[str, ...]
    began_days: int


def colleagues() -> list[Colleague]:
    """All of them, the same every time."""
    return [one for row in DEALERS for one in _of_dealer(row.code, row.region, STAFF[row.tier])]


def _of_dealer(code: str, region: str, number: int) -> list[Colleague]:
    dice = chance("colleagues", code)
    given, family = _NAMES[region]
    names = [(first, last) for first in given.split() for last in family.split()]
    dice.shuffle(names)
    return [
        Colleague(
            username=f"{code.lower()}-{place + 1:02}",
            first_name=first,
            last_name=last,
            language="zh-hans" if "china" in region else "en",
            dealer=code,
            roles=_JOBS[place % len(_JOBS)],
            began_days=dice.choice((0, 0, 0, 0, 0, 0, 300, 200, 90, 45)) if place else 0,
        )
        for place, (first, last) in enumerate(islice(names, number))
    ]


@transaction.atomic
def build_colleagues(*, today: date) -> None:
    """Those who are not there yet, with their memberships, counted from `today`."""
    wanted = colleagues()
    names = [one.username for one in wanted]
    present = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    missing = [one for one in wanted if one.username not in present]
    dealers = {dealer.code: dealer for dealer in Dealer.objects.all()}
    roles = {role.code: role for role in JobRole.objects.all()}
    moves = f"{MOVES[0].lower()}-01"
    User.objects.bulk_create(_user(one) for one in missing)
    people = {user.username: user for user in User.objects.filter(username__in=names)}
    jobs: list[tuple[Membership, tuple[str, ...]]] = []
    for one in missing:
        starts = today - timedelta(days=one.began_days) if one.began_days else LONG_AGO
        member = Membership(user=people[one.username], dealer=dealers[one.dealer], starts=starts)
        jobs.append((member, one.roles))
        if one.username == moves:
            begins = today - timedelta(days=MOVES[2])
            member.ends = begins - timedelta(days=1)
            elsewhere = Membership(user=member.user, dealer=dealers[MOVES[1]], starts=begins)
            jobs.append((elsewhere, one.roles))
    Membership.objects.bulk_create(member for member, _roles in jobs)
    through = Membership.roles.through
    through.objects.bulk_create(
        through(membership=member, jobrole=roles[code]) for member, codes in jobs for code in codes
    )


def _user(one: Colleague) -> User:
    return User(
        username=one.username,
        password=make_password(None),
        first_name=one.first_name,
        last_name=one.last_name,
        email=f"{one.username}@demo.invalid",
        language=one.language,
    )
