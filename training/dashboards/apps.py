"""Dashboards: what learners, managers, trainers and the maker see of training."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "training.dashboards"
    label = "training_dashboards"
    verbose_name = _("Training dashboards")

    def ready(self) -> None:
        from portal.core import outbox
        from training.dashboards import exporting, receivers, reporting

        receivers.connect()
        exporting.register_tables()
        outbox.register(kind=reporting.MAIL, handler=lambda key, _payload: reporting.mail(delivery_id=int(key)))
