"""What bulletins add to the CMS."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from content.bulletins.admin import urls
from content.bulletins.admin.choosers import attachment_chooser, captions_chooser, film_chooser, picture_chooser
from content.bulletins.models import Bulletin, BulletinFile
from portal.network.authorship import DepartmentPolicy

register_permission_policy(BulletinFile, DepartmentPolicy(BulletinFile, "department"))


@hooks.register("register_admin_viewset")
def choosers() -> list[object]:
    """What pictures and attachments are chosen with."""
    return [picture_chooser, film_chooser, captions_chooser, attachment_chooser]


@hooks.register("register_admin_urls")
def desk() -> list[URLPattern | URLResolver]:
    """/cms/bulletins/"""
    return [path("bulletins/", include(urls, namespace="bulletin_desk"))]


@hooks.register("after_publish_page")
def say_what_becomes_of_it(request: HttpRequest, page: Page) -> None:
    """Whether publishing made an edition, and where to see how far it is."""
    bulletin = Bulletin.objects.filter(pk=page.pk, live=True).defer("body").first()
    newest = bulletin and bulletin.issues.defer("document").first()
    if not (bulletin and newest and bulletin.last_published_at):
        return
    said = (
        _("Edition %(label)s is being made.")
        if newest.created_at >= bulletin.last_published_at
        else _("The text says what edition %(label)s says: there is no new edition.")
    )
    editions = messages.button(reverse("ingest:manual_editions", args=[bulletin.pk]), _("Editions"))
    messages.info(request, said % {"label": newest.label}, buttons=[editions])
