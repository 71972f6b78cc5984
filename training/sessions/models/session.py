"""A session: a course, or a lesson of one, given by trainers on certain dates to so many people."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from portal.network.models import Department, Region
from training.courses.models import Course, LessonFile
from training.sessions.models.place import Room, Venue
from training.sessions.zones import check_zone, in_zone

MOST_SEATS = 5000


class Session(ClusterableModel):
    """What is planned, and where it stands. `starts_at` and `ends_at` are those of its first and last date, kept by
    `training.sessions.planning`, so that lists sort and filter without reading dates."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open for booking")
        CLOSED = "closed", _("booking closed")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    class Format(models.TextChoices):
        ON_SITE = "on_site", _("On site")
        ONLINE = "online", _("Online")

    TO_COME = (State.PLANNED, State.OPEN, State.CLOSED)
    SHOWN = (State.OPEN, State.CLOSED, State.HELD)
    """What people outside may see without being booked."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("course"))
    lesson = models.CharField(
        _("lesson"), max_length=40, blank=True, db_index=True, help_text=_("Attending it completes this lesson.")
    )
    title = models.CharField(_("title"), max_length=160)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("owning department")
    )
    language = models.CharField(
        _("language"), max_length=10, choices=Course._meta.get_field("language").choices, default="en"
    )
    format = models.CharField(_("format"), max_length=8, choices=Format, default=Format.ON_SITE)
    venue = models.ForeignKey(
        Venue, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("venue")
    )
    link = models.URLField(
        _("address online"), max_length=500, blank=True, help_text=_("Shown to those who are booked.")
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, validators=[check_zone], help_text=_("All times of the session are in it.")
    )
    capacity = models.PositiveIntegerField(
        _("seats"), default=12, validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    minimum = models.PositiveIntegerField(
        _("people needed"), default=0, help_text=_("With fewer, the trainers are told a week before.")
    )
    waiting_places = models.PositiveIntegerField(
        _("places on the waiting list"), default=10, validators=[MaxValueValidator(MOST_SEATS)]
    )
    booking_closes_at = models.DateTimeField(
        _("booking closes"), null=True, blank=True, help_text=_("Empty: when it begins.")
    )
    cancel_until = models.DateTimeField(
        _("free to cancel until"), null=True, blank=True, help_text=_("Later is possible and noted as late.")
    )
    promote_until = models.DateTimeField(
        _("moving up until"),
        null=True,
        blank=True,
        help_text=_("Later nobody moves up from the waiting list by itself. Empty: until it begins."),
    )
    approval = models.BooleanField(_("a manager has to approve"), default=False)
    price = models.DecimalField(
        _("price of a seat"), max_digits=9, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    expenses = models.DecimalField(
        _("expenses of the session"), max_digits=10, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="EUR",
        validators=[RegexValidator(r"^[A-Z]{3}\Z", _("Write it with three letters, as EUR."))],
    )
    bring = models.TextField(_("what to bring and to know before"), max_length=2000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED, editable=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    starts_at = models.DateTimeField(_("begins"), null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(_("ends"), null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["state", "starts_at"], name="session_to_come")]
        constraints = [
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="session_has_seats"),
            models.CheckConstraint(
                condition=models.Q(price__gte=0, expenses__gte=0), name="session_costs_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        errors: dict[str, Any] = {}
        if self.format == self.Format.ON_SITE and self.venue is None:
            errors["venue"] = _("Say where it takes place.")
        if self.format == self.Format.ONLINE and not self.link:
            errors["link"] = _("Say where people join.")
        if self.minimum and self.capacity and self.minimum > self.capacity:
            errors["minimum"] = _("There are not that many seats.")
        if errors:
            raise ValidationError(errors)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime | None:
        """In the session's own time zone."""
        return self.starts_at and in_zone(self.starts_at, self.time_zone)

    def when(self) -> str:
        """When it begins, for lists of the CMS."""
        local = self.local_start
        return f"{local:%Y-%m-%d %H:%M} ({self.time_zone})" if local else ""

    @property
    def place(self) -> str:
        """Where it is, in a line; not the address online, which is for those who are booked."""
        return self.venue.name if self.venue is not None else str(self.Format.ONLINE.label)

    def takes_bookings(self, now: datetime) -> bool:
        """Whether a seat may be asked for now, if there is one."""
        if self.state != self.State.OPEN or self.starts_at is None:
            return False
        return now < min(self.starts_at, self.booking_closes_at or self.starts_at)

    def promotes(self, now: datetime) -> bool:
        """Whether people move up from the waiting list by themselves now."""
        if self.state not in (self.State.OPEN, self.State.CLOSED) or self.starts_at is None:
            return False
        return now < min(self.starts_at, self.promote_until or self.starts_at)

    def is_late(self, now: datetime) -> bool:
        """Whether cancelling now is late."""
        return self.cancel_until is not None and now > self.cancel_until


class SessionDate(models.Model):
    """One sitting. Its `key` is the UID of the calendar entry, whatever else about it changes."""

    session = ParentalKey(Session, on_delete=models.CASCADE, related_name="dates")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.PROTECT, related_name="dates", verbose_name=_("room")
    )

    class Meta:
        verbose_name = _("date of a session")
        verbose_name_plural = _("dates of sessions")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="session_date_span")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_date_ends_after_start",
                violation_error_message=_("A date cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class SessionTrainer(models.Model):
    """Who gives it."""

    session = ParentalKey(Session, on_delete=models.CASCADE, related_name="trainers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="trained_sessions",
        verbose_name=_("trainer"),
        limit_choices_to={"is_active": True, "groups__department__isnull": False},
    )

    class Meta:
        verbose_name = _("trainer of a session")
        verbose_name_plural = _("trainers of sessions")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="session_trainer_once")]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.user}"


class SeatQuota(models.Model):
    """At most so many seats for people of a region and those below it. Who is in no region of a quota is only bound by
    the seats of the session."""

    session = ParentalKey(Session, on_delete=models.CASCADE, related_name="quotas")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region"))
    seats = models.PositiveIntegerField(_("seats at most"))

    class Meta:
        verbose_name = _("seat quota")
        verbose_name_plural = _("seat quotas")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "region"], name="session_quota_once")]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.region}: {self.seats}"


class SessionMaterial(models.Model):
    """A file or an address, for those who are booked."""

    session = ParentalKey(Session, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=160)
    file = models.ForeignKey(
        LessonFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("file")
    )
    link = models.URLField(_("address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("material of a session")
        verbose_name_plural = _("materials of sessions")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if (self.file is None) == (not self.link):
            raise ValidationError({"file": _("Give a file or an address, one of the two.")})
