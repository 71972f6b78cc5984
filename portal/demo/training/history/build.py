"""The year, step by step. A step is one transaction that ends with an event saying that it was made: an interrupted
start goes on with the next, a later start finds all of them and does nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.core import events
from portal.core.dispatch import kept_here
from portal.core.models import Event
from portal.demo.training.history.afterwards import follow
from portal.demo.training.history.cases import build_cases
from portal.demo.training.history.certificates import build_certificates
from portal.demo.training.history.colleagues import build_colleagues
from portal.demo.training.history.figures import build_figures
from portal.demo.training.history.journeys import travel, world_of
from portal.demo.training.history.learners import Learner, learners, managers_of
from portal.demo.training.history.opinions import build_checks, build_opinions, build_plans
from portal.demo.training.history.origins import date_origins
from portal.demo.training.history.prior import build_prior
from portal.demo.training.history.quizzes import build_quizzes
from portal.demo.training.history.runs import build_runs
from portal.demo.training.history.slip import build_slip
from portal.demo.training.history.sums import build_notices, build_sums
from portal.network.models import User
from training.courses.models import Course

VERB = "demo.history"
TRAINERS = {"en": ("ruth", "bruno"), "zh-hans": ("yan",)}


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is kept when it was made. `make` is given the day from which the year is counted back."""

    name: str
    make: Callable[[date], None]


def build_history(*, say: Callable[[str], None]) -> None:
    """What is not there yet of the year. Needs everything else of the demo's training. One statement when all of it
    is there."""
    made = dict(Event.objects.filter(verb=VERB).order_by("pk").values_list("subject", "data"))
    missing = [step for step in steps() if f"history:{step.name}" not in made]
    if not missing:
        return
    say("Writing a year of history")
    first = next(iter(made.values()), None)
    today = date.fromisoformat(str(first["today"])) if first else timezone.localdate()
    with kept_here():
        for step in missing:
            with transaction.atomic():
                step.make(today)
                events.record(verb=VERB, subject=f"history:{step.name}", actor=None, data={"today": today.isoformat()})


def steps() -> tuple[Step, ...]:
    """All of them, in order."""
    numbers = Course.objects.order_by("document_number").values_list("document_number", flat=True)
    courses = tuple(Step(number, _course_step(number)) for number in numbers)
    return (
        Step("people", _people),
        Step("origins", date_origins),
        Step("plans", build_plans),
        *courses,
        Step("runs", build_runs),
        Step("certificates", build_certificates),
        Step("prior", build_prior),
        Step("opinions", build_opinions),
        Step("checks", build_checks),
        Step("cases", build_cases),
        Step("quizzes", build_quizzes),
        Step("figures", build_figures),
        Step("sums", build_sums),
        Step("notices", build_notices),
    )


def _people(today: date) -> None:
    build_slip()
    build_colleagues(today=today)


def _course_step(number: str) -> Callable[[date], None]:
    def make(today: date) -> None:
        course = Course.objects.get(document_number=number)
        trainers = list(User.objects.filter(username__in=TRAINERS[course.language]).order_by("username"))
        world = world_of(course=course, managers=managers_of(), trainers=trainers, now=timezone.now())
        people = [one for one in learners() if one.language == course.language and _meets(course, one, today)]
        registrations = travel(world, people, code=number.rpartition("-")[0])
        follow(registrations)

    return make


def _meets(course: Course, learner: Learner, today: date) -> bool:
    """Whether the course is for the person's present job."""
    job = learner.job(today)
    roles = {role.code for role in course.audience_roles.all()}
    brands = {brand.code for brand in course.audience_brands.all()}
    return bool(job.roles & roles) and (not brands or bool(job.brands & brands))
