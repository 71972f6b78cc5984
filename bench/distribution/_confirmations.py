"""A full network for the benchmark of acknowledgement, made in bulk: dealers, people, publications that each has to be
confirmed, a million confirmations and what is still open."""

from __future__ import annotations

import os
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from content.acknowledgement.models import Acknowledgement, Duty, DutyDealer, Round
from content.library.models import Edition, Manual
from content.library.sections import open_section
from portal.network.departments import create_department
from portal.network.models import Brand, Dealer, DealerTier, Department, JobRole, Membership, Region, User

DEALERS = int(os.environ.get("BENCH_DEALERS", "2000"))
PEOPLE = 10 * DEALERS
PUBLICATIONS = int(os.environ.get("BENCH_PUBLICATIONS", str(DEALERS * 5 // 2)))
CONFIRMED_EACH = 50
OPEN_EACH = 3
AT_ONCE = 5000


def _bulk(model, rows):  # type: ignore[no-untyped-def]
    rows = iter(rows)
    while lot := list(islice(rows, AT_ONCE)):
        model.objects.bulk_create(lot)


@transaction.atomic
def network() -> Department:
    """Dealers in forty areas of five regions, ten people each, the first of whom manages."""
    mark = uuid4().hex[:6]
    brand = Brand.objects.create(code=f"b-{mark}", name="Brand")
    tier = DealerTier.objects.create(code=f"t-{mark}", name="Tier")
    role = JobRole.objects.create(code=f"j-{mark}", name="Technician")
    areas = []
    for number in range(5):
        top = Region.objects.create(code=f"r{number}-{mark}", name=f"Region {number}")
        areas += [
            Region.objects.create(code=f"r{number}-{n}-{mark}", name=f"Area {number}.{n}", parent=top) for n in range(8)
        ]
    _bulk(
        Dealer,
        (Dealer(code=f"{mark}-{n}", name=f"Dealer {n:04}", tier=tier, region=areas[n % 40]) for n in range(DEALERS)),
    )
    dealers = list(Dealer.objects.filter(tier=tier).order_by("pk"))
    sold = Dealer.brands.through
    _bulk(sold, (sold(dealer_id=one.pk, brand_id=brand.pk) for one in dealers))
    _bulk(
        User,
        (User(username=f"{mark}-{n}", last_name=f"Name {n:05}", email=f"{n}@example.com") for n in range(PEOPLE)),
    )
    people = User.objects.filter(username__startswith=mark).order_by("pk")
    since = timezone.localdate() - timedelta(days=400)
    _bulk(
        Membership,
        (
            Membership(user=one, dealer=dealers[n % DEALERS], starts=since, is_manager=n < DEALERS)
            for n, one in enumerate(people)
        ),
    )
    held = Membership.roles.through
    _bulk(held, (held(membership_id=pk, jobrole_id=role.pk) for pk in Membership.objects.values_list("pk", flat=True)))
    return create_department(code=f"bench-{mark}", name="Bench")


def publication(department: Department) -> Edition:
    """One publication for everybody, a draft, with an edition in force that is to be confirmed."""
    page = Manual(title="Bench", slug=uuid4().hex[:10], document_number=uuid4().hex[:10], department=department)
    page.live, page.must_confirm = False, True
    open_section(department=department).add_child(instance=page)
    return Edition.objects.create(**_edition(page.pk, 0))


@transaction.atomic
def publications(department: Department) -> list[int]:
    """All of them, written as rows: to add five thousand pages one by one takes minutes. Their ids."""
    section = open_section(department=department)
    kind, locale = ContentType.objects.get_for_model(Manual), Locale.get_default()
    first = section.numchild + 1
    _bulk(
        Page,
        (
            Page(
                title=f"Publication {n:05}",
                draft_title=f"Publication {n:05}",
                slug=f"publication-{n}",
                path=Page._get_path(section.path, section.depth + 1, first + n),
                depth=section.depth + 1,
                url_path=f"{section.url_path}publication-{n}/",
                content_type=kind,
                locale=locale,
                live=True,
            )
            for n in range(PUBLICATIONS)
        ),
    )
    pages = list(Page.objects.filter(path__startswith=section.path, slug__startswith="publication-").order_by("path"))
    for number, page in enumerate(pages):
        row = Manual(page_ptr_id=page.pk, document_number=f"P-{number:05}", department=department, must_confirm=True)
        row.save_base(raw=True, force_insert=True)
    Page.objects.filter(pk=section.pk).update(numchild=first + PUBLICATIONS)
    _bulk(Edition, (Edition(**_edition(page.pk, n % 90)) for n, page in enumerate(pages)))
    editions = list(Edition.objects.filter(manual__in=[page.pk for page in pages]).order_by("pk"))
    _bulk(Round, (Round(edition=one, state=Round.State.DONE, begun_at=one.effective_from) for one in editions))
    return [one.pk for one in editions]


def _edition(manual_id: int, days: int) -> dict[str, object]:
    digest = sha256(f"{manual_id}".encode()).hexdigest()
    return {
        "manual_id": manual_id,
        "label": "1",
        "effective_from": timezone.now() - timedelta(days=days + 1),
        "state": Edition.State.READY,
        "ready_at": timezone.now() - timedelta(days=days + 1),
        "file_name": f"editions/{digest}.pdf",
        "original_name": "bench.pdf",
        "sha256": digest,
        "size": 1000,
        "page_count": 1,
    }


@transaction.atomic
def confirmations(editions: list[int]) -> None:
    """What every person has confirmed and what is open, by the database itself."""
    duty, place, kept, member, edition, manual, page = (
        connection.ops.quote_name(one._meta.db_table)
        for one in (Duty, DutyDealer, Acknowledgement, Membership, Edition, Manual, Page)
    )
    first = User.objects.filter(memberships__isnull=False).order_by("pk").values_list("pk", flat=True)[0]
    numbers = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(CONFIRMED_EACH + OPEN_EACH))
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {duty} (edition_id, user_id, state, given_at, due_at, confirmed_at, released_because)"
            f" SELECT %s + (((m.user_id - %s) * {CONFIRMED_EACH + OPEN_EACH} + k.n) %% {len(editions)}), m.user_id,"
            f" CASE WHEN k.n < {CONFIRMED_EACH} THEN 'confirmed' ELSE 'open' END, e.effective_from,"
            f" CASE WHEN k.n %% 2 = 0 THEN %s ELSE %s END,"
            f" CASE WHEN k.n < {CONFIRMED_EACH} THEN %s ELSE NULL END, ''"
            f" FROM {member} m CROSS JOIN ({numbers}) k JOIN {edition} e"
            f" ON e.id = %s + (((m.user_id - %s) * {CONFIRMED_EACH + OPEN_EACH} + k.n) %% {len(editions)})",
            [editions[0], first, now - timedelta(days=2), now + timedelta(days=5), now, editions[0], first],
        )
        cursor.execute(
            f"INSERT INTO {place} (duty_id, dealer_id)"
            f" SELECT d.id, m.dealer_id FROM {duty} d JOIN {member} m ON m.user_id = d.user_id WHERE d.id NOT IN"
            f" (SELECT duty_id FROM {place})"
        )
        cursor.execute(
            f"INSERT INTO {kept} (user_id, person, edition_id, document_number, title, label, sha256, dealer_id,"
            f" wording, at) SELECT d.user_id, 'Name', d.edition_id, x.document_number, p.title, e.label, e.sha256,"
            f" m.dealer_id, 'I have read it.', d.given_at FROM {duty} d JOIN {edition} e ON e.id = d.edition_id"
            f" JOIN {manual} x ON x.page_ptr_id = e.manual_id JOIN {page} p ON p.id = x.page_ptr_id"
            f" JOIN {member} m ON m.user_id = d.user_id WHERE d.state = 'confirmed'"
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
