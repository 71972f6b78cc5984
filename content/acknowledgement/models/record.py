"""What was confirmed: kept whatever becomes of the person, the publication and the dealer."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.library.models import Edition
from portal.network.models import Dealer


class Acknowledgement(models.Model):
    """A person confirmed an edition, as one of a dealer. Who works for two dealers has a row for each.

    Append-only: the database refuses a change and a deletion (`portal.core.append_only`), but that `user` is emptied
    when the person is deleted. What proves it is written out: names and numbers may change or go, the record says what
    was confirmed then, and `edition` still names an edition that was deleted.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="acknowledgements"
    )
    person = models.CharField(_("person"), max_length=310)
    edition = models.ForeignKey(
        Edition, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="acknowledgements"
    )
    document_number = models.CharField(_("document number"), max_length=60)
    title = models.CharField(_("title"), max_length=255)
    label = models.CharField(_("edition"), max_length=60)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    dealer = models.ForeignKey(Dealer, on_delete=models.PROTECT, related_name="+", verbose_name=_("dealer"))
    wording = models.CharField(_("what was confirmed"), max_length=300)
    at = models.DateTimeField(_("confirmed on"), default=timezone.now)

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        ordering = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "dealer", "user"], name="acknowledgement_once")
        ]
        indexes = [
            models.Index(fields=["dealer", "at"], name="acknowledgement_dealer"),
            models.Index(fields=["user", "at"], name="acknowledgement_user"),
        ]

    def __str__(self) -> str:
        return f"{self.document_number} {self.label} {self.user_id}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("An acknowledgement is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("An acknowledgement is never deleted.")
