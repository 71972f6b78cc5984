"""Writing a question: a page whose fields follow the kind, and a request that keeps what was written or says, field by
field, why not. Nothing of what was written is lost to an error: the page stays."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from pydantic import ValidationError

from portal.core.errors import Refused
from portal.network.owned_views import author_of, own_or_404
from training.bank.admin import fields, places
from training.bank.admin.faults import faults_of
from training.bank.admin.forms import FactsForm
from training.bank.admin.pictures import addresses_for
from training.bank.api import departments_of
from training.bank.editing import create_question, describe_question, move_to, next_states, revise_question
from training.bank.markup import media_of
from training.bank.models import Kind, Question
from training.bank.shapes import AnyQuestion, body_of, question_from

LARGEST_BODY = 2_000_000
"""Characters of JSON."""


class Unreadable(Exception):
    """What was sent is no question. `faults` say why, field by field."""

    def __init__(self, faults: list[dict[str, str]]) -> None:
        super().__init__("unreadable")
        self.faults = faults


def read_question(text: str) -> AnyQuestion:
    """The question that the editor sent. Raises Unreadable."""
    try:
        body = json.loads(text) if len(text) <= LARGEST_BODY else None
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Unreadable([{"path": "", "message": _("The question could not be read. Reload the page.")}])
    try:
        return question_from(_without_blanks(body))
    except ValidationError as error:
        raise Unreadable(faults_of(error)) from error


def _without_blanks(node: Any) -> Any:
    """Languages in which nothing was written are left out."""
    if isinstance(node, list):
        return [_without_blanks(one) for one in node]
    if not isinstance(node, dict):
        return node
    return {name: _without_blanks(value) for name, value in node.items() if value != "" or name not in _LANGUAGES}


_LANGUAGES = {code for code, _name in settings.LANGUAGES}


@require_safe
def add(request: HttpRequest) -> HttpResponse:
    """A new question: of which kind, then its fields."""
    if not departments_of(author_of(request)).exists():
        raise PermissionDenied
    kind = request.GET.get("kind", "")
    context: dict[str, Any] = {
        "header_title": _("New question"),
        "header_icon": "help",
        "breadcrumbs_items": trail(_("New question")),
    }
    if kind not in Kind.values:
        return render(request, "bank/admin/kinds.html", {**context, "kinds": Kind.choices})
    form = FactsForm(author=author_of(request), initial={"category": request.GET.get("category")})
    setup = _setup(request, None, kind)
    return render(request, "bank/admin/editor.html", {**context, "form": form, "setup": setup, "kind": Kind(kind)})


@require_safe
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A question that there is."""
    question: Question = own_or_404(Question, request, pk, "current", "category")
    current = question.current
    kind = current.kind if current else Kind.CHOICE
    return render(
        request,
        "bank/admin/editor.html",
        {
            "question": question,
            "form": FactsForm(author=author_of(request), question=question),
            "setup": _setup(request, question, kind),
            "kind": Kind(kind),
            "next_states": next_states(question),
            "uses": places.uses_of(question),
            "links": places.links_of(question),
            "header_title": question.name,
            "header_icon": "help",
            "breadcrumbs_items": trail(question.name),
        },
    )


def trail(here: str) -> list[dict[str, str]]:
    """Where one is."""
    return [{"url": reverse("question_bank:index"), "label": _("Questions")}, {"url": "", "label": here}]


def _setup(request: HttpRequest, question: Question | None, kind: str) -> dict[str, Any]:
    """What the editor in the browser starts with."""
    body: dict[str, Any] = {"kind": str(kind)}
    shown: frozenset[str] = frozenset()
    if question is not None and question.current is not None:
        asked = question.current.asked
        body, shown = body_of(asked), media_of(asked)
    address = addresses_for(request)
    return {
        "kind": str(kind),
        "body": body,
        "fields": [*fields.stem(), *fields.kinds()[kind], *fields.ending()],
        "languages": [{"code": code, "name": str(name)} for code, name in settings.LANGUAGES],
        "save": reverse("question_bank:save", args=[question.pk] if question else []),
        "upload": reverse("question_bank:upload_picture"),
        "pictures": {sha256: address(sha256) for sha256 in sorted(shown)},
        "trial": places.trial_address(),
        "based_on": question.current.number if question and question.current else 0,
        "reason_wanted": bool(question and question.current),
    }


@require_POST
def save(request: HttpRequest, pk: int | None = None) -> JsonResponse:
    """{body, based_on, reason, and the fields of FactsForm} -> {url}, or 422 with {fields, body, reason}."""
    author = author_of(request)
    question = own_or_404(Question, request, pk, "current") if pk is not None else None
    form = FactsForm(request.POST, author=author, question=question)
    wrong: dict[str, Any] = {}
    if not form.is_valid():
        wrong["fields"] = {name: [str(one) for one in found] for name, found in form.errors.items()}
    try:
        asked = read_question(request.POST.get("body", ""))
    except Unreadable as error:
        return JsonResponse({**wrong, "body": error.faults}, status=422)
    if wrong:
        return JsonResponse(wrong, status=422)
    based_on = request.POST.get("based_on", "0")
    try:
        kept = _keep(request, form, asked, question, int(based_on) if based_on.isdecimal() else 0)
    except Refused as refusal:
        return JsonResponse({"body": [{"path": "", "message": refusal.reason}]}, status=422)
    except ValueError:
        return JsonResponse({"body": [{"path": "stem", "message": _("Write the question.")}]}, status=422)
    messages.success(request, _("“%(name)s” is kept.") % {"name": form.cleaned_data["name"]})
    return JsonResponse({"url": reverse("question_bank:edit", args=[kept.pk])})


@transaction.atomic
def _keep(
    request: HttpRequest, form: FactsForm, asked: AnyQuestion, question: Question | None, based_on: int
) -> Question:
    author, category = author_of(request), form.cleaned_data["category"]
    if question is None:
        return create_question(actor=author, category=category, facts=form.facts, asked=asked)
    reason = request.POST.get("reason", "").strip()[:300]
    revise_question(actor=author, question=question, asked=asked, reason=reason, based_on=based_on)
    if form.has_changed():
        describe_question(actor=author, question=question, facts=form.facts, category=category)
    return question


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Into another state."""
    question: Question = own_or_404(Question, request, pk)
    state = request.POST.get("state", "")
    if state in Question.State.values:
        try:
            move_to(actor=author_of(request), question=question, state=state)
        except Refused as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("The question is “%(state)s” now.") % {"state": Question.State(state).label})
    return redirect("question_bank:edit", pk)
