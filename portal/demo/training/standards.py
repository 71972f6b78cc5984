"""What the fictional maker asks of its dealers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from portal.demo.training.bank import AUTHORS, MARKETING, SERVICE
from portal.demo.training.languages import both
from portal.network.models import Brand, DealerTier, Department, JobRole, User
from training.certification.models import CertificationScheme
from training.needs.models import DealerStandard, StandardRule
from training.needs.standards import issue_version, judge_all

HOLDERS, PERCENT = StandardRule.Kind.HOLDERS, StandardRule.Kind.PERCENT


@dataclass(frozen=True, slots=True)
class DemoStandard:
    """One rule about one certification; `brand`, `tiers` and `role` narrow it, empty they do not. `title` and
    `statement` are in both languages."""

    code: str
    title: str
    statement: str
    scheme: str
    kind: str
    number: int
    role: str = ""
    brand: str = ""
    tiers: tuple[str, ...] = ()
    department: str = SERVICE


STANDARDS = (
    DemoStandard(
        "hv-two-per-site",
        "High voltage: two per site · 高压：每站两人",
        "Two certified high-voltage technicians at each site. · 每个网点至少两名认证高压技师。",
        "hv-lodan-e",
        HOLDERS,
        2,
        brand="velmora",
        tiers=("flagship", "dealer"),
    ),
    DemoStandard(
        "hv-service-point",
        "High voltage: service points · 高压：服务点",
        "One certified high-voltage technician at a service point. · 服务点至少一名认证高压技师。",
        "hv-lodan-e",
        HOLDERS,
        1,
        brand="velmora",
        tiers=("service-point",),
    ),
    DemoStandard(
        "diagnosis-half",
        "Diagnosis: half of the workshop · 诊断：半数技师",
        "Half of the technicians are certified in diagnosis. · 半数技师取得诊断认证。",
        "diagnosis-van",
        PERCENT,
        50,
        role="technician",
        brand="velmora",
    ),
    DemoStandard(
        "sales-two-thirds",
        "Sales: two in three · 销售：三分之二",
        "Two of three sales advisers are certified. · 三分之二的销售顾问取得认证。",
        "sales-range",
        PERCENT,
        66,
        role="sales-adviser",
        department=MARKETING,
    ),
)


def build_standards() -> None:
    """Those that are not there yet, in force, with the dealers judged by them. Needs the certifications."""
    present = set(DealerStandard.objects.filter(current__isnull=False).values_list("code", flat=True))
    missing = [one for one in STANDARDS if one.code not in present]
    for one in missing:
        _create(one)
    if missing:
        judge_all()


@transaction.atomic
def _create(one: DemoStandard) -> None:
    (title, title_zh), (statement, statement_zh) = both(one.title), both(one.statement)
    standard = DealerStandard(
        code=one.code,
        title=title,
        title_zh=title_zh,
        statement=statement,
        statement_zh=statement_zh,
        department=Department.objects.get(code=one.department),
        in_force=True,
    )
    standard.brands = list(Brand.objects.filter(code=one.brand))
    standard.tiers = list(DealerTier.objects.filter(code__in=one.tiers))
    standard.rules = [
        StandardRule(
            scheme=CertificationScheme.objects.get(code=one.scheme),
            kind=one.kind,
            number=one.number,
            role=JobRole.objects.filter(code=one.role).first(),
        )
    ]
    standard.full_clean()
    standard.save()
    issue_version(standard=standard, actor=User.objects.get(username=AUTHORS[one.department]))
