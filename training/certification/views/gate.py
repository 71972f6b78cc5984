"""The gate of the pages of certification: what the person may see, or nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from portal.network.models import User
from training.certification.models import Certification, CertificationPeriod


def own_user(request: HttpRequest) -> User:
    """The person signed in. Behind `login_required` there is one."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def visible_certification(request: HttpRequest, certification_id: int) -> Certification:
    """The person's own certification, or one of somebody that they answer for. Raises Http404."""
    found = None
    if certification_id <= LARGEST_ID:
        visible = Certification.objects.visible_to(request_viewer(request))
        found = visible.select_related("user", "scheme__current").filter(pk=certification_id).first()
    if found is None:
        raise Http404
    return found


def visible_period(request: HttpRequest, period_id: int) -> CertificationPeriod:
    """A period of such a certification, with its credential. Raises Http404."""
    found = None
    if period_id <= LARGEST_ID:
        visible = Certification.objects.visible_to(request_viewer(request))
        periods = CertificationPeriod.objects.filter(certification__in=visible)
        found = periods.select_related("credential", "certification__scheme").filter(pk=period_id).first()
    if found is None:
        raise Http404
    return found
