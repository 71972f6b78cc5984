"""The gate of attempts: one's own, or none."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from portal.core.keys import LARGEST_ID
from portal.network.models import User
from training.assessments.models import Attempt


def own_user(request: HttpRequest) -> User:
    """The person signed in. Behind `login_required` there is one."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def own_attempt(request: HttpRequest, attempt_id: int) -> Attempt:
    """The person's attempt. Raises Http404 for another's, as for one that is not there."""
    if attempt_id > LARGEST_ID:
        raise Http404
    taken = Attempt.objects.select_related("assessment").filter(pk=attempt_id, user=own_user(request)).first()
    if taken is None:
        raise Http404
    return taken
