"""Notices: what a person is told, once, in the portal and by mail."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "training_notices"
    verbose_name = _("Notices")

    def ready(self) -> None:
        from django.core.checks import register

        from portal.core import outbox
        from portal.notices import mailing, owing, topics

        register(topics.check_topics)
        topics.register_shared()
        outbox.register(kind=owing.URGENT, handler=lambda key, _payload: mailing.mail_urgent(user_id=int(key)))
        outbox.register(
            kind=owing.MAIL,
            handler=lambda key, _payload: mailing.deliver(mailing_id=int(key)),
            longest_wait=mailing.LONGEST_WAIT,
        )
