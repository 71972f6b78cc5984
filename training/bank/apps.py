"""The question bank."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BankConfig(AppConfig):
    name = "training.bank"
    label = "training_bank"
    verbose_name = _("Question bank")
