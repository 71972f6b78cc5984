"""Evaluation: of questions, tests, courses and their effect."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    name = "training.evaluation"
    label = "training_evaluation"
    verbose_name = _("Evaluation")

    def ready(self) -> None:
        from portal.notices import api as notices
        from training.courses.api import register_kind
        from training.evaluation import checks, receivers
        from training.evaluation.surveys import KIND
        from training.evaluation.views.survey import SURVEY

        receivers.connect()
        register_kind(KIND, SURVEY)
        notices.register_kind(checks.ASK, checks.asked, topic=notices.TEAM)
        notices.register_kind(checks.REMIND, checks.reminded, topic=notices.TEAM)
