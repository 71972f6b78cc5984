"""What is written down when publications are released, withdrawn or contradict each other."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from content.library.models.manual import Manual


class ReleaseTask(AbstractGroupApprovalTask):
    """The step of a workflow that publishes. Who may take it is decided by `content.library.releasing`."""

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Without approval for whom the rule refuses it."""
        from content.library.releasing import Way, release_refusal

        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        if actions and release_refusal(user, obj.specific, way=Way.LAST_STEP):
            return [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Raises ReleaseRefused, and ConflictsOpen while there are questions that nobody answered."""
        from content.library.conflicts import require_answers
        from content.library.releasing import Way, require_release

        if action_name == "approve":
            page = task_state.workflow_state.content_object.specific
            require_release(user, page, way=Way.LAST_STEP)
            require_answers(page, then="approve")
        return super().on_action(task_state, user, action_name, **kwargs)


class Withdrawal(models.Model):
    """A publication that was taken back. It ends when the publication is released again."""

    manual = models.ForeignKey(Manual, on_delete=models.CASCADE, related_name="withdrawals")
    reason = models.TextField(_("reason"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["manual"], condition=models.Q(lifted_at__isnull=True), name="withdrawn_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.manual_id} {self.at:%Y-%m-%d}"


class Conflict(models.Model):
    """Two publications of one type that are meant for one vehicle and one reader. `first` has the lower key.

    open -> answered (`ConflictAnswer`) -> open again when whom or what either is for changes (`digest`); settled when
    they no longer overlap or one of them does something to the other
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Both stand")
        SETTLED = "settled", _("Settled")

    first = models.ForeignKey(Manual, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Manual, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    digest = models.CharField(max_length=64)
    """Of what both apply to and whom they are for, as the question was put."""
    found_at = models.DateTimeField(_("found"), default=timezone.now)

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="conflict_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="conflict_in_order"),
        ]
        indexes = [models.Index(fields=["state", "found_at"], name="conflict_open")]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"


class ConflictAnswer(models.Model):
    """Why two publications that overlap both stand. Append-only; the newest counts while `digest` is the conflict's."""

    conflict = models.ForeignKey(Conflict, on_delete=models.CASCADE, related_name="answers")
    reason = models.TextField(_("why both stand"), max_length=2000)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer to a conflict")
        verbose_name_plural = _("answers to conflicts")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.conflict_id} {self.at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("An answer to a conflict is never changed.")
        super().save(*args, **kwargs)


class EmergencyRelease(models.Model):
    """A release without the review that its department asks for. It is looked at afterwards."""

    manual = models.ForeignKey(Manual, on_delete=models.CASCADE, related_name="emergency_releases")
    revision_id = models.PositiveBigIntegerField()
    """Of Wagtail's revisions, which may be purged."""
    reason = models.TextField(_("reason"), max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    finding = models.TextField(_("what was found"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("emergency release")
        verbose_name_plural = _("emergency releases")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.manual_id} {self.at:%Y-%m-%d}"
