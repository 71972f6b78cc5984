"""Who takes part: bookings, and who was there. Never deleted: booking again after a cancellation is another row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.network.models import Dealer
from training.courses.models import Registration
from training.sessions.models.session import Session, SessionDate


class Booking(models.Model):
    """A person's place in a session. `dealer` is where they worked when it was booked: its region counts for quotas,
    and it owes the price. `waiting_since` is their place in the queue."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("waits for approval")
        WAITLISTED = "waitlisted", _("on the waiting list")
        BOOKED = "booked", _("booked")
        ATTENDED = "attended", _("attended")
        PARTIALLY_ATTENDED = "partially_attended", _("attended in part")
        NO_SHOW = "no_show", _("did not come")
        DECLINED = "declined", _("declined")
        CANCELLED = "cancelled", _("cancelled")

    class Source(models.TextChoices):
        SELF = "self", _("by themselves")
        MANAGER = "manager", _("by a manager")
        TRAINER = "trainer", _("by a trainer")

    TO_COME = (State.REQUESTED, State.WAITLISTED, State.BOOKED)
    SEATED = (State.BOOKED, State.ATTENDED, State.PARTIALLY_ATTENDED, State.NO_SHOW)
    """The states that hold a seat."""
    ENDED = (State.DECLINED, State.CANCELLED)

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="bookings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="session_bookings")
    dealer = models.ForeignKey(Dealer, null=True, on_delete=models.PROTECT, related_name="+")
    registration = models.ForeignKey(Registration, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=State)
    source = models.CharField(_("booked"), max_length=10, choices=Source)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    waiting_since = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_late = models.BooleanField(_("cancelled late"), default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    minutes = models.PositiveIntegerField(_("minutes attended"), default=0)

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=~models.Q(state__in=["declined", "cancelled"]),
                name="one_booking_at_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["session", "state", "waiting_since"], name="booking_queue"),
            models.Index(fields=["user", "state"], name="booking_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.session_id} · {self.state}"

    @property
    def has_seat(self) -> bool:
        return self.state in self.SEATED


class Attendance(models.Model):
    """How long a person was there on a date. What a trainer corrects is in the events."""

    class Method(models.TextChoices):
        LIST = "list", _("by the trainer's list")
        CODE = "code", _("by the code in the room")

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="attendances")
    date = models.ForeignKey(SessionDate, on_delete=models.PROTECT, related_name="attendances")
    minutes = models.PositiveIntegerField(_("minutes"))
    method = models.CharField(_("marked"), max_length=6, choices=Method)
    marked_at = models.DateTimeField(default=timezone.now)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["date__starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["booking", "date"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.booking_id} · {self.date_id}: {self.minutes}"
