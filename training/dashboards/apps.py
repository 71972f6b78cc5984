"""Dashboards: what learners, managers, trainers and the maker see of training."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "training.dashboards"
    label = "training_dashboards"
    verbose_name = _("Training dashboards")

    def ready(self) -> None:
        from training.dashboards import receivers

        receivers.connect()
