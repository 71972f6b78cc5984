"""What one publication does to another: it replaces it, cancels it, or amends it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from content.library.models.manual import Manual


class Effect(models.TextChoices):
    """What a publication does to an earlier one. The first two end it, and only one publication ends another."""

    REPLACES = "replaces", _("replaces")
    CANCELS = "cancels", _("cancels")
    AMENDS = "amends", _("amends")


ENDING = (Effect.REPLACES.value, Effect.CANCELS.value)


class Relation(Orderable):
    """What an author writes down: part of the draft, true once it is released (`Succession`)."""

    manual = ParentalKey(Manual, on_delete=models.CASCADE, related_name="relations")
    effect = models.CharField(_("what this one does"), max_length=8, choices=Effect, default=Effect.REPLACES)
    target = models.ForeignKey(
        Manual, on_delete=models.CASCADE, related_name="+", verbose_name=_("to this earlier one")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("effect on an earlier publication")
        verbose_name_plural = _("effects on earlier publications")

    def __str__(self) -> str:
        return f"{self.effect} {self.target_id}"

    def clean(self) -> None:
        """What can be said of this row alone, so that it is said beside its field."""
        from content.library.succession import refusal

        if self.target_id and (reason := refusal(self)):
            raise ValidationError({"target": reason})


class Succession(models.Model):
    """A relation that was released. It takes effect while its successor is in force: see `content.library.succession`.

    One that is only scheduled holds its place already, so that two authors cannot both plan to replace one thing.
    """

    successor = models.ForeignKey(Manual, on_delete=models.CASCADE, related_name="successions")
    predecessor = models.ForeignKey(Manual, on_delete=models.CASCADE, related_name="succeeded_by")
    effect = models.CharField(max_length=8, choices=Effect)
    is_scheduled = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)
    """When it was released. It has no effect before, whatever the dates of its successor are."""

    class Meta:
        verbose_name = _("succession of publications")
        verbose_name_plural = _("successions of publications")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor"], condition=models.Q(effect__in=ENDING), name="publication_ended_once"
            ),
            models.UniqueConstraint(fields=["successor", "predecessor"], name="succession_once"),
            models.CheckConstraint(
                condition=~models.Q(successor=models.F("predecessor")), name="succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.successor_id} {self.effect} {self.predecessor_id}"
