"""Refresher: spaced questions after a course."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RefresherConfig(AppConfig):
    name = "training.refresher"
    label = "training_refresher"
    verbose_name = _("Refresher")

    def ready(self) -> None:
        from portal.core import outbox
        from portal.notices.api import register_kind
        from training.courses.api import register_waiting
        from training.refresher import dealing, receivers, saying, weekly

        receivers.connect()
        outbox.register(kind=dealing.OWED, handler=dealing.deliver)
        register_waiting("refresher", saying.waiting)
        register_kind(weekly.READY, weekly.ready_sentence, topic="training")
