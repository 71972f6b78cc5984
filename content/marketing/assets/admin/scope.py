"""Which assets an author works on: those of their own departments."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from content.marketing.assets.models import Asset
from portal.core.keys import LARGEST_ID
from portal.network.authorship import departments_held
from portal.network.models import User


def author_of(request: HttpRequest) -> User:
    """The person signed in. Wagtail lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def own_assets(request: HttpRequest) -> QuerySet[Asset]:
    """The assets that the person changes."""
    found: QuerySet[Asset] = Asset.objects.filter(department__in=departments_held(request.user))
    return found


def own_or_404(request: HttpRequest, asset_id: int) -> Asset:
    """One of them. Raises Http404 for another's, as for one that is not there."""
    rows: Any = own_assets(request).select_related("department", "licence")
    found: Asset | None = rows.filter(pk=asset_id).first() if asset_id <= LARGEST_ID else None
    if found is None:
        raise Http404
    return found
