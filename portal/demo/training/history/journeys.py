"""People on their way through a course, lesson by lesson, until it is done, they stop, or today has come.

Registering and completing a lesson have doors, which stamp what they do with now and cost some ten statements a lesson.
So rows are written here as those doors would have left them; what a registration comes to is worked out by the same
`fulfilment`, practical tasks are judged by the same `verdict`. What follows from a completed course is left to the
doors of the rooms above, which take its date (see `afterwards`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from content.library.models import Edition
from portal.core.models import Event
from portal.demo.training.history.chance import chance
from portal.demo.training.history.gatherings import Gatherings, gatherings
from portal.demo.training.history.learners import Learner, moment
from portal.demo.training.history.plans import Plan, plan_for
from portal.demo.training.history.records import Records
from portal.demo.training.history.sitting import Candidate, Paper, sit
from portal.network.models import User
from training.assessments.models import Assessment
from training.courses.fulfilment import fulfilment
from training.courses.models import Course, CourseVersion, LessonState, Observation, Reading, Registration, SignOff
from training.courses.outline import Lesson
from training.courses.practical.judging import RIGHT, WRONG, asks, checklist, verdict
from training.courses.receivers import purpose_of
from training.evaluation.models import SurveyAnswered

State = Registration.State
_LEARNS = 0.45
"""How much abler somebody is at the next attempt."""
_MOST_TRIES = 4
_FAILS_TASK, _STAYS_AWAY = 0.12, 0.06
_SHARE = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class World:
    """What a course's journeys need to know, read once."""

    course: Course
    version: CourseVersion
    papers: Mapping[str, Paper]
    editions: Mapping[int, Sequence[Edition]]
    sessions: Mapping[str, Gatherings]
    managers: Mapping[int, User]
    trainers: Sequence[User]
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()


def world_of(*, course: Course, managers: Mapping[int, User], trainers: Sequence[User], now: datetime) -> World:
    """Some statements for each of its lessons."""
    version = course.versions.order_by("-number")[0]
    lessons = version.outline.lessons
    tests = {one.id: Assessment.objects.get(pk=one.value["assessment"]) for one in lessons if one.kind == "assessment"}
    manuals = {one.value["manual"] for one in lessons if one.kind == "reading"}
    return World(
        course=course,
        version=version,
        papers={lesson: Paper.of(assessment) for lesson, assessment in tests.items()},
        editions={
            manual: list(Edition.objects.filter(manual=manual).order_by("effective_from", "pk")) for manual in manuals
        },
        sessions={
            one.id: gatherings(course=course, lesson=one, today=now.date(), trainers=trainers)
            for one in lessons
            if one.kind == "session"
        },
        managers=managers,
        trainers=trainers,
        now=now,
    )


def travel(world: World, people: Sequence[Learner], *, code: str) -> list[Registration]:
    """Send everybody on their way who has a plan for the course and was never registered for it. Gives the
    registrations."""
    known = set(Registration.objects.filter(course=world.course).values_list("user", flat=True))
    people = [one for one in people if one.user.pk not in known]
    going = [(learner, plan) for learner in people if (plan := plan_for(learner, code, today=world.today)) is not None]
    registrations = [_registered(world, learner, plan) for learner, plan in going]
    Registration.objects.bulk_create(registrations, batch_size=200)
    records = Records()
    for (learner, plan), registration in zip(going, registrations, strict=True):
        Journey(world, learner, plan, registration, records).go()
    records.keep(registrations)
    for sessions in world.sessions.values():
        sessions.keep()
    return registrations


def _registered(world: World, learner: Learner, plan: Plan) -> Registration:
    manager = world.managers.get(learner.job(plan.begins).dealer)
    by = {Registration.Source.SELF: learner.user, Registration.Source.MANAGER: manager}.get(plan.source)  # type: ignore[call-overload]
    hour = chance("enrolled", learner.name, world.course.pk).uniform(8, 16)
    days = plan.due_days or world.course.days
    return Registration(
        user=learner.user,
        course=world.course,
        version=world.version,
        state=State.REQUESTED if plan.fate == "requested" else State.ENROLLED,
        source=plan.source,
        due_on=plan.begins + timedelta(days=days) if days else None,
        created_at=moment(plan.begins, hour),
        created_by=by,
        lessons_required=world.version.lessons_needed,
    )


class Journey:
    """One person's way through one course."""

    def __init__(
        self, world: World, learner: Learner, plan: Plan, registration: Registration, records: Records
    ) -> None:
        self.world, self.learner, self.plan = world, learner, plan
        self.registration, self.records = registration, records
        self.dice = chance("journey", learner.name, world.course.document_number)
        self.states: list[LessonState] = []

    def go(self) -> None:
        """All of it."""
        made = self.registration
        self._event("registration.made", made.created_at, source=str(made.source), state=str(made.state))
        if made.state == State.REQUESTED:
            return
        clock = made.created_at
        if self.world.course.enrolment == Course.Enrolment.APPROVAL and made.source == Registration.Source.SELF:
            clock += timedelta(hours=self.dice.uniform(2, 40))
            self._event("registration.approved", clock, actor=self._assessor(clock))
        if self.plan.fate != "never":
            self._lessons(clock)
        self._settle()

    def _lessons(self, clock: datetime) -> None:
        """One after the other, as far as they come."""
        for lesson in self.world.version.outline.lessons:
            clock = self._later(clock)
            if clock >= self.world.now:
                return
            stops = self.plan.stops_at == lesson.kind and (lesson.kind != "text" or self.states)
            if stops and self.plan.fate != "on":
                return
            state = LessonState(registration=self.registration, lesson=lesson.id, opened_at=clock)
            self.states.append(state)
            done = self._do(lesson, state, clock)
            if done is None or done >= self.world.now:
                return
            state.completed_at = clock = done

    def _later(self, clock: datetime) -> datetime:
        days = int(self.dice.expovariate(1 / self.plan.pace))
        if not days:
            return clock + timedelta(minutes=self.dice.uniform(3, 30))
        day = clock.date() + timedelta(days=days)
        return moment(day + timedelta(days=day.weekday() == 6), self.dice.uniform(7.5, 16))

    def _do(self, lesson: Lesson, state: LessonState, clock: datetime) -> datetime | None:
        """Do the lesson; gives when it was done, None where it was not."""
        match lesson.kind:
            case "assessment":
                return self._test(lesson, state, clock)
            case "practical":
                return self._practical(lesson, state, clock)
            case "session":
                return self._session(lesson, clock)
        done = clock + timedelta(minutes=max(1, lesson.minutes or 2) * self.dice.uniform(0.5, 1.6))
        if lesson.kind == "reading" and done < self.world.now:
            self._read(lesson, state, done)
        if lesson.kind == "survey" and done < self.world.now:
            self.records.answered.append(SurveyAnswered(registration=self.registration, lesson=lesson.id))
        return done

    def _test(self, lesson: Lesson, state: LessonState, clock: datetime) -> datetime | None:
        """Try until it is passed, or no attempt is left."""
        paper = self.world.papers[lesson.id]
        seen: frozenset[int] = frozenset()
        for number in range(1, (paper.assessment.most_attempts or _MOST_TRIES) + 1):
            candidate = Candidate(
                user=self.learner.user,
                language=self.learner.language,
                ability=self.learner.ability + _LEARNS * (number - 1),
                purpose=purpose_of(self.registration, lesson.id),
                number=number,
                seen=seen,
            )
            sat = sit(paper, candidate, at=clock, about=f"{self.world.course.document_number}:{lesson.title}")
            ended = sat.attempt.submitted_at
            if ended is None or ended >= self.world.now:
                return None
            self.records.sats.append(sat)
            if sat.attempt.passed:
                state.share = sat.attempt.share
                return ended
            seen |= sat.asked
            clock = ended + timedelta(minutes=paper.assessment.cool_down_minutes, days=self.dice.uniform(1, 12))
        return None

    def _practical(self, lesson: Lesson, state: LessonState, clock: datetime) -> datetime | None:
        """Ask for a sign-off; who fails asks again."""
        waits = self.plan.stops_at == "practical"
        asked = clock + timedelta(minutes=lesson.minutes)
        while asked < self.world.now:
            sign_off = SignOff(
                registration=self.registration,
                lesson=lesson.id,
                manager_may=asks(lesson)["manager_may"],
                asked_at=asked,
            )
            self.records.sign_offs.append(sign_off)
            self._event("sign_off.asked", asked)
            seen = asked + timedelta(days=self.dice.uniform(0.2, 9))
            if waits or seen >= self.world.now:
                return None
            observation = self._observed(lesson, sign_off, seen)
            if observation.passed:
                state.share = observation.share.quantize(_SHARE)
                return seen
            asked = self._later(seen) + timedelta(days=2)
        return None

    def _observed(self, lesson: Lesson, sign_off: SignOff, at: datetime) -> Observation:
        items = checklist(lesson)
        results = [RIGHT] * len(items)
        if self.dice.random() < _FAILS_TASK:
            critical = [place for place, item in enumerate(items) if item.critical] or [0]
            results[self.dice.choice(critical)] = WRONG
        judged = verdict(items=items, results=results, percent=asks(lesson)["share"])
        chinese = self.learner.language == "zh-hans"
        sign_off.state = SignOff.State.DECIDED
        observation = Observation(
            sign_off=sign_off,
            version=self.world.version,
            assessor=self._assessor(at),
            results=[
                {"text": item.text, "critical": item.critical, "result": result, "comment": ""}
                for item, result in zip(items, results, strict=True)
            ],
            passed=judged.passed,
            share=judged.share.quantize(_SHARE),
            comment="" if judged.passed else "请再练习一次。" if chinese else "Practise once more, then ask again.",
            observed_at=at,
        )
        self.records.observations.append(observation)
        self._event("sign_off.passed" if judged.passed else "sign_off.failed", at, actor=observation.assessor)
        return observation

    def _assessor(self, at: datetime) -> User:
        return self.world.managers.get(self.learner.job(at.date()).dealer) or self.world.trainers[0]

    def _session(self, lesson: Lesson, clock: datetime) -> datetime | None:
        """The next session with a seat; who stays away takes a later one."""
        sessions = self.world.sessions[lesson.id]
        while (found := sessions.next(clock)) is not None:
            came = self.dice.random() >= _STAYS_AWAY
            dealer = self.learner.job(clock.date()).dealer
            sessions.attend(found, self.registration, dealer=dealer, asked=clock, came=came)
            if came:
                return found.date.ends_at
            clock = found.date.ends_at + timedelta(days=1)
        return None

    def _read(self, lesson: Lesson, state: LessonState, at: datetime) -> None:
        """The edition that was in force then."""
        editions = self.world.editions[lesson.value["manual"]]
        if not editions:
            return
        edition = next((one for one in reversed(editions) if one.effective_from <= at), editions[0])
        self.records.readings.append(
            Reading(
                state=state,
                manual_id=edition.manual_id,
                edition=edition,
                checked=editions[-1],
                document_number=edition.manual.document_number,
                edition_label=edition.label,
                first_page=lesson.value["first_page"],
                last_page=lesson.value["last_page"],
                read_at=at,
            )
        )

    def _settle(self) -> None:
        """What it comes to, as `completion.recount` works it out."""
        made, version = self.registration, self.world.version
        self.records.states += self.states
        done = [state for state in self.states if state.completed_at is not None]
        now_is = fulfilment(
            version.outline,
            version.completion,
            completed=frozenset(state.lesson for state in done),
            scores={state.lesson: state.share for state in done if state.share is not None},
        )
        made.lessons_done, made.lessons_required = now_is.done, now_is.needed
        made.share = now_is.mean
        if self.states:
            made.state, made.started_at = State.IN_PROGRESS, self.states[0].opened_at
            made.last_lesson, made.last_seen_at = self.states[-1].lesson, self.states[-1].opened_at
        if now_is.complete:
            made.state, made.completed_at = State.COMPLETED, max(one.completed_at for one in done if one.completed_at)
            self._event("registration.completed", made.completed_at)
        elif self.plan.fate == "withdrawn":
            left = (self.states[-1].opened_at if self.states else made.created_at) + timedelta(days=6)
            if left < self.world.now:
                made.state = State.WITHDRAWN
                made.reason = "已调岗" if self.learner.language == "zh-hans" else "Has another job now"
                self._event("registration.withdrawn", left, reason=made.reason)

    def _event(self, verb: str, at: datetime, *, actor: User | None = None, **data: object) -> None:
        self.records.events.append(
            Event(
                at=at,
                actor=actor or self.learner.user,
                verb=verb,
                subject=f"registration:{self.registration.pk}",
                data=data,
            )
        )
