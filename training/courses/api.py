"""The door of courses.

Registering: `register` (somebody, whoever asks), `register_many` (by a rule, from a file),
`assign` (a manager or staff), `enrol_oneself`,
`decide` (a request), `withdraw`, `may_manage`, `missing_prerequisites`.
Taking: `complete_lesson` (for the kinds of lesson that a room above completes; `register_kind` presents them).
Reading: `courses`, `course`, `registrations`, `place`, `team`, `requests_of_team`, `searchable_lessons`, `waiting_for`
(what rooms above ask of a person: `register_waiting`).
Signals: `registration_made`, `registrations_made`, `registration_decided`, `registration_withdrawn`,
`lesson_completed`, `course_completed`, `course_changed`.
"""

from training.courses.catalogue import (
    NotVisible,
    Place,
    course,
    courses,
    place,
    registrations,
    requests_of_team,
    team,
)
from training.courses.completion import complete_lesson
from training.courses.kinds import Kind, Moment, register_kind
from training.courses.models import Course, CourseVersion, LessonFile, LessonState, Registration
from training.courses.outline import Lesson, Outline
from training.courses.registering import (
    NoSuchRegistration,
    RegistrationRefused,
    assign,
    decide,
    enrol_oneself,
    may_manage,
    missing_prerequisites,
    register,
    withdraw,
)
from training.courses.registering_many import register_many
from training.courses.searching import Cue, SearchableCourse, SearchableLesson, cues_of, searchable_lessons
from training.courses.signals import (
    course_changed,
    course_completed,
    lesson_completed,
    registration_decided,
    registration_made,
    registration_withdrawn,
    registrations_made,
)
from training.courses.waiting import Waiting, register_waiting, waiting_for

__all__ = [
    "Course",
    "CourseVersion",
    "Cue",
    "Kind",
    "Lesson",
    "LessonFile",
    "LessonState",
    "Moment",
    "NoSuchRegistration",
    "NotVisible",
    "Outline",
    "Place",
    "Registration",
    "RegistrationRefused",
    "SearchableCourse",
    "SearchableLesson",
    "Waiting",
    "assign",
    "complete_lesson",
    "course",
    "course_changed",
    "course_completed",
    "courses",
    "cues_of",
    "decide",
    "enrol_oneself",
    "lesson_completed",
    "may_manage",
    "missing_prerequisites",
    "place",
    "register",
    "register_kind",
    "register_many",
    "register_waiting",
    "registration_decided",
    "registration_made",
    "registration_withdrawn",
    "registrations",
    "registrations_made",
    "requests_of_team",
    "searchable_lessons",
    "team",
    "waiting_for",
    "withdraw",
]
