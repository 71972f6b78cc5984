"""What decided whether an edition was in force, as it was on any day: kept so that a past day can be asked about."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from content.library.models.edition import Edition

FACTS = {
    "live": "manual__live",
    "visible_from": "manual__effective_from",
    "visible_until": "manual__expires_at",
    "effective_from": "effective_from",
    "superseded_at": "superseded_at",
    "replaced_at": "replaced_at",
    "resumes_at": "resumes_at",
    "withdrawn_at": "withdrawn_at",
}
"""Field of a record -> where it stands of an edition."""


def _open(begins: str, ends: str, at: datetime) -> Q:
    """Whether `at` lies in [begins, ends), each of which may be missing."""
    begun = Q(**{f"{begins}__isnull": True}) | Q(**{f"{begins}__lte": at})
    return begun & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": at}))


class EditionRecordQuerySet(models.QuerySet["EditionRecord"]):
    def of(self, at: datetime) -> EditionRecordQuerySet:
        """What was so at the instant `at`: one of an edition, none from before it was kept."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=at), since__lte=at)

    def shown(self, *, at: datetime) -> EditionRecordQuerySet:
        """Of publications that could be seen at `at`, and in whose place no other stood."""
        stands = Q(replaced_at__isnull=True) | Q(replaced_at__gt=at) | Q(resumes_at__lte=at)
        return self.of(at).filter(_open("visible_from", "visible_until", at), stands, live=True)

    def in_force(self, *, at: datetime) -> EditionRecordQuerySet:
        """Of the one edition of each publication by which dealers worked at `at`."""
        return self.shown(at=at).filter(_open("effective_from", "superseded_at", at), withdrawn_at__isnull=True)


class EditionRecord(models.Model):
    """What was so of an edition that is ready, from `since` until before `until` (None: it is so still). Kept by
    `content.library.records`; never changed but for its end."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="records")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    live = models.BooleanField()
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)
    effective_from = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    resumes_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = EditionRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "record of an edition"
        verbose_name_plural = "records of editions"
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(until__isnull=True), name="edition_record_open_once"
            )
        ]
        indexes = [models.Index(fields=["edition", "since"], name="edition_record_since")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.since:%Y-%m-%d}"

    def ends(self, *, at: datetime) -> datetime | None:
        """When the edition was out of force by these facts, from `at` on, at which they were so: `at` itself if it was
        not in force, None if they say no end."""
        if not self.is_in_force(at=at):
            return at
        own = (self.visible_until, self.superseded_at, self.replaced_at, self.until)
        return min((end for end in own if end is not None and end > at), default=None)

    def is_in_force(self, *, at: datetime) -> bool:
        """What `in_force` asks, of this row."""
        replaced = self.replaced_at is not None and self.replaced_at <= at
        if replaced and (self.resumes_at is None or self.resumes_at > at):
            return False
        begun = self.effective_from <= at and (self.visible_from is None or self.visible_from <= at)
        over = any(end is not None and end <= at for end in (self.visible_until, self.superseded_at))
        return self.live and begun and not over and self.withdrawn_at is None
