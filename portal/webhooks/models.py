"""Webhooks: where programs of dealers are told, what they were told, and what they answered."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.network.models import Dealer


class Endpoint(models.Model):
    """An address that is told events, with the eyes of a dealer or of the whole network.

    active -> paused (by a person) -> active; active -> disabled (failed for days, or said that it is gone) -> active
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DISABLED = "disabled", _("Switched off after failures")

    name = models.CharField(_("name"), max_length=120)
    url = models.CharField(_("address"), max_length=500, help_text=_("https://… of the dealer management system."))
    dealer = models.ForeignKey(
        Dealer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="webhooks",
        verbose_name=_("dealer"),
        help_text=_(
            "It is told what people of this dealer may see. Empty: the whole network. It does not change later."
        ),
    )
    events = models.JSONField(_("events"), default=list)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ACTIVE, editable=False)
    nonce = models.UUIDField(default=uuid4, editable=False)
    """What the secret is made from, with the portal's own key: see `portal.webhooks.signing`."""
    previous_nonce = models.UUIDField(null=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    """Until then what is sent is signed with the secret before as well."""
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    rests_until = models.DateTimeField(null=True, editable=False)
    """It did not answer, and is left alone until then."""
    failures = models.PositiveIntegerField(default=0, editable=False)
    """In a row, of not answering at all."""
    busy_until = models.DateTimeField(null=True, editable=False)
    """A worker speaks to it. One that died holds it until then."""
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Message(models.Model):
    """Something that happened, as it is told. `key` makes it one, however often it is said."""

    key = models.CharField(max_length=160, unique=True)
    event = models.CharField(_("event"), max_length=60)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """A message to an endpoint. It is told until the endpoint takes it, for at most three days.

    waiting -> delivered | given_up; both can be sent again by a person
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        GIVEN_UP = "given_up", _("Given up")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    """The `webhook-id`: the same however often it is tried."""
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    owed_since = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    delivered_at = models.DateTimeField(_("delivered"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["endpoint", "message"], name="webhook_delivery_once")]
        indexes = [
            models.Index(
                fields=["endpoint", "due_at"], condition=models.Q(state="waiting"), name="webhook_delivery_due"
            ),
            models.Index(fields=["endpoint", "-created_at"], name="webhook_delivery_log"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class Try(models.Model):
    """One attempt to deliver, and what came of it. Append-only."""

    class Fault(models.TextChoices):
        NONE = "", _("Answered")
        TIMEOUT = "timeout", _("No answer in time")
        REFUSED = "refused", _("No connection")
        NAME = "name", _("The name is not known")
        ADDRESS = "address", _("The address is not public")
        TLS = "tls", _("The certificate is not valid")
        PROTOCOL = "protocol", _("The answer is not HTTP")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="log")
    at = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=8, choices=Fault, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    """The first bytes of it."""
    milliseconds = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("try")
        verbose_name_plural = _("tries")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.status or self.fault}"
