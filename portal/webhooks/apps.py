"""Webhooks: programs of dealers are told what happened, signed, until they take it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "portal.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        from portal.core import outbox
        from portal.notices.api import OTHER, register_kind
        from portal.webhooks import delivering, telling

        outbox.register(kind=telling.OWED, handler=telling.spread)
        register_kind(delivering.DISABLED, delivering.disabled_sentence, topic=OTHER)
