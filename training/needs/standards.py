"""Dealer standards: issuing a version, and judging the dealers by it each day."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.core import events
from portal.network.models import Dealer, Membership, User, lineage
from training.certification.models import Certification
from training.needs.judging import Verdict, judge
from training.needs.models import DealerStandard, StandardResult, StandardVersion

DEALERS_AT_ONCE = 100


@transaction.atomic
def issue_version(*, standard: DealerStandard, actor: User | None) -> StandardVersion:
    """The version that says what the standard says now: the newest, if nothing has changed, else a new one."""
    DealerStandard.objects.select_for_update().filter(pk=standard.pk).values_list("pk").first()
    content = {
        "brands": sorted(brand.pk for brand in standard.brands.all()),
        "tiers": sorted(tier.pk for tier in standard.tiers.all()),
        "regions": sorted(region.pk for region in standard.regions.all()),
        "rules": [
            {
                "key": str(rule.key),
                "scheme": rule.scheme_id,
                "kind": str(rule.kind),
                "number": rule.number,
                "role": rule.role_id,
            }
            for rule in standard.rules.all()
        ],
    }
    digest = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    last = standard.versions.order_by("-number").first()
    if last is None or last.digest != digest:
        last = StandardVersion.objects.create(
            standard=standard, number=(last.number if last else 0) + 1, content=content, digest=digest, issued_by=actor
        )
        events.record(
            verb="standard.issued", subject=f"standard:{standard.pk}", actor=actor, data={"version": last.number}
        )
    DealerStandard.objects.filter(pk=standard.pk).update(current=last)
    standard.current = last
    return last


def judge_all(*, day: date | None = None) -> None:
    """Every dealer by every standard in force, for `day`. Doing it again changes nothing."""
    day = day or timezone.localdate()
    ids = list(Dealer.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), DEALERS_AT_ONCE):
        judge_dealers(dealers=ids[start : start + DEALERS_AT_ONCE], day=day)


def judge_dealers_of(*, user_id: int, day: date | None = None) -> None:
    """The dealers at which the person works."""
    day = day or timezone.localdate()
    dealers = set(Membership.objects.on(day).filter(user=user_id).values_list("dealer_id", flat=True))
    if dealers:
        judge_dealers(dealers=dealers, day=day)


@dataclass(frozen=True, slots=True)
class Place:
    """What of a dealer a standard asks about."""

    pk: int
    tier: int
    regions: frozenset[int]
    brands: frozenset[int]

    def meets(self, content: dict[str, Any]) -> bool:
        return (
            (not content["brands"] or bool(self.brands & set(content["brands"])))
            and (not content["tiers"] or self.tier in content["tiers"])
            and (not content["regions"] or bool(self.regions & set(content["regions"])))
        )


@transaction.atomic
def judge_dealers(*, dealers: Collection[int], day: date) -> None:
    """These dealers by the standards in force. A constant number of statements. What was so on earlier days stays."""
    list(Dealer.objects.select_for_update().filter(pk__in=dealers).order_by("pk").values_list("pk", flat=True))
    versions = [
        standard.current
        for standard in DealerStandard.objects.filter(in_force=True, current__isnull=False).select_related("current")
    ]
    places = _places(dealers)
    schemes = {rule["scheme"] for version in versions for rule in version.content["rules"]}
    staff = _staff(dealers, day)
    ends = _ends(staff, schemes, day)
    found: dict[tuple[UUID, int], StandardResult] = {}
    for version in versions:
        for place in places:
            if place.meets(version.content):
                for rule in version.content["rules"]:
                    verdict = _verdict(rule, staff[place.pk], ends)
                    found[UUID(rule["key"]), place.pk] = _result(version, rule, place.pk, verdict, day)
    _keep(dealers, found, day)


def _verdict(rule: dict[str, Any], people: dict[int, set[int]], ends: dict[tuple[int, int], date | None]) -> Verdict:
    role = rule["role"]
    counted = [user for user, roles in people.items() if role is None or role in roles]
    held = [ends[rule["scheme"], user] for user in counted if (rule["scheme"], user) in ends]
    return judge(kind=rule["kind"], number=rule["number"], staff=len(counted), ends=held)


def _result(version: StandardVersion, rule: dict[str, Any], dealer: int, verdict: Verdict, day: date) -> StandardResult:
    return StandardResult(
        version=version,
        rule=UUID(rule["key"]),
        dealer_id=dealer,
        scheme_id=rule["scheme"],
        role_id=rule["role"],
        wanted=verdict.wanted,
        holders=verdict.holders,
        passed=verdict.passed,
        holds_until=verdict.holds_until,
        first_day=day,
        last_day=day,
    )


def _places(dealers: Collection[int]) -> list[Place]:
    """The active ones. One statement."""
    brands: dict[tuple[int, int, str], set[int]] = defaultdict(set)
    rows = Dealer.objects.filter(pk__in=dealers, is_active=True).order_by("pk")
    for pk, tier, path, brand in rows.values_list("pk", "tier_id", "region__path", "brands__pk"):
        brands[pk, tier, path].add(brand)
    return [
        Place(pk, tier, frozenset(lineage(path)), frozenset(own - {None})) for (pk, tier, path), own in brands.items()
    ]


def _staff(dealers: Collection[int], day: date) -> dict[int, dict[int, set[int]]]:
    """dealer -> person -> job roles there. One statement."""
    found: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    rows = Membership.objects.on(day).filter(dealer__in=dealers, user__is_active=True).order_by("pk")
    for dealer, user, role in rows.values_list("dealer_id", "user_id", "roles__pk"):
        found[dealer][user].add(role)
    return found


def _ends(
    staff: dict[int, dict[int, set[int]]], schemes: Collection[int], day: date
) -> dict[tuple[int, int], date | None]:
    """(scheme, person) -> the last valid day of what they hold on `day`. One statement."""
    users = {user for people in staff.values() for user in people}
    held = Certification.objects.valid_on(day).filter(scheme__in=schemes, user__in=users).order_by("pk")
    return {(scheme, user): end for scheme, user, end in held.values_list("scheme_id", "user_id", "expires_on")}


_SAME = ("version_id", "wanted", "holders", "passed")


def _keep(dealers: Collection[int], found: dict[tuple[UUID, int], StandardResult], day: date) -> None:
    """Let a row go on where nothing changed, begin another where something did. A day that is judged again is
    overwritten; one that has passed is not."""
    newest = {(row.rule, row.dealer_id): row for row in StandardResult.objects.filter(dealer__in=dealers, newest=True)}
    changed: list[StandardResult] = []
    new: list[StandardResult] = []
    for key, result in found.items():
        row = newest.pop(key, None)
        if row is not None and row.first_day > day:
            continue
        if row is not None and (row.first_day == day or _same(row, result)):
            for name in (*_SAME, "holds_until"):
                setattr(row, name, getattr(result, name))
            row.last_day = max(row.last_day, day)
            changed.append(row)
            continue
        if row is not None:
            changed.append(_closed(row, day))
        new.append(result)
    changed += [_closed(row, day) for row in newest.values()]
    columns = ["version", "wanted", "holders", "passed", "holds_until", "last_day", "newest"]
    StandardResult.objects.bulk_update(changed, columns, batch_size=200)
    StandardResult.objects.bulk_create(new, batch_size=1000)


def _same(row: StandardResult, result: StandardResult) -> bool:
    return all(getattr(row, name) == getattr(result, name) for name in _SAME)


def _closed(row: StandardResult, day: date) -> StandardResult:
    """The row as it ended the day before: it is so for every day since it was looked at last."""
    row.newest = False
    row.last_day = max(row.first_day, day - timedelta(days=1))
    return row


def results_on(*, day: date, dealers: Iterable[int]) -> list[StandardResult]:
    """How these dealers stood on a day, by each rule. One statement."""
    rows = StandardResult.objects.filter(dealer__in=list(dealers), first_day__lte=day, last_day__gte=day)
    return list(rows.select_related("version__standard", "scheme", "role").order_by("dealer", "rule"))
