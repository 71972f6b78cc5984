"""Questions from and into files."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "training.bank.exchange"
    label = "training_exchange"
    verbose_name = _("Question files")
