"""The light table: what people of a dealership put together for themselves, or for each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.library.models import Manual
from content.marketing.assets.models import Asset
from content.marketing.kits.models.kit import SalesKit
from portal.network.models import Dealer


class Collection(models.Model):
    """Things in an order of somebody's own. It names them and gives no right to them."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collections")
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+", verbose_name=_("dealership"))
    title = models.CharField(_("name"), max_length=120)
    is_shared = models.BooleanField(
        _("shared"), default=False, help_text=_("Your colleagues at this dealership see it too.")
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["dealer", "is_shared"], name="collection_of_dealer")]

    def __str__(self) -> str:
        return self.title


class CollectionItem(models.Model):
    """One thing in a collection: an asset, a kit or a publication."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    asset = models.ForeignKey(Asset, null=True, on_delete=models.CASCADE, related_name="+")
    kit = models.ForeignKey(SalesKit, null=True, on_delete=models.CASCADE, related_name="+")
    publication = models.ForeignKey(Manual, null=True, on_delete=models.CASCADE, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("thing in a collection")
        verbose_name_plural = _("things in collections")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "asset"], name="collection_asset_once"),
            models.UniqueConstraint(fields=["collection", "kit"], name="collection_kit_once"),
            models.UniqueConstraint(fields=["collection", "publication"], name="collection_publication_once"),
            models.CheckConstraint(
                condition=Q(asset__isnull=False, kit__isnull=True, publication__isnull=True)
                | Q(asset__isnull=True, kit__isnull=False, publication__isnull=True)
                | Q(asset__isnull=True, kit__isnull=True, publication__isnull=False),
                name="collection_item_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.position}"
