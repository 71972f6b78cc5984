"""Co-branding: a leaflet of four pages for the print shop and the preview of a page, beside WeasyPrint alone on the same
HTML, in this process."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from bench.table import Row, quantile
from content.marketing.cobranding import making
from content.marketing.cobranding.composing import compose
from content.marketing.cobranding.contents import contents_of
from content.marketing.cobranding.models import DealerProfile, Filling, Print
from content.marketing.cobranding.press.job import BASE, DEFAULTS
from content.marketing.cobranding.press.sheet import Sheet
from content.marketing.cobranding.reading import open_filling
from portal.core.printing import Picture
from portal.demo.distribution.cobranding import PROFILES, TEMPLATES, make_template
from portal.network.api import viewer_for
from portal.network.departments import create_department
from portal.network.models import Brand, Dealer, DealerTier, Membership, Region, User

TIMES = 12
TARGET_SECONDS = 3.0
PREVIEW_SECONDS = 1.0


def measure() -> list[Row]:
    """The rows of this benchmark."""
    filling, user = _filled()
    viewer = viewer_for(user=user)
    opened = open_filling(viewer=viewer, filling_id=filling.pk)

    def printed() -> None:
        row = making.order_print(opened=opened, kind=Print.Kind.PRESS, page=1, viewer=viewer, actor=user)
        assert row.state == Print.State.READY

    def drawn() -> None:
        _contents, made = making.preview(filling=filling, values=filling.values, page=3, viewer=viewer)
        assert made.pictures

    sheet = _sheet(filling)
    first, ours = _times(printed, 1), _times(printed, TIMES)
    _warm, alone = _times(lambda: _alone(sheet), 1), _times(lambda: _alone(sheet), TIMES)
    previews = _times(drawn, TIMES)
    slow, beside = quantile(ours, 0.95), quantile(alone, 0.95)
    slow_preview = quantile(previews, 0.95)
    return [
        Row(
            f"Co-branded leaflet, 4 pages, press PDF, p95 of {TIMES}",
            f"{slow:.2f} s",
            f"WeasyPrint alone {beside:.2f} s",
            f"{slow / beside:.1f}",
            f"<= {TARGET_SECONDS:.0f} s",
            slow <= TARGET_SECONDS,
        ),
        Row("The first one of a process", f"{first[0]:.2f} s", "", "", "", None),
        Row(
            f"Preview of a page of it, p95 of {TIMES}",
            f"{slow_preview:.2f} s",
            "",
            "",
            f"<= {PREVIEW_SECONDS:.0f} s",
            slow_preview <= PREVIEW_SECONDS,
        ),
    ]


def _filled() -> tuple[Filling, User]:
    department = create_department(code="bench-cobranding", name="Bench")
    region = Region.objects.create(code="bench-prints", name="Bench")
    tier = DealerTier.objects.create(code="bench-prints", name="Bench")
    dealer = Dealer.objects.create(code="BENCH-PRINTS", name="Bench", region=region, tier=tier)
    # Whatever brands another benchmark made: the template is for one of them.
    dealer.brands.set(Brand.objects.all())
    user = User.objects.create(username="bench-prints")
    Membership.objects.create(user=user, dealer=dealer, starts=timezone.localdate() - timedelta(days=1))
    DealerProfile.objects.create(dealer=dealer, number=1, **PROFILES["EC-301"])
    leaflet = next(one for one in TEMPLATES if one.pages == 4)
    template = make_template(leaflet, department)
    return Filling.objects.create(dealer=dealer, version=template.current, title="Bench"), user


def _sheet(filling: Filling) -> Sheet:
    version = filling.version
    profile = DealerProfile.objects.get(dealer=filling.dealer)
    contents = contents_of(version.fields(), {}, profile=profile, language=version.language, viewer=None)
    sheet, _names = compose(
        format=version, fields=version.fields(), texts=contents.texts, pictures=contents.pictures, title="Bench"
    )
    return sheet


def _alone(sheet: Sheet) -> None:
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    files: dict[str, Picture] = {f"{BASE}{name}": picture for name, picture in sheet.files.items()}

    class Given(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            data, content_type = files[url]
            return URLFetcherResponse(url, data, {"Content-Type": content_type})

    fetcher = Given()
    page = f"@page {{ size: {sheet.width_mm}mm {sheet.height_mm}mm; margin: 0; bleed: 10mm; marks: crop }}"
    sheets = [CSS(string=text, base_url=BASE, url_fetcher=fetcher) for text in (page, DEFAULTS, sheet.css)]
    HTML(string=sheet.html, base_url=BASE, url_fetcher=fetcher).write_pdf(stylesheets=sheets)


def _times(does: Callable[[], None], count: int) -> list[float]:
    taken = []
    for _turn in range(count):
        began = time.perf_counter()
        does()
        taken.append(time.perf_counter() - began)
    return taken
