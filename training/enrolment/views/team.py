"""A manager's people, several at once: assigning a course, and what they have open."""

from __future__ import annotations

from functools import reduce
from operator import and_

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.core.errors import Refused
from portal.network.api import with_team
from training.courses import api as courses
from training.enrolment import assigning
from training.enrolment.views.gate import chosen, kept_query, managing_viewer, own_user, small_id

PER_PAGE = 50
MOST_COURSES = 500


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def assign(request: HttpRequest) -> HttpResponse:
    """Choose people, a course and perhaps a day."""
    viewer = managing_viewer(request)
    if request.method == "POST":
        return _assign(request)
    words = request.GET.get("q", "")[:100]
    people = courses.team(viewer=viewer)
    if words.strip():
        people = people.filter(reduce(and_, map(_named, words.split()[:5])))
    context = {
        "page_obj": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "courses": courses.courses(viewer=with_team(viewer=viewer))[:MOST_COURSES],
        "words": words,
        "kept": kept_query(request),
        "today": timezone.localdate(),
    }
    return render(request, "training_enrolment/assign.html", context)


def _named(word: str) -> Q:
    return Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username__icontains=word)


def _assign(request: HttpRequest) -> HttpResponse:
    people, course_id = chosen(request, "person"), small_id(request.POST.get("course", ""))
    written = request.POST.get("due_on", "")
    try:
        due_on = parse_date(written) if written else None
    except ValueError:
        due_on = None
    if not people or not course_id or (written and due_on is None):
        messages.error(request, _("Choose people and a course, and a day if there is one."))
        return redirect("enrolment:assign")
    try:
        made, current = assigning.assign_many(
            viewer=managing_viewer(request),
            actor=own_user(request),
            user_ids=people,
            course_id=course_id,
            due_on=due_on,
        )
    except courses.NoSuchRegistration:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, refused.reason)
    else:
        messages.success(
            request,
            _("Newly enrolled: %(made)d. Enrolled already: %(current)d.") % {"made": made, "current": current},
        )
    return redirect("enrolment:assign")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def open_list(request: HttpRequest) -> HttpResponse:
    """What the manager's people have open, late ones if asked; several can be withdrawn, with a reason."""
    viewer = managing_viewer(request)
    if request.method == "POST":
        return _withdraw(request)
    today = timezone.localdate()
    rows = assigning.open_of_team(viewer=viewer)
    late, course_id = request.GET.get("late") == "1", small_id(request.GET.get("course", ""))
    words = request.GET.get("q", "")[:100]
    if late:
        rows = rows.filter(due_on__lt=today)
    if course_id:
        rows = rows.filter(course=course_id)
    for word in words.split()[:5]:
        rows = rows.filter(
            Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word) | Q(user__username__icontains=word)
        )
    context = {
        "page_obj": Paginator(rows.order_by(F("due_on").asc(nulls_last=True), "pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "courses": courses.Course.objects.filter(
            pk__in=assigning.open_of_team(viewer=viewer).order_by().values("course")
        )
        .defer("body", "objectives")
        .order_by("title", "pk")[:MOST_COURSES],
        "late": late,
        "course_id": course_id,
        "words": words,
        "kept": kept_query(request),
    }
    return render(request, "training_enrolment/open.html", context)


def _withdraw(request: HttpRequest) -> HttpResponse:
    registrations = chosen(request, "registration")
    if not registrations:
        messages.error(request, _("Choose at least one."))
        return redirect("enrolment:open")
    try:
        done, refusals = assigning.withdraw_many(
            viewer=managing_viewer(request),
            actor=own_user(request),
            registration_ids=registrations,
            reason=request.POST.get("reason", "")[:300],
        )
    except courses.NoSuchRegistration:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("enrolment:open")
    messages.success(request, _("Withdrawn: %(number)d.") % {"number": done})
    for reason in sorted(set(refusals)):
        messages.warning(request, reason)
    return redirect("enrolment:open")
