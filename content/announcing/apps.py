"""Telling dealers what has come into force: notices, feeds and webhooks."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncingConfig(AppConfig):
    name = "content.announcing"
    label = "announcing"
    verbose_name = _("Announcing")

    def ready(self) -> None:
        from content.announcing import finding, programs, receivers, topics
        from content.announcing.announcing import register_announced

        topics.register_topics()
        programs.register_events()
        register_announced(topics.IN_FORCE, topics.in_force, topic=topics.MANUALS, holds=finding.still_in_force)
        again, still = topics.in_force_again, finding.still_in_force
        register_announced(topics.IN_FORCE_AGAIN, again, topic=topics.MANUALS, holds=still)
        register_announced(topics.WITHDRAWN, topics.withdrawn, topic=topics.MANUALS)
        receivers.connect()
