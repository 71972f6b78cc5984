"""What a publication can apply to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.network.models import Brand


class VehicleModel(models.Model):
    """A model of a brand: a car, a van, a tractor."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="models", verbose_name=_("brand"))
    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("model")
        verbose_name_plural = _("models")
        ordering = ["brand__name", "name"]

    def __str__(self) -> str:
        return f"{self.brand} {self.name}"
