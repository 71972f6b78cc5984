"""Publications to confirm for tests of faults. It runs inside the portal, as a command; what it prints as its last line
is what the test gets."""

from __future__ import annotations

import json
from typing import Any

from content.acknowledgement import rounds
from content.acknowledgement.models import Round
from tests import factories
from tests.faults.portal_process import PortalProcess
from tests.faults.training_world import newcomers, say

__all__ = ["say"]


def built(portal: PortalProcess, name: str, **arguments: Any) -> Any:
    """What the builder `name` of this module made in the portal."""
    code = f"from tests.faults import duties_world as w; w.say(w.{name}(**{arguments!r}))"
    return json.loads(portal.manage("shell", "-c", code, seconds=300).strip().splitlines()[-1])


def asked_of(people: int) -> dict[str, int]:
    """A publication that so many people of one dealer have to confirm, handed to the workers."""
    dealer = newcomers(people)[0].memberships.get().dealer
    edition = factories.edition(factories.manual(must_confirm=True, dealers=[dealer]))
    rounds.begin_due()
    return {"edition": edition.pk, "round": Round.objects.get(edition=edition).pk}
