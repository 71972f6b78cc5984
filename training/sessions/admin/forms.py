"""The form of a session in the CMS. Its times are in the session's own zone, whatever the planner's is."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.network.models import User
from portal.network.owned_forms import OwnedForm
from training.courses.api import Course, CourseVersion
from training.sessions.models import Room, Venue
from training.sessions.zones import zone_names


class SessionForm(OwnedForm):
    """What may be chosen is what the planner's departments own; venues are everybody's."""

    owned = ("course",)

    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("Of all times below. Empty: that of the venue.")
    )
    lesson = forms.ChoiceField(
        label=_("Lesson"), required=False, help_text=_("Attending it completes this lesson of the course.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        courses = fields["course"].queryset.filter(versions__isnull=False).defer("body")
        fields["course"].queryset = courses.distinct().order_by("title")
        fields["venue"].queryset = Venue.objects.filter(is_active=True)
        fields["time_zone"].choices = [("", _("As the venue")), *((name, name) for name in zone_names())]
        fields["lesson"].choices = [("", _("None")), *_lessons(fields["course"].queryset)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        venue = cleaned.get("venue")
        if not cleaned.get("time_zone"):
            cleaned["time_zone"] = venue.time_zone if venue is not None else timezone.get_default_timezone_name()
        course, lesson = cleaned.get("course"), cleaned.get("lesson")
        if course is not None and lesson:
            offered = {value for _title, group in _lessons(Course.objects.filter(pk=course.pk)) for value, _t in group}
            if lesson not in offered:
                self.add_error("lesson", _("The course has no such lesson."))
        return cleaned


def zone_of(data: QueryDict) -> ZoneInfo:
    """The zone in which the times of a form that was sent are meant."""
    name = data.get("time_zone", "")
    venue = data.get("venue", "")
    if name not in zone_names() and venue.isdecimal() and len(venue) < 19:
        name = Venue.objects.filter(pk=int(venue)).values_list("time_zone", flat=True).first() or ""
    return ZoneInfo(name if name in zone_names() else timezone.get_default_timezone_name())


def name_people(form_class: Any) -> None:
    """Trainers by name, rooms with their venues read at once, in the form's inline rows."""
    user = form_class.formsets["trainers"].form.base_fields["user"]
    user.label_from_instance = _name
    user.queryset = User.objects.order_by("last_name", "first_name", "username")
    form_class.formsets["dates"].form.base_fields["room"].queryset = Room.objects.select_related("venue")


def _name(person: User) -> str:
    return f"{person.get_full_name()} ({person.username})" if person.get_full_name() else person.username


def _lessons(courses: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The lessons that are done in a session, by course, in the newest version of each. One statement."""
    found: dict[int, CourseVersion] = {}
    for version in CourseVersion.objects.filter(course__in=courses.order_by().values("pk")).order_by("number"):
        found[version.course_id] = version
    groups = []
    for version in sorted(found.values(), key=lambda one: one.title):
        lessons = [(one.id, one.title) for one in version.outline.lessons if one.kind == "session"]
        if lessons:
            groups.append((version.title, lessons))
    return groups
