"""The names of states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from training.certification.validity import State

STATES = {
    State.CERTIFIED: _("certified"),
    State.RENEWAL_OPEN: _("renewal open"),
    State.GRACE: _("in grace, not valid"),
    State.EXPIRED: _("expired"),
    State.SUSPENDED: _("suspended"),
    State.REVOKED: _("revoked"),
}
MARKS = {
    State.CERTIFIED: "mark-right",
    State.RENEWAL_OPEN: "mark-partly",
    State.GRACE: "mark-partly",
    State.EXPIRED: "mark-wrong",
    State.SUSPENDED: "mark-wrong",
    State.REVOKED: "mark-wrong",
}
"""The style sheet's class of each."""
