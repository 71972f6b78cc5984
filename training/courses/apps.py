"""Courses: what is taught, who is registered, and how far they are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "training.courses"
    label = "training_courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from portal.notices.api import register_topic
        from training.courses import receivers
        from training.courses.kinds import register_kind
        from training.courses.practical import telling as practical
        from training.courses.practical.showing import PRACTICAL
        from training.courses.reading import telling as reading

        receivers.connect()
        register_topic("training", name=_("Training"), position=70)
        register_kind("practical", PRACTICAL)
        practical.register_kinds()
        reading.register_kinds()
