"""Dealer search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = _("Dealer search")

    def ready(self) -> None:
        from content.reader.api import set_finder
        from portal.core import health, outbox
        from search import sync, sync_training
        from search.engine import current_engine
        from search.marketing import sync as sync_marketing
        from search.reader import find_for_reader

        outbox.register_together(
            kind=sync.PUBLICATION, handler=sync.deliver_publications, most=sync.PUBLICATIONS_AT_ONCE
        )
        outbox.register(kind=sync.PAGES, handler=sync.deliver_pages)
        outbox.register(kind=sync_training.COURSE, handler=sync_training.deliver_course)
        outbox.register(kind=sync_training.SESSION, handler=sync_training.deliver_session)
        outbox.register_together(
            kind=sync_training.READERS, handler=sync_training.deliver_readers, most=sync.PUBLICATIONS_AT_ONCE
        )
        outbox.register(kind=sync_marketing.KIND, handler=sync_marketing.deliver)
        health.register(name="search", check=lambda: current_engine().ping())
        set_finder(find_for_reader)
