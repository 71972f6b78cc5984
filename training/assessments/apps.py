"""Assessments: what is drawn from the bank, who attempts it, and how it is graded."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "training.assessments"
    label = "training_assessments"
    verbose_name = _("Assessments")

    def ready(self) -> None:
        from django.urls import reverse
        from django.utils.translation import gettext

        from training.assessments.uses import question_uses
        from training.bank.admin import places

        places.register_uses(question_uses)
        places.register_trial(lambda: reverse("training_desk:question"))
        places.register_link(
            lambda: gettext("Grade again"), lambda question: reverse("training_desk:regrade", args=[question.pk])
        )
