"""Courses, their versions, and the registrations of people.

A version is written when the course is published, and never changed. A registration is one person's way through one
version: taking the course again is another registration, so that nothing that was earned is ever reset.
"""

from training.courses.models.course import Course, CourseImport, CourseVersion
from training.courses.models.file import LessonFile
from training.courses.models.practical import Observation, Photo, SignOff
from training.courses.models.registration import LessonState, Reading, Registration

__all__ = [
    "Course",
    "CourseImport",
    "CourseVersion",
    "LessonFile",
    "LessonState",
    "Observation",
    "Photo",
    "Reading",
    "Registration",
    "SignOff",
]
