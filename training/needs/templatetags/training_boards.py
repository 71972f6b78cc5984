"""Words of sums in templates."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.network.api import request_viewer
from portal.network.models import User
from training.bank.api import departments_of

register = template.Library()


@register.filter
def whole_percent(share: float | str | None) -> str:
    """0.829 -> "82 %", rounded down, so that 100 % is all of it; a dash where there is nothing."""
    return f"{int(share * 100 + 1e-9)} %" if isinstance(share, int | float) else "–"


@register.simple_tag(takes_context=True)
def dashboard_places(context: dict[str, object]) -> list[tuple[str, str]]:
    """The dashboards that there are for the person: (address, name)."""
    request = context["request"]
    viewer, user = request_viewer(request), request.user  # type: ignore[arg-type, attr-defined]
    places = [(reverse("dashboards:mine"), _("Overview")), (reverse("needs:mine"), _("My competence"))]
    if viewer.managed_dealers:
        places.append((reverse("dashboards:team"), _("My dealership")))
        places.append((reverse("needs:matrix"), _("Competence")))
    if viewer.everything:
        places.append((reverse("dashboards:network"), _("Dealer network")))
        places.append((reverse("needs:network"), _("Competence")))
        if isinstance(user, User) and departments_of(user).exists():
            places.append((reverse("dashboards:trainer"), _("My courses")))
    if viewer.managed_dealers or viewer.everything:
        places.append((reverse("needs:standards"), _("Dealer standards")))
        places.append((reverse("needs:forecast"), _("Forecast")))
        places.append((reverse("dashboards:reports"), _("Reports")))
    return places
