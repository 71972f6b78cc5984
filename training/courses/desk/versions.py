"""The versions of a course: what is different, who is on which, and moving people."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from portal.core.keys import LARGEST_ID
from training.courses.desk.gate import author_of, course_of
from training.courses.differences import differences
from training.courses.models import Course, CourseVersion, Registration
from training.courses.outline import Outline
from training.courses.versions import move_people

PER_PAGE = 10
PEOPLE_PER_PAGE = 50


def _counted(course: Course) -> Any:
    """Its versions, the newest first, with how many people are on the way in each and how many completed it."""
    return course.versions.annotate(
        on_the_way=Count("registrations", filter=Q(registrations__state__in=Registration.OPEN)),
        completed=Count("registrations", filter=Q(registrations__state=Registration.State.COMPLETED)),
    ).select_related("published_by")


@require_safe
def versions(request: HttpRequest, course_id: int) -> HttpResponse:
    """What each version changed, and how many are on it."""
    course = course_of(request, course_id)
    page = Paginator(_counted(course).order_by("-number"), PER_PAGE).get_page(request.GET.get("page"))
    listed = list(page)
    before = course.versions.filter(number__lt=listed[-1].number).order_by("-number").first() if listed else None
    changes = [differences(old.outline, new.outline) for new, old in pairwise([*listed, *([before] if before else [])])]
    if listed and before is None:
        changes.append(differences(Outline(()), listed[-1].outline))
    context = {
        "course": course,
        "rows": list(zip(listed, changes, strict=True)),
        "newest": course.versions.order_by("-number").first(),
        "page_obj": page,
        "header_title": _("Versions and people"),
        "page_subtitle": course.title,
        "header_icon": "history",
    }
    return render(request, "training_courses/desk/versions.html", context)


@require_safe
def people(request: HttpRequest, course_id: int, number: int) -> HttpResponse:
    """Who takes a version, or has taken it."""
    course = course_of(request, course_id)
    version = _version(course, number)
    rows = (
        Registration.objects.filter(version=version).select_related("user").order_by("state", "user__last_name", "pk")
    )
    context = {
        "course": course,
        "version": version,
        "newest": course.versions.order_by("-number").first(),
        "page_obj": Paginator(rows, PEOPLE_PER_PAGE).get_page(request.GET.get("page")),
        "open_states": [str(state) for state in Registration.OPEN],
        "header_title": _("Version %(number)s") % {"number": version.number},
        "page_subtitle": course.title,
        "header_icon": "group",
    }
    return render(request, "training_courses/desk/people.html", context)


@require_POST
def move(request: HttpRequest, course_id: int, number: int) -> HttpResponse:
    """Move the people chosen, or all on the way (`all`), to the newest version."""
    course = course_of(request, course_id)
    version = _version(course, number)
    chosen = None
    if "all" not in request.POST:
        found = request.POST.getlist("registration")
        chosen = [int(one) for one in found if one.isdecimal() and int(one) <= LARGEST_ID]
    moved = move_people(course=course, version=version, chosen=chosen, actor=author_of(request))
    messages.success(
        request, ngettext("%(moved)s person was moved.", "%(moved)s people were moved.", moved) % {"moved": moved}
    )
    return redirect("course_desk:versions", course_id=course_id)


def _version(course: Course, number: int) -> CourseVersion:
    return get_object_or_404(CourseVersion, course=course, number=min(number, 2**31 - 1))
