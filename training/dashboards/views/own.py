"""A person's own dashboards: what they learn, and what they teach."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.network.api import request_viewer
from training.certification import api as certification
from training.courses import api as courses
from training.courses.models import Registration
from training.dashboards import trainer as reading
from training.needs import api as needs
from training.needs.views.gate import kept_parameters, own_user, page_of, staff_viewer
from training.sessions import api as sessions

MOST_OPEN = 50
SHOWN = 10
ENDING_DAYS = 90


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The dashboard that suits the person most."""
    viewer = request_viewer(request)
    if viewer.everything:
        return redirect("dashboards:network")
    return redirect("dashboards:team" if viewer.managed_dealers else "dashboards:mine")


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What is next for me, why, and by when."""
    user, viewer, now = own_user(request), request_viewer(request), timezone.now()
    still = list(courses.registrations(user=user).filter(state__in=Registration.OPEN)[:MOST_OPEN])
    reasons = needs.why(user=user, courses=[registration.course_id for registration in still])
    today = timezone.localdate(now)
    ending = certification.Certification.objects.valid_on(today).filter(
        user=user, expires_on__lte=today + timedelta(days=ENDING_DAYS)
    )
    context = {
        "open": [(registration, reasons.get(registration.course_id, [])) for registration in still],
        "waiting_beside": courses.waiting_for(viewer=viewer),
        "ending": ending.select_related("scheme").order_by("expires_on", "pk")[:SHOWN],
        "bookings": sessions.bookings_to_come(user=user, now=now)[:SHOWN],
        "gaps": [row for row in needs.personal(viewer=viewer, user=user) if row.need.gap][:SHOWN],
    }
    return render(request, "training_dashboards/mine.html", context)


@require_safe
@login_required
def trainer(request: HttpRequest) -> HttpResponse:
    """How my department's courses stand."""
    staff_viewer(request)
    user = own_user(request)
    if not reading.has_courses(user=user):
        raise Http404
    to_grade = reading.waiting_to_grade(user=user)
    context = {
        "page_obj": page_of(request, reading.courses(user=user)),
        "kept": kept_parameters(request),
        "to_grade": to_grade[:SHOWN],
        "to_grade_count": to_grade.count(),
        "requests": reading.requests(user=user)[:SHOWN],
        "sessions": reading.sessions_to_come(user=user, now=timezone.now())[:SHOWN],
    }
    return render(request, "training_dashboards/trainer.html", context)
