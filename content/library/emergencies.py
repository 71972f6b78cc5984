"""A release without the review that its department asks for: at once, with a reason, and looked at afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content.library.models import EmergencyRelease
from content.library.models.publication import Publication
from content.library.releasing import ReleaseRefused, Way, needs_review, release_refusal
from portal.core import events
from portal.core.errors import Refused
from portal.network.models import User
from portal.notices.api import Told, notify_many

LONGEST_REASON = 2000
RELEASED_IN_EMERGENCY = "governance.emergency"
"""The kind of notice that reviewers get."""


def emergency_sentence(data: Mapping[str, Any]) -> str:
    """What a reviewer is told."""
    return _("“%(title)s” was published without its review. Look at it afterwards.") % {"title": data["title"]}


def emergency_refusal(user: User, page: Publication) -> str:
    """Why this person may not release the page in an emergency; "" if they may."""
    if not needs_review(page):
        return _("This department releases without a review: publish it as usual.")
    return release_refusal(user, page, way=Way.EMERGENCY)


@transaction.atomic
def release_in_emergency(*, page: Publication, actor: User, reason: str) -> EmergencyRelease:
    """Publish what was saved last, at once. Raises ReleaseRefused, SuccessionRefused; Refused without a reason. The
    reviewers of the department are told, and it waits in a report for one of them."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Say why it cannot wait for the review."))
    if refusal := emergency_refusal(actor, page):
        raise ReleaseRefused(refusal)
    revision = page.get_latest_revision() or page.save_revision(user=actor)
    page.publish(revision, user=actor, skip_permission_checks=True)
    made = EmergencyRelease.objects.create(
        manual_id=page.pk, revision_id=revision.pk, reason=reason[:LONGEST_REASON], by=actor
    )
    facts: dict[str, object] = {"revision": revision.pk, "reason": made.reason}
    events.record(verb="publication.released_in_emergency", subject=f"manual:{page.pk}", actor=actor, data=facts)
    reviewers = User.objects.filter(groups__reviews_for=page.department_id, is_active=True).exclude(pk=actor.pk)
    notify_many(
        Told(
            user_id=user_id,
            kind=RELEASED_IN_EMERGENCY,
            key=f"emergency:{made.pk}",
            data={"title": page.title},
            url=reverse("governance:check", args=[made.pk]),
            urgent=True,
        )
        for user_id in reviewers.order_by("pk").values_list("pk", flat=True)
    )
    return made


def check_refusal(user: User, made: EmergencyRelease) -> str:
    """Why this person may not be the one who looks at an emergency release afterwards; "" if they may."""
    if made.checked_at is not None:
        return _("Somebody has looked at it already.")
    if made.by_id == user.pk:
        return _("Somebody else has to look at what you released.")
    reviews = user.groups.filter(reviews_for=made.manual.department_id).exists()
    return "" if user.is_superuser or reviews else _("The reviewers of the department look at it.")


@transaction.atomic
def check_afterwards(*, release_id: int, actor: User, finding: str) -> None:
    """Write down what was found. Raises Refused."""
    finding = finding.strip()
    if not finding:
        raise Refused(_("Say what you found."))
    made = EmergencyRelease.objects.select_for_update(of=("self",)).select_related("manual").get(pk=release_id)
    if refusal := check_refusal(actor, made):
        raise Refused(refusal)
    made.checked_at, made.checked_by, made.finding = timezone.now(), actor, finding[:LONGEST_REASON]
    made.save(update_fields=["checked_at", "checked_by", "finding"])
    data: dict[str, object] = {"release": made.pk, "finding": made.finding}
    events.record(verb="publication.emergency_checked", subject=f"manual:{made.manual_id}", actor=actor, data=data)
