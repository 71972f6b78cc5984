"""Asking 20,000 people to confirm a publication, and the pages of duties and dashboards over 2,000 dealers, 20,000
people, 5,000 publications and 1,000,000 confirmations."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.distribution import _confirmations as full
from bench.table import Row, quantile
from content.acknowledgement import rounds, summing
from content.acknowledgement.models import Acknowledgement, AtDealer, Duty, Round
from content.library.models import Edition
from portal.core.dispatch import kept_here
from portal.network.models import Dealer, Membership, Region, User
from portal.notices.models import Notice

LIMIT_MS = 300
PER_SECOND = 5000
ROUNDS = 20


def measure() -> list[Row]:
    """The rows of this benchmark."""
    department = full.network()
    edition = full.publication(department)
    rows = _asking(edition)
    few = {name: _statements(client, address) for name, client, address in _pages(edition)}
    rows += _fill(department)
    pages = [_page(name, client, address, few[name]) for name, client, address in _pages(edition)]
    return [*rows, *pages, _confirming(edition)]


def _asking(edition: Edition) -> list[Row]:
    """Publishing, as the editor waits for it; then the job."""
    with kept_here():
        publish_seconds = _seconds(edition.manual.save_revision().publish)
        rounds.begin_due()
    round_id = Round.objects.get(edition=edition).pk
    with kept_here():
        began = time.process_time()
        ask_seconds = _seconds(lambda: rounds.work(round_id=round_id))
        of_ours = time.process_time() - began
        again_seconds = _seconds(lambda: _again(round_id))
    made = Duty.objects.count() == Notice.objects.filter(kind="duty.given").count() == full.PEOPLE
    rate = full.PEOPLE / ask_seconds
    sums_seconds = _seconds(summing.follow_touched)
    return [
        Row("Publishing to many, as the editor waits", f"{publish_seconds * 1000:.0f} ms", "", "", "", None),
        Row(
            f"Duties and notices for {full.PEOPLE:,} people",
            f"{ask_seconds:.2f} s, {rate:,.0f}/s",
            f"{of_ours:.2f} s of it on the processor",
            "",
            f">= {PER_SECOND:,}/s",
            made and rate >= PER_SECOND,
        ),
        Row("Going through the round again, nothing to do", f"{again_seconds * 1000:.0f} ms", "", "", "", None),
        Row("Sums follow", f"{sums_seconds:.2f} s", f"{AtDealer.objects.count():,} rows", "", "", None),
    ]


def _again(round_id: int) -> None:
    Round.objects.filter(pk=round_id).update(state=Round.State.RUNNING)
    rounds.work(round_id=round_id)


def _fill(department: object) -> list[Row]:
    fill_seconds = _seconds(lambda: full.confirmations(full.publications(department)))  # type: ignore[arg-type]
    sums_seconds = _seconds(summing.repair)
    return [
        Row(
            f"{Dealer.objects.count():,} dealers, {full.PEOPLE:,} people, {Edition.objects.count():,} publications",
            f"made in {fill_seconds:.0f} s",
            f"{Acknowledgement.objects.count():,} confirmations",
            "",
            "",
            None,
        ),
        Row("All sums anew", f"{sums_seconds:.0f} s", f"{AtDealer.objects.count():,} rows", "", "", None),
    ]


def _pages(edition: Edition) -> list[tuple[str, Client, str]]:
    manager = User.objects.filter(memberships__is_manager=True).order_by("pk")[5]
    dealer = Membership.objects.filter(user=manager).values_list("dealer_id", flat=True)[0]
    member = User.objects.filter(memberships__dealer=dealer).order_by("-pk").first()
    top = Region.objects.filter(parent__isnull=True, children__isnull=False).order_by("pk").first()
    assert member is not None
    assert top is not None
    by_staff, by_manager, by_member = _browser(_staff()), _browser(manager), _browser(member)
    return [
        ("My duties", by_member, reverse("duties:mine")),
        ("My record", by_member, reverse("duties:done")),
        ("Home", by_member, "/"),
        ("Team", by_manager, reverse("duties:team")),
        ("Team by publication", by_manager, reverse("duties:team_publications")),
        ("Who of the team", by_manager, reverse("duties:team_publication", args=[edition.pk])),
        ("A person of the team", by_manager, reverse("duties:person", args=[member.pk])),
        ("Network", by_staff, reverse("duties:network")),
        ("A region", by_staff, f"{reverse('duties:network')}?region={top.pk}"),
        ("Publications", by_staff, reverse("duties:publications")),
        ("A publication for 20,000", by_staff, reverse("duties:publication", args=[edition.pk])),
        ("A dealer", by_staff, f"{reverse('duties:team')}?dealer={dealer}"),
    ]


def _statements(client: Client, address: str) -> int:
    cache.clear()
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def _page(name: str, client: Client, address: str, few: int) -> Row:
    """The page's p95 over some rounds, the first of which is not counted."""
    many, times = _statements(client, address), []
    for _turn in range(ROUNDS):
        began = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (name, answer.status_code)
    p95 = quantile(times, 0.95)
    return Row(
        f"Page: {name}",
        f"p95 {p95:.0f} ms, p50 {quantile(times, 0.5):.0f} ms",
        f"{few} and {many} statements",
        "",
        f"<= {LIMIT_MS} ms",
        p95 <= LIMIT_MS,
    )


def _confirming(edition: Edition) -> Row:
    """One confirmation, and the sums that follow it."""
    client = _browser(User.objects.filter(duties__edition=edition, duties__state="open").order_by("-pk")[0])
    address = reverse("duties:confirm", args=[edition.manual_id, edition.pk])
    with kept_here():
        seconds = _seconds(lambda: client.post(address))
    follow = _seconds(summing.follow_touched)
    return Row("Confirming; the sums follow", f"{seconds * 1000:.0f} ms; {follow * 1000:.0f} ms", "", "", "", None)


def _staff() -> User:
    user, made = User.objects.get_or_create(username="bench-staff")
    if made:
        access = Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin")
        user.user_permissions.add(access)
    return user


def _browser(user: User) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
