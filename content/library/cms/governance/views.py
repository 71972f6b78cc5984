"""Pages about one publication: what it overlaps with, taking it back, releasing it in an emergency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import PagePermissionTester

from content.library import conflicts, emergencies, withdrawing
from content.library.acting import acting
from content.library.cms.governance.forms import STANDS, AnswerForm, FindingForm, ReasonForm
from content.library.models import Effect, EmergencyRelease, Manual, Relation
from content.library.releasing import ReleaseStopped, require_release
from content.library.succession import SuccessionRefused
from content.library.succession import refusal as refusal_of
from portal.core.errors import Refused
from portal.network.models import User

MOST_ASKED = 100
"""Questions of one page; the rest comes when these are answered."""
THEN = ("publish", "submit", "approve")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (Wagtail lets nobody else in)
    return request.user


def _page(request: HttpRequest, page_id: int) -> tuple[Manual, PagePermissionTester]:
    """A publication of a section in which the person edits. Raises Http404, PermissionDenied."""
    manual = get_object_or_404(Manual, pk=page_id).specific
    permissions = manual.permissions_for_user(request.user)
    if not permissions.can_edit():
        raise PermissionDenied
    return manual, permissions


def _editor(page_id: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def _trail(manual: Manual, label: str) -> dict[str, Any]:
    return {
        "manual": manual,
        "header_title": label,
        "header_icon": "doc-full",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_explore", args=[manual.get_parent().pk]), "label": manual.department.name},
            {"url": _editor(manual.pk), "label": manual.title},
            {"url": "", "label": label, "sublabel": manual.document_number},
        ],
    }


def page_conflicts(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the publication overlaps with, as it was saved last, and what becomes of each. `?then=` is what the person
    was doing when they were asked: it is done once everything is answered."""
    manual, _permissions = _page(request, page_id)
    draft: Manual = manual.get_latest_revision_as_object()
    then = request.GET.get("then", "")
    then = then if then in THEN else ""
    lock = draft.get_lock()
    may_write = lock is None or not lock.for_user(request.user)
    every = conflicts.questions(draft)
    asked = [one for one in every if one.is_open][:MOST_ASKED]
    forms = [
        AnswerForm(
            request.POST or None,
            question=one,
            may_write=may_write,
            is_own=one.other.department_id == draft.department_id,
        )
        for one in asked
    ]
    if request.method == "POST" and not [form for form in forms if not form.is_valid()]:
        try:
            _keep(draft, forms, _person(request))
            return _go_on(request, manual, then)
        except (ReleaseStopped, SuccessionRefused) as stopped:
            messages.error(request, stopped.reason)
            return redirect(getattr(stopped, "address", "") or _editor(page_id))
    context = {
        "forms": forms,
        "answered": [one for one in every if not one.is_open],
        "left": sum(one.is_open for one in every) - len(asked),
        "then": then,
        "may_write": may_write,
        **_trail(manual, _("Overlapping publications")),
    }
    return render(request, "library/admin/conflicts.html", context)


@transaction.atomic
def _keep(draft: Manual, forms: Iterable[AnswerForm], person: User) -> None:
    """Reasons are kept; what is replaced or amended becomes a part of the draft."""
    written = []
    for form in forms:
        other, decision = form.question.other, form.cleaned_data["decision"]
        if decision == STANDS:
            conflicts.answer(page=draft, other_id=other.pk, reason=form.cleaned_data["reason"], actor=person)
        else:
            written.append(Relation(target=other, effect=Effect(decision)))
    if written:
        draft.relations = [*draft.relations.all(), *written]  # type: ignore[misc]
        for relation in written:
            relation.manual = draft
            if reason := refusal_of(relation):
                raise SuccessionRefused(f"{relation.target.title}: {reason}")
        draft.save_revision(user=person, log_action=True)


def _go_on(request: HttpRequest, manual: Manual, then: str) -> HttpResponse:
    """Do what the person was doing. Raises ReleaseStopped, SuccessionRefused."""
    person = _person(request)
    page = Manual.objects.get(pk=manual.pk).specific
    if then == "publish":
        conflicts.require_answers(page, then=then)
        if not page.permissions_for_user(person).can_publish():
            require_release(person, page)
            raise PermissionDenied
        page.get_latest_revision().publish(user=person)
        page.refresh_from_db(fields=["live", "go_live_at"])
        said = _("“%(title)s” is published.") if page.live else _("“%(title)s” is scheduled.")
        messages.success(request, said % {"title": page.title})
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    if then == "submit" and page.permissions_for_user(person).can_submit_for_moderation():
        with acting(person):
            page.get_workflow().start(page, person)
        messages.success(request, _("“%(title)s” is handed in.") % {"title": page.title})
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    said = _("Your answers are kept. Now approve it.") if then == "approve" else _("Your answers are kept.")
    messages.success(request, said)
    return redirect(_editor(manual.pk))


def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask why, then take the publication down."""
    manual, permissions = _page(request, page_id)
    if not permissions.can_unpublish():
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdrawing.withdraw_publication(
                manual_id=page_id, actor=_person(request), reason=form.cleaned_data["reason"]
            )
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("“%(title)s” is withdrawn.") % {"title": manual.title})
        return redirect("wagtailadmin_explore", manual.get_parent().pk)
    context = {"form": form, **_trail(manual, _("Withdraw"))}
    return render(request, "library/admin/withdraw.html", context)


def emergency(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask why, then release what was saved last without its review."""
    manual, permissions = _page(request, page_id)
    if not permissions.may_publish_here():
        raise PermissionDenied
    person = _person(request)
    refusal = emergencies.emergency_refusal(person, manual)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and not refusal and form.is_valid():
        emergencies.release_in_emergency(page=manual, actor=person, reason=form.cleaned_data["reason"])
        messages.success(request, _("“%(title)s” is published. The reviewers were told.") % {"title": manual.title})
        return redirect("wagtailadmin_explore", manual.get_parent().pk)
    open_questions = sum(one.is_open for one in conflicts.questions(manual.get_latest_revision_as_object()))
    context = {
        "form": form,
        "refusal": refusal,
        "open_questions": open_questions,
        **_trail(manual, _("Emergency release")),
    }
    return render(request, "library/admin/emergency.html", context)


def check(request: HttpRequest, release_id: int) -> HttpResponse:
    """An emergency release, and what somebody found who looked at it afterwards."""
    rows = EmergencyRelease.objects.select_related("manual__department", "by", "checked_by")
    made = get_object_or_404(rows, pk=release_id)
    manual, _permissions = _page(request, made.manual_id)
    person = _person(request)
    refusal = emergencies.check_refusal(person, made)
    form = FindingForm(request.POST or None)
    if request.method == "POST":
        if refusal:
            raise PermissionDenied
        if form.is_valid():
            emergencies.check_afterwards(release_id=made.pk, actor=person, finding=form.cleaned_data["finding"])
            messages.success(request, _("What you found is kept."))
            return redirect("governance:emergencies")
    context = {"form": form, "made": made, "refusal": refusal, **_trail(manual, _("Emergency release"))}
    return render(request, "library/admin/check.html", context)
