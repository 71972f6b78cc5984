"""Which pictures look alike."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.marketing.assets.models.asset import Asset


class PictureBand(models.Model):
    """One of the six parts into which a picture's 64-bit hash is cut. Two hashes that differ in at most five bits have
    at least one part in common, so that likely pairs are found by an index."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="bands")
    value = models.IntegerField(db_index=True)

    class Meta:
        verbose_name = _("part of a picture's hash")
        verbose_name_plural = _("parts of pictures' hashes")

    def __str__(self) -> str:
        return f"{self.asset_id} {self.value}"


class Likeness(models.Model):
    """Two pictures that look alike: their hashes differ in `distance` bits. `asset` is the later one."""

    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="alike")
    other = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="alike_later")
    distance = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("likeness")
        verbose_name_plural = _("likenesses")
        ordering = ["distance", "other"]
        constraints = [models.UniqueConstraint(fields=["asset", "other"], name="asset_alike_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} ~ {self.other_id} ({self.distance})"
