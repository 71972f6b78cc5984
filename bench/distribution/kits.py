"""All of a kit as one ZIP, from the production server: what of its memory that takes, and how fast it comes. From the
folder store, or from the bucket of the environment if there is one."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from uuid import uuid4

from django.utils import timezone

from bench import production
from bench.table import Row
from content.library.sections import open_section
from content.marketing.assets.models import Asset
from content.marketing.kits.models import SalesKit
from content.marketing.kits.sharing import share
from portal.core import storage
from portal.network.api import viewer_for
from portal.network.departments import create_department
from portal.network.models import Brand, Dealer, DealerTier, Department, JobRole, Membership, Region, User

MEGABYTES = int(os.environ.get("BENCH_ZIP_MB", "2048"))
FILES = 8
MOST_GROWTH_MB = 100
PIECE = 1024 * 1024


def measure() -> list[Row]:
    """The rows of this benchmark."""
    token = _shared()
    where = "bucket" if storage.is_remote() else "folder"
    with production.web() as (address, pid):
        connection = HTTPConnection(address.removeprefix("http://"), timeout=600)
        headers = {"X-Forwarded-Proto": "https", "Host": "localhost"}
        connection.request("GET", f"/share/{token}/", headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200, answer.status
        answer.read()
        before = production.peak_megabytes(pid)
        began = time.perf_counter()
        connection.request("POST", f"/share/{token}/all/", headers=headers)
        received = sum(map(len, _pieces(connection)))
        seconds = time.perf_counter() - began
        grown = production.peak_megabytes(pid) - before
    whole = received >= MEGABYTES * PIECE
    title = f"ZIP of {MEGABYTES:,} MB from the {where}"
    return [
        Row(
            f"{title}: growth of the web process",
            f"{grown:.0f} MB",
            f"{before:.0f} MB before",
            "",
            f"<= {MOST_GROWTH_MB} MB",
            whole and grown <= MOST_GROWTH_MB,
        ),
        Row(f"{title}: rate", f"{received / PIECE / seconds:.0f} MB/s", f"{seconds:.0f} s", "", "", None),
    ]


def _pieces(connection: HTTPConnection) -> Iterator[bytes]:
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    while piece := answer.read(PIECE):
        yield piece


def _shared() -> str:
    """The token of a link to a kit whose files have so many megabytes together."""
    mark = uuid4().hex[:8]
    department = create_department(code=f"kits-{mark}", name="Bench")
    seller = _seller(mark)
    assets = [_asset(department, number) for number in range(FILES)]
    entries = [
        {"type": "item", "id": str(uuid4()), "value": {"asset": one.pk, "caption": "", "for_customers": True}}
        for one in assets
    ]
    shown = {"type": "assets", "id": str(uuid4()), "value": {"heading": "", "assets": entries}}
    value = {"heading": "All", "intro": "", "models": [], "audience": {}, "dealers_only": False, "items": [shown]}
    kit = SalesKit(title="Bench", slug=mark, document_number=mark, summary="Bench.", department=department, live=False)
    kit.body = [{"type": "section", "id": str(uuid4()), "value": value}]
    open_section(department=department).add_child(instance=kit)
    kit.save_revision().publish()
    return share(
        actor=seller,
        viewer=viewer_for(user=seller),
        dealer_id=seller.memberships.get().dealer_id,
        kit_id=kit.pk,
        keys=[f"asset:{one.pk}" for one in assets],
        language="en",
    ).token


def _seller(mark: str) -> User:
    brand = Brand.objects.create(code=mark, name="Bench")
    dealer = Dealer.objects.create(
        code=mark,
        name="Bench",
        tier=DealerTier.objects.create(code=mark, name="Bench"),
        region=Region.objects.create(code=mark, name="Bench"),
    )
    dealer.brands.set([brand])
    seller = User.objects.create(username=mark, password="!")
    member = Membership.objects.create(user=seller, dealer=dealer)
    member.roles.set([JobRole.objects.create(code=mark, name="Bench")])
    return seller


def _asset(department: Department, number: int) -> Asset:
    """A file that no compression makes smaller."""
    block, digest = os.urandom(4 * PIECE), sha256()
    with tempfile.NamedTemporaryFile() as file:
        for _ in range(MEGABYTES // FILES // 4):
            file.write(block)
            digest.update(block)
        file.flush()
        size = file.tell()
        row = Asset.objects.create(
            department=department,
            title=f"File {number}",
            kind=Asset.Kind.DOCUMENT,
            content_type="application/pdf",
            extension="pdf",
            original_name=f"file-{number}.pdf",
            sha256=digest.hexdigest(),
            size=size,
            live=True,
            state=Asset.State.READY,
            released_at=timezone.now(),
        )
        storage.save(name=row.stored_as, source=Path(file.name), content_type=row.content_type)
    return row
