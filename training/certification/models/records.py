"""What a person holds: their certifications, the periods of each, and the certificates. Nothing here is deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.network.api import Viewer
from portal.network.models import Membership
from training.certification.models.schemes import CertificationScheme, SchemeVersion
from training.certification.validity import State


class Standing(models.TextChoices):
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    REVOKED = "revoked", _("revoked")


class CertificationQuerySet(models.QuerySet["Certification"]):
    def visible_to(self, viewer: Viewer) -> CertificationQuerySet:
        """Those that the viewer may see: staff of the maker all, a manager those of people who work in their dealers
        on the viewer's day, everybody their own."""
        if viewer.everything:
            return self
        if viewer.user_id is None:
            return self.none()
        allowed = models.Q(user=viewer.user_id)
        if viewer.managed_dealers:
            members = Membership.objects.on(timezone.localdate(viewer.at)).filter(
                user=models.OuterRef("user"), dealer__in=viewer.managed_dealers
            )
            allowed |= models.Q(models.Exists(members))
        return self.filter(allowed)

    def in_state(self, state: str, day: date) -> CertificationQuerySet:
        """Those whose state is this on `day`: `validity.state_on` as a condition."""
        active = self.filter(standing=Standing.ACTIVE)
        ended = models.Q(expires_on__lt=day)
        in_grace = ended & models.Q(grace_until__gte=day)
        match State(state):
            case State.SUSPENDED | State.REVOKED:
                return self.filter(standing=state)
            case State.CERTIFIED:
                return active.exclude(ended).exclude(renewal_opens_on__lte=day)
            case State.RENEWAL_OPEN:
                return active.exclude(ended).filter(renewal_opens_on__lte=day)
            case State.GRACE:
                return active.filter(in_grace)
            case _:
                return active.filter(ended).exclude(in_grace)

    def valid_on(self, day: date) -> CertificationQuerySet:
        """Those that are valid: certified, renewal open or not."""
        return self.filter(standing=Standing.ACTIVE, valid_from__lte=day).exclude(expires_on__lt=day)


class Certification(models.Model):
    """A person's certification by a scheme. Its dates are those of its newest period, kept here for lists; its state
    follows from them on the day that one looks."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certifications", verbose_name=_("person")
    )
    scheme = models.ForeignKey(
        CertificationScheme,
        on_delete=models.PROTECT,
        related_name="certifications",
        verbose_name=_("certification scheme"),
    )
    standing = models.CharField(_("standing"), max_length=10, choices=Standing, default=Standing.ACTIVE)
    cycle = models.PositiveIntegerField(default=0)
    valid_from = models.DateField(_("valid from"))
    expires_on = models.DateField(_("valid until"), null=True, help_text=_("The last day. Empty: without end."))
    renewal_opens_on = models.DateField(_("renewal opens"), null=True)
    grace_until = models.DateField(_("grace until"), null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CertificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "scheme"], name="certification_once")]
        indexes = [
            models.Index(fields=["scheme", "standing", "expires_on"], name="certification_holders"),
            models.Index(fields=["expires_on"], name="certification_expiry"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.scheme}"


class CertificationPeriod(models.Model):
    """One award: from when until when, by which rules, on what evidence. Renewal adds another."""

    class Source(models.TextChoices):
        PATH = "path", _("earned")
        HAND = "hand", _("awarded by hand")

    certification = models.ForeignKey(Certification, on_delete=models.PROTECT, related_name="periods")
    cycle = models.PositiveIntegerField()
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="periods")
    source = models.CharField(_("award"), max_length=5, choices=Source)
    awarded_at = models.DateTimeField(_("awarded"))
    awarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    basis = models.JSONField(default=dict)
    """The evidence: {"path", "since", "curricula": {id: version id}, "registrations": [...], "prior": [...],
    "certifications": [...]}."""
    valid_from = models.DateField(_("valid from"))
    expires_on = models.DateField(_("valid until"), null=True)
    renewal_opens_on = models.DateField(null=True)
    grace_until = models.DateField(null=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.ACTIVE)
    standing_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("period of a certification")
        verbose_name_plural = _("periods of certifications")
        ordering = ["certification", "-cycle"]
        constraints = [models.UniqueConstraint(fields=["certification", "cycle"], name="certification_cycle_once")]
        indexes = [models.Index(fields=["expires_on"], name="period_expiry")]

    def __str__(self) -> str:
        return f"{self.certification_id}/{self.cycle}"


class StandingChange(models.Model):
    """Why a certification was suspended, reinstated or revoked. Append-only."""

    period = models.ForeignKey(CertificationPeriod, on_delete=models.PROTECT, related_name="standing_changes")
    standing = models.CharField(max_length=10, choices=Standing)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("change of standing")
        verbose_name_plural = _("changes of standing")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.standing}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A change of standing is never changed.")
        super().save(*args, **kwargs)


class Credential(models.Model):
    """What proves a period to others: the serial on the certificate, and the name as it was on that day."""

    period = models.OneToOneField(CertificationPeriod, on_delete=models.PROTECT, related_name="credential")
    serial = models.CharField(_("serial"), max_length=24, unique=True)
    holder = models.CharField(_("name on the certificate"), max_length=320)
    shows_name = models.BooleanField(_("the check page shows the name"), default=True)
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.serial


class CertificateFile(models.Model):
    """The certificate as a PDF in one language. Made once: the same bytes ever after."""

    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="files")
    language = models.CharField(max_length=10, choices=[("en", "English"), ("zh-hans", "简体中文")])
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file of a certificate")
        verbose_name_plural = _("files of certificates")
        constraints = [models.UniqueConstraint(fields=["credential", "language"], name="certificate_file_once")]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.language}"

    @property
    def stored_as(self) -> str:
        """Its name in the store."""
        return f"certificates/{self.sha256[:2]}/{self.sha256}"


class Reminder(models.Model):
    """That the end of a period was announced so many days before; 0: that it has ended. Once each."""

    period = models.ForeignKey(CertificationPeriod, on_delete=models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["period", "days"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.period_id}: {self.days}"
