"""Dashboards: what learners, managers, trainers and the maker see of training."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "training.dashboards"
    label = "training_dashboards"
    verbose_name = _("Training dashboards")

    def ready(self) -> None:
        from portal.core import outbox
        from portal.notices.api import register_kind
        from training.dashboards import receivers, reporting, wording

        receivers.connect()
        register_kind("export_ready", wording.export_ready, topic="training")
        outbox.register(kind=reporting.MAIL, handler=lambda key, _payload: reporting.mail(delivery_id=int(key)))
