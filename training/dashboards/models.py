"""Sums that dashboards read, so that no page counts two million rows; and the reports that people order.

Two kinds of sums. What is so now (`DealerStanding`, `CourseAtDealer`, `CourseStanding`) counts the people who work at
a dealer today. What happened (`CourseMonth`, `DealerMonth`) counts for the dealers at which the person worked on that
day, and stays there when they move. All can be worked out anew from registrations and memberships at any time.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.exports.models import Export, Format
from portal.network.models import Dealer
from training.courses.models import Course


class Counts(models.Model):
    """How registrations stand. `people` have an open one or have completed; `completed` are people, whatever they
    take again; the others are open registrations."""

    people = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    enrolled = models.PositiveIntegerField(default=0)
    in_progress = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def open(self) -> int:
        return self.waiting + self.enrolled + self.in_progress

    @property
    def share(self) -> float | None:
        """How much of what people have taken on they have completed; None when there is nothing."""
        return self.completed / self.people if self.people else None


class CourseAtDealer(Counts):
    """One course among the people of one dealer."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("course at a dealer")
        verbose_name_plural = _("courses at dealers")
        constraints = [models.UniqueConstraint(fields=["dealer", "course"], name="course_at_dealer_once")]
        indexes = [models.Index(fields=["course"], name="course_at_dealer_course")]

    def __str__(self) -> str:
        return f"{self.course_id} @ {self.dealer_id}"


class CourseStanding(Counts):
    """One course over all people, each counted once wherever they work."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="training_sums")

    class Meta:
        verbose_name = _("standing of a course")
        verbose_name_plural = _("standings of courses")

    def __str__(self) -> str:
        return str(self.course_id)


class DealerStanding(Counts):
    """All courses among the people of one dealer: here `people` and `completed` count pairs of person and course.
    `staff` work there today; `late_staff` of them have something overdue, `certified` hold a valid certificate."""

    dealer = models.OneToOneField(Dealer, on_delete=models.CASCADE, related_name="training_sums")
    staff = models.PositiveIntegerField(default=0)
    late_staff = models.PositiveIntegerField(default=0)
    certified = models.PositiveIntegerField(default=0)
    refreshed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("standing of a dealer")
        verbose_name_plural = _("standings of dealers")

    def __str__(self) -> str:
        return str(self.dealer_id)


class CourseMonth(models.Model):
    """What happened in a month at a dealer in a course. `month` is its first day."""

    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    enrolled = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("month of a course at a dealer")
        verbose_name_plural = _("months of courses at dealers")
        constraints = [models.UniqueConstraint(fields=["dealer", "course", "month"], name="course_month_once")]
        indexes = [models.Index(fields=["course", "month"], name="course_month_course")]

    def __str__(self) -> str:
        return f"{self.course_id} @ {self.dealer_id} {self.month}"


class DealerMonth(models.Model):
    """What happened in a month at a dealer in all courses."""

    dealer = models.ForeignKey(Dealer, on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    enrolled = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("month of a dealer")
        verbose_name_plural = _("months of dealers")
        constraints = [models.UniqueConstraint(fields=["dealer", "month"], name="dealer_month_once")]
        indexes = [models.Index(fields=["month"], name="dealer_month_month")]

    def __str__(self) -> str:
        return f"{self.dealer_id} {self.month}"


class Touched(models.Model):
    """What has changed since the sums were worked out: a person's registration for a course, what they hold (then
    there is no course), or the people of a dealer.

    Rows are added in the transaction of the change and taken away when the sums have followed. There may be several
    for one thing: one that is added while its sums are worked out is worked off next.
    """

    user_id = models.BigIntegerField(null=True)
    course_id = models.BigIntegerField(null=True)
    dealer_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("changed since the last sums")
        verbose_name_plural = _("changed since the last sums")

    def __str__(self) -> str:
        return f"{self.user_id}/{self.course_id}/{self.dealer_id}"


class ReportSubscription(models.Model):
    """A table that a person gets by mail, once a week or a month. Whose rows it holds is decided each time."""

    class Every(models.TextChoices):
        WEEK = "week", _("every Monday")
        MONTH = "month", _("on the first of the month")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    table = models.CharField(_("table"), max_length=30)
    format = models.CharField(_("format"), max_length=4, choices=Format, default=Format.XLSX)
    every = models.CharField(_("sent"), max_length=5, choices=Every, default=Every.WEEK)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("ordered report")
        verbose_name_plural = _("ordered reports")
        ordering = ["table", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "table", "every"], name="report_ordered_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.every}"


class ReportDelivery(models.Model):
    """That a report was made for a period ("2026-W48", "2026-11"): once."""

    subscription = models.ForeignKey(ReportSubscription, on_delete=models.CASCADE, related_name="deliveries")
    period = models.CharField(max_length=10)
    export = models.OneToOneField(Export, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("report sent")
        verbose_name_plural = _("reports sent")
        constraints = [models.UniqueConstraint(fields=["subscription", "period"], name="report_sent_once")]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.period}"
