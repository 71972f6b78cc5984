"""What readers say of a page, and what the department answers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "content.feedback"
    label = "feedback"
    verbose_name = _("Feedback")
