"""Every address of training, found by walking the URL configuration, and what stands in its place in the world of
`training_world`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

OF_THE_CMS = ("training", "evaluation", "refresher", "enrolment", "question", "assessment_chooser", "lesson_")
OF_TRAINING = ("training", "notices/", "check/", *(f"cms/{name}" for name in OF_THE_CMS))
"""Beginnings of paths that are training's, whatever module answers there; and notices, which anybody may have."""


def addresses() -> dict[str, tuple[str, frozenset[str]]]:
    """Name with namespaces -> its path, and the parameters in it."""
    return {
        name: (path, takes)
        for name, path, takes, pattern in _walk(get_resolver().url_patterns, "", (), frozenset())
        if path.startswith(OF_TRAINING) or _answered_by_training(pattern)
    }


def addresses_below(*starts: str) -> dict[str, frozenset[str]]:
    """Name with namespaces -> the parameters in its path, of the named addresses below these."""
    found = _walk(get_resolver().url_patterns, "", (), frozenset())
    return {name: takes for name, path, takes, pattern in found if pattern.name and path.startswith(starts)}


def _walk(
    patterns: Sequence[Any], start: str, names: tuple[str, ...], given: frozenset[str]
) -> Iterator[tuple[str, str, frozenset[str], URLPattern]]:
    for one in patterns:
        path, takes = start + str(one.pattern), given | set(one.pattern.regex.groupindex)
        if isinstance(one, URLResolver):
            within = (*names, one.namespace) if one.namespace else names
            yield from _walk(one.url_patterns, path, within, takes)
        elif isinstance(one, URLPattern):
            name = ":".join([*names, one.name or path])
            yield (f"{name}/{len(takes)}" if name == "question_bank:save" else name), path, frozenset(takes), one


def _answered_by_training(pattern: URLPattern) -> bool:
    """Whether the view, or the model that a view of Wagtail's is about, is training's."""
    view = getattr(pattern.callback, "view_class", pattern.callback)
    model = getattr(pattern.callback, "view_initkwargs", {}).get("model") or getattr(view, "model", None)
    return "training" in (view.__module__.split(".")[0], getattr(model, "__module__", "").split(".")[0])


def values(world: SimpleNamespace) -> dict[str, Any]:
    """What is put for a parameter: that of the namespace, else that of every namespace."""
    lesson = world.lessons["text"]["id"]
    return {
        "attempt_id": world.attempt.pk,
        "position": 0,
        "sha256": world.media.sha256,
        "attempts.file_id": world.answer_file.pk,
        "notice_id": world.notice.pk,
        "notices.token": world.unsubscribe,
        "form": "csv",
        "enrolment.file_id": world.lines.pk,
        "session_id": world.session.pk,
        "material_id": world.material.pk,
        "booking_id": world.booking.pk,
        "date_id": world.date.pk,
        "window": world.code.window,
        "mac": world.code.mac,
        "sessions.token": world.calendar,
        "certification_id": world.period.certification_id,
        "period_id": world.period.pk,
        "certification.language": "en",
        "curriculum_id": world.curriculum.pk,
        "claim_id": world.claim.pk,
        "user_id": world.learner.pk,
        "course_id": world.course.pk,
        "evaluation.key": world.registration.key,
        "courses.key": world.registration.key,
        "courses.registration_id": world.registration.pk,
        "evaluation.lesson_id": world.lessons["survey"]["id"],
        "training_evaluation.lesson_id": world.lessons["survey"]["id"],
        "lesson_id": lesson,
        "check_id": world.check.pk,
        "quiz_id": world.quiz.pk,
        "dealer_id": world.dealer.pk,
        "region_id": world.dealer.region_id,
        "subscription_id": world.subscriptions.pk,
        "table": "people",
        "courses.file_id": world.file.pk,
        "sign_off_id": world.sign_off.pk,
        "photo_key": world.photo.key,
        "serial": world.period.credential.serial,
        "assessment_id": world.assessment.pk,
        "kind": "csv",
        "question_id": world.questions["choice"].pk,
        "upload_id": world.figures.pk,
        "rule_id": world.rule.pk,
        "run_id": world.run.pk,
        "course_desk.key": world.course_import.key,
        "number": 1,
        "import_id": world.question_import.pk,
        "training_sessions:booking.verb": "approve",
        "training_sessions:move.verb": "close",
        "signed": "forged",
        **{
            f"wagtailsnippets_training_certification_{row._meta.model_name}.revision_id": row.latest_revision_id
            for row in (world.curriculum, world.scheme)
        },
        "revision_id_a": "live",
        "revision_id_b": "latest",
        **_keys(world),
    }


def _keys(world: SimpleNamespace) -> dict[str, Any]:
    """The `pk` of each namespace of the CMS."""
    rows = {
        "training_desk": world.assessment,
        "assessments_desk": world.assessment,
        "assessment_chooser": world.assessment,
        "allowances_desk": world.allowance,
        "attempts_desk": world.attempt,
        "question_categories": world.category,
        "question_category_chooser": world.category,
        "question_bank": world.questions["choice"],
        "question_chooser": world.questions["choice"],
        "lesson_files": world.file,
        "lesson_document_chooser": world.file,
        "lesson_picture_chooser": world.file,
        "lesson_video_chooser": world.file,
        "lesson_captions_chooser": world.file,
        "enrolment_rules": world.rule,
        "course_reminders": world.reminders,
        "retention_goals": world.goal,
        "training_sessions": world.session,
        "training_venues": world.session.venue,
        "equivalences": world.equivalence,
        "technician_numbers": world.identifier,
        "dealer_standards": world.standard,
        "role_profiles": world.profile,
        "competencies": world.competency,
        "competency_frameworks": world.framework,
        "wagtailsnippets_training_certification_curriculum": world.curriculum,
        "wagtailsnippetchoosers_training_certification_curriculum": world.curriculum,
        "wagtailsnippets_training_certification_certificationscheme": world.scheme,
        "wagtailsnippetchoosers_training_certification_certificationscheme": world.scheme,
    }
    return {f"{namespace}.pk": row.pk for namespace, row in rows.items()} | {
        "training_desk:grade.pk": world.attempt.items.get(position=3).pk,
        "training_desk:regrade.pk": world.questions["choice"].pk,
        "attempts_desk:file.pk": world.answer_file.pk,
        "courses:preview_file.lesson_id": world.lessons["download"]["id"],
        "courses:file.lesson_id": world.lessons["download"]["id"],
        "courses:kept_file.lesson_id": world.lessons["download"]["id"],
        "courses:begin.lesson_id": world.lessons["test"]["id"],
        "courses:watched.lesson_id": world.lessons["film"]["id"],
        **{
            f"courses:{name}.lesson_id": world.lessons["practical"]["id"]
            for name in ("add_photos", "photo", "remove_photo", "ask_sign_off")
        },
    }


def arguments(name: str, takes: frozenset[str], given: dict[str, Any]) -> dict[str, Any]:
    """The parameters of one address."""
    namespace = name.rpartition(":")[0]
    found = {}
    for one in takes:
        known = [key for key in (f"{name}.{one}", f"{namespace}.{one}", one) if key in given]
        assert known, f"{name} takes “{one}”: say in `values` what stands for it"
        found[one] = given[known[0]]
    return found
