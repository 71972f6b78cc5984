"""Publications to confirm, or to hear of, for tests of faults. It runs inside the portal, as a command; what it prints
as its last line is what the test gets."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone

from content.acknowledgement import rounds
from content.acknowledgement.models import Round
from portal.network.models import Membership
from tests import factories
from tests.faults.portal_process import PortalProcess
from tests.faults.training_world import newcomers, say

__all__ = ["say"]


def built(portal: PortalProcess, name: str, **arguments: Any) -> Any:
    """What the builder `name` of this module made in the portal."""
    code = (
        f"from tests.faults import duties_world as w; w.factories.begin_elsewhere(); w.say(w.{name}(**{arguments!r}))"
    )
    return json.loads(portal.manage("shell", "-c", code, seconds=300).strip().splitlines()[-1])


def asked_of(people: int) -> dict[str, int]:
    """A publication that so many people of one dealer have to confirm, handed to the workers."""
    dealer = newcomers(people)[0].memberships.get().dealer
    edition = factories.edition(factories.manual(must_confirm=True, dealers=[dealer]))
    rounds.begin_due()
    return {"edition": edition.pk, "round": Round.objects.get(edition=edition).pk}


def told_of(people: int) -> int:
    """An edition that came into force a minute ago, for so many people of one dealer."""
    role = factories.JobRoleFactory()
    members = Membership.objects.filter(user__in=newcomers(people))
    through = Membership.roles.through
    through.objects.bulk_create([through(membership_id=one.pk, jobrole_id=role.pk) for one in members])
    return factories.edition(factories.manual(roles=[role]), effective_from=timezone.now() - timedelta(minutes=1)).pk
