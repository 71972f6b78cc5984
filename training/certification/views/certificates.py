"""One certification: its periods, its certificates, and renewing it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from content.delivery import api as delivery
from portal.core import events
from portal.core.dispatch import send_after_commit
from portal.core.errors import Refused
from portal.core.keys import LARGEST_ID
from portal.network.api import request_viewer
from training.certification.credentials import LANGUAGES
from training.certification.models import CertificateFile, Credential
from training.certification.presenting import held_row, period_rows, titled
from training.certification.renewing import begin_renewal, missing_for
from training.certification.views.gate import own_user, visible_certification, visible_period

PER_PAGE = 20


@require_safe
@login_required
def certificate(request: HttpRequest, certification_id: int) -> HttpResponse:
    """What somebody holds, and held: nothing is ever taken out of the list."""
    viewer = request_viewer(request)
    found = visible_certification(request, certification_id)
    own = found.user_id == viewer.user_id
    day = timezone.localdate(viewer.at)
    periods = found.periods.select_related("credential").prefetch_related("credential__files", "standing_changes")
    page = Paginator(periods.order_by("-cycle"), PER_PAGE).get_page(request.GET.get("page"))
    missing = missing_for(found, day=day) if own else None
    context = {
        "row": held_row(found, day=day),
        "own": own,
        "page_obj": page,
        "periods": period_rows(page.object_list, day=day),
        "missing": titled(missing, viewer=viewer) if missing else [],
        "may_renew": bool(missing),
        "may_begin": any(one.item.kind == "course" and not one.chosen for one in missing or []),
        "manages": bool(viewer.managed_dealers),
    }
    return render(request, "training_certification/certification.html", context)


@require_safe
@login_required
def pdf(request: HttpRequest, period_id: int, language: str) -> HttpResponseBase:
    """The certificate, to its holder and to who answers for them. One that has not been made yet is asked for."""
    if language not in LANGUAGES:
        raise Http404
    period = visible_period(request, period_id)
    file = CertificateFile.objects.filter(credential__period=period, language=language).first()
    if file is None:
        send_after_commit("training.certification.tasks.make_certificate", period.pk)
        messages.info(request, _("The certificate is being made. Try again in a minute."))
        return redirect("certification:certificate", certification_id=period.certification_id)
    return delivery.send_file(
        request,
        name=file.stored_as,
        size=file.size,
        sha256=file.sha256,
        content_type="application/pdf",
        filename=f"{period.certification.scheme.code}-{period.credential.serial}-{language}.pdf",
    )


@require_POST
@login_required
def show_name(request: HttpRequest, period_id: int) -> HttpResponse:
    """The holder decides whether the public check page shows their name."""
    user = own_user(request)
    own = Credential.objects.filter(period__certification__user=user, period=min(period_id, LARGEST_ID))
    credential = own.select_related("period").first()
    if credential is None:
        raise Http404
    shows = request.POST.get("show") == "yes"
    own.update(shows_name=shows)
    events.record(
        verb="credential.name_shown" if shows else "credential.name_hidden",
        subject=f"credential:{credential.pk}",
        actor=user,
    )
    messages.success(
        request,
        _("The check page shows your name.") if shows else _("The check page no longer shows your name."),
    )
    return redirect("certification:certificate", certification_id=credential.period.certification_id)


@require_POST
@login_required
def renew(request: HttpRequest, certification_id: int) -> HttpResponse:
    """Register anew for what the renewal asks for."""
    if certification_id > LARGEST_ID:
        raise Http404
    user = own_user(request)
    try:
        made = begin_renewal(user=user, certification_id=certification_id)
    except Refused as refused:
        if not user.certifications.filter(pk=certification_id).exists():
            raise Http404 from None
        messages.error(request, refused.reason)
        return redirect("certification:certificate", certification_id=certification_id)
    count = len(made)
    messages.success(
        request,
        ngettext(
            "You are registered for %(count)s course. What you did before stays in your record.",
            "You are registered for %(count)s courses. What you did before stays in your record.",
            count,
        )
        % {"count": count},
    )
    return redirect("courses:mine")
