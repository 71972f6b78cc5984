"""The grid of assets in the CMS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from content.marketing.assets.admin.scope import author_of, own_assets
from content.marketing.assets.alike import with_duplicates
from content.marketing.assets.models import Asset
from content.marketing.assets.narrowing import Narrowing
from portal.network.authorship import departments_of

PER_PAGE = 48
ENDING = timedelta(days=30)
STATES = (
    ("draft", gettext_lazy("Not released")),
    ("live", gettext_lazy("Released")),
    ("received", gettext_lazy("Being read")),
    ("failed", gettext_lazy("Cannot be used")),
)
SHOWN = (
    ("ending", gettext_lazy("Rights end within 30 days")),
    ("ended", gettext_lazy("Rights have ended")),
    ("duplicates", gettext_lazy("Duplicates")),
)
_FILTERS = ("q", "kind", "department", "state", "shown", "collection")


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the list is shown."""

    sent: Mapping[str, str]

    @classmethod
    def read(cls, sent: Mapping[str, Any]) -> Filter:
        """From an address or a form."""
        return cls({name: str(sent.get(name, ""))[:120].replace("\0", "") for name in _FILTERS})

    def of(self, assets: QuerySet[Asset]) -> QuerySet[Asset]:
        """Those that fit, newest first."""
        found = Narrowing.read(self.sent).of(assets)
        if self.sent["department"]:
            found = found.filter(department__code=self.sent["department"])
        if self.sent["collection"]:
            found = found.filter(collection=self.sent["collection"])
        found = found.filter(_in_state(self.sent["state"])).filter(_shown(self.sent["shown"]))
        return found.order_by("-received_at", "-pk")


def _in_state(state: str) -> Q:
    return {
        "draft": Q(live=False, state=Asset.State.READY),
        "live": Q(live=True),
        "received": Q(state=Asset.State.RECEIVED),
        "failed": Q(state=Asset.State.FAILED),
    }.get(state, Q())


def _shown(shown: str) -> Q:
    now = timezone.now()
    return {
        "ending": Q(rights_until__gt=now, rights_until__lte=now + ENDING),
        "ended": Q(rights_until__lte=now),
        "duplicates": with_duplicates(),
    }.get(shown, Q())


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The assets of the person's departments."""
    chosen = Filter.read(request.GET)
    found = chosen.of(own_assets(request)).select_related("department")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "page_obj": page,
        "kept": kept.urlencode(),
        "chosen": chosen.sent,
        "departments": list(departments_of(author_of(request))),
        "kinds": Asset.Kind.choices,
        "states": STATES,
        "shown": SHOWN,
        "soon": timezone.now() + ENDING,
        "now": timezone.now(),
        "header_title": _("Assets"),
        "header_icon": "image",
        "breadcrumbs_items": [{"url": "", "label": _("Assets")}],
    }
    return render(request, "assets/admin/index.html", context)


def trail(label: str) -> list[dict[str, str]]:
    """The way back from a page of one asset."""
    return [{"url": reverse("assets_desk:index"), "label": _("Assets")}, {"url": "", "label": label}]
