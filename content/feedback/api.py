"""The door of feedback. A template shows the way to it by `feedback/_door.html` with `about`, `id` and `place`."""

from content.feedback.admin.button import reports_button
from content.feedback.models import Helped, Report
from content.feedback.subjects import Subject, SubjectKind, follow_owners, register_subject

__all__ = ["Helped", "Report", "Subject", "SubjectKind", "follow_owners", "register_subject", "reports_button"]
