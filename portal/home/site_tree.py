"""What a new portal starts with: the page tree's root, the site, and the group of the network's administrators.

Made after `migrate` rather than in a migration, so that it is there again after a flush, and with the permissions that
Django itself makes only then. Everything may be repeated; what people changed since is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connections, transaction
from django.db.models import Q
from wagtail.models import GroupPagePermission, Locale, Page, Site

from portal.home.models import HomePage

NETWORK_ADMINISTRATORS = "Network administrators"
ADMINISTERED = {
    "network": ["brand", "region", "dealertier", "dealer", "jobrole", "department", "membership", "user"],
    "library": ["vehiclemodel", "variant"],
    "vehicles": ["manufacturer", "vinpattern", "modelyearcode"],
}
"""App label -> models that network administrators keep. People are closed, never deleted: their records stay."""


def after_migrate(sender: Any, using: str, plan: Sequence[tuple[Any, bool]] = (), **kwargs: Any) -> None:
    """Listener of `post_migrate`. Does nothing while migrations are taken back, or when only some have run."""
    if using != "default" or any(backwards for _migration, backwards in plan):
        return
    tables = ("library_variant", "vehicles_modelyearcode", "network_membership")
    needed = {HomePage._meta.db_table, *tables, Site._meta.db_table}
    if not needed <= set(connections[using].introspection.table_names()):
        return
    with transaction.atomic(using=using):
        plant()
        appoint()


def plant() -> HomePage:
    """The home page at the root of the default site, in place of Wagtail's welcome page."""
    Locale.objects.get_or_create(language_code=settings.WAGTAIL_CONTENT_LANGUAGES[0][0])
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
        home = root.add_child(instance=HomePage(title=settings.PORTAL_NAME, slug="forecourt"))
        _close_default_groups()
    site = Site.objects.filter(is_default_site=True).first()
    if site is None or not isinstance(site.root_page.specific, HomePage):
        address = urlsplit(settings.BASE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        where = {"hostname": address.hostname or "localhost", "port": port}
        Site.objects.filter(**where).exclude(is_default_site=True).delete()
        Site.objects.update_or_create(
            is_default_site=True, defaults={**where, "site_name": settings.PORTAL_NAME, "root_page": home}
        )
    _remove_welcome_page()
    return home


def _remove_welcome_page() -> None:
    plain = ContentType.objects.get_for_model(Page)
    for page in Page.objects.filter(depth=2, slug="home", content_type=plain, numchild=0):
        if not Site.objects.filter(root_page=page).exists():
            page.delete()


def _close_default_groups() -> None:
    """Wagtail's Moderators and Editors may change every page; here a department's authors change its section only."""
    unused = Group.objects.filter(name__in=["Moderators", "Editors"], user__isnull=True)
    GroupPagePermission.objects.filter(group__in=unused, page__depth=1).delete()


def appoint() -> Group:
    """The network's administrators: they enter the CMS and keep the network, and may not touch publications."""
    for label in [*ADMINISTERED, "wagtailadmin"]:
        create_permissions(apps.get_app_config(label), verbosity=0)
    group, created = Group.objects.get_or_create(name=NETWORK_ADMINISTRATORS)
    if created:
        wanted = Q(content_type__app_label="wagtailadmin", codename="access_admin")
        for label, models in ADMINISTERED.items():
            codes = [f"{verb}_{model}" for model in models for verb in ("view", "add", "change", "delete")]
            wanted |= Q(content_type__app_label=label, codename__in=[code for code in codes if code != "delete_user"])
        group.permissions.set(Permission.objects.filter(wanted))
    return group
