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


class _WithModel(models.Manager["Variant"]):
    """Variants with their model, which their names begin with: choices of a form would ask once for each."""

    def get_queryset(self) -> models.QuerySet[Variant]:
        return super().get_queryset().select_related("model")


class Variant(models.Model):
    """One of the engines, bodies or drives in which a model is built. A vehicle has one of each kind."""

    class Kind(models.TextChoices):
        """The values are facts of `content.library.applying`."""

        ENGINE = "engine", _("Engine")
        BODY = "body", _("Body")
        DRIVE = "drive", _("Drive")

    model = models.ForeignKey(VehicleModel, on_delete=models.PROTECT, related_name="variants", verbose_name=_("model"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)

    objects = _WithModel()

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["model__brand__name", "model__name", "kind", "name"]
        constraints = [models.UniqueConstraint(fields=["model", "kind", "code"], name="variant_once")]

    def __str__(self) -> str:
        return f"{self.model.name}: {self.name}"
