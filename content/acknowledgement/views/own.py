"""A person's own duties, and the button."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.acknowledgement.confirming import ConfirmationRefused, confirm, wording_of
from content.acknowledgement.reading import own
from content.acknowledgement.views.gate import kept_parameters, own_user, page_of
from content.library.api import unseen_is_absent
from portal.network.api import request_viewer


@require_safe
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What the person has to confirm, by day."""
    viewer, user = request_viewer(request), own_user(request)
    page = page_of(request, own.open_duties(viewer=viewer, user=user))
    rows = [(duty, duty.is_late(at=viewer.at), wording_of(duty.edition.manual)) for duty in page]
    return render(request, "acknowledgement/mine.html", {"page_obj": page, "rows": rows})


@require_safe
@login_required
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """What the person has confirmed."""
    page = page_of(request, own.record(viewer=request_viewer(request), user=own_user(request)))
    return render(request, "acknowledgement/done.html", {"page_obj": page, "kept": kept_parameters(request)})


@require_POST
@login_required
def confirm_edition(request: HttpRequest, manual_id: int, edition_id: int) -> HttpResponse:
    """Confirm an edition, and back to where the button was."""
    try:
        with unseen_is_absent(manual_id, edition_id):
            is_new = confirm(
                viewer=request_viewer(request), user=own_user(request), manual_id=manual_id, edition_id=edition_id
            )
    except ConfirmationRefused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(request, _("Thank you. Your confirmation is kept.") if is_new else _("You had confirmed it."))
    back = request.POST.get("next", "")
    own_page = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if own_page else "duties:mine")
