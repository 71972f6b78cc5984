"""One dealer, one person who learns there, and a row of everything that training keeps: all of it is named `MARK`, the
person `PERSON`, what is right in questions `KEY`, so that a page that shows any of it to the wrong person is seen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from portal.core import storage
from portal.network.api import viewer_for
from portal.network.models import Brand
from portal.notices.api import notify
from portal.notices.choosing import unsubscribe_token
from portal.notices.models import Notice
from tests import factories
from tests.training import builders, questions
from tests.training.certification_builder import complete, curriculum, demand, scheme
from tests.training.courses_builder import course, lesson, module
from tests.training.enrolment.rules import rule
from tests.training.needs import needs_builder
from tests.training.sessions import builders as sessions
from training.assessments.api import begin, hand_in
from training.assessments.attempts.saving import save_answer
from training.assessments.models import Allowance, AnswerFile
from training.bank.exchange.models import QuestionImport
from training.bank.pictures import keep_picture
from training.certification.certificates import make_certificate
from training.certification.models import CertificationPeriod, Equivalence, ExternalIdentifier
from training.certification.recognising import claim
from training.courses.completion import complete_lesson
from training.courses.files import receive_file
from training.courses.models import Course, CourseImport, Registration
from training.courses.practical.handing_in import add_photo, ask
from training.courses.registering import register
from training.dashboards.models import ReportSubscription
from training.enrolment.models import CourseReminders, EnrolmentFile, RuleRun
from training.evaluation.models import FigureUpload, JobCheck
from training.needs.models import CompetencyFramework
from training.needs.standards import judge_all
from training.refresher.dealing import deal
from training.refresher.models import Card, RetentionGoal
from training.refresher.quizzing import start
from training.sessions import codes
from training.sessions.feed import token_of
from training.sessions.models import SessionMaterial

MARK = "Zephyrus"
PERSON = "Quillfeather"
DRAFT = "Umbriel"
"""In the title of what its department has not published: other staff read what is published, and no drafts."""
KEY = "keymark"
NUMBER = "73917391"
"""The right number of a question."""
OTHERS = "Boreal"
"""In the title of a course that the other dealer sees, and this one does not."""
CUE = "Vermilion"
"""Said in the film."""


def build() -> SimpleNamespace:
    """The people who look, and everything there is to look at."""
    world = SimpleNamespace()
    _people(world)
    _bank(world)
    _course(world)
    _learning(world)
    _sessions(world)
    _certification(world)
    _around(world)
    _desk(world)
    return world


def _people(world: SimpleNamespace) -> None:
    role = factories.JobRoleFactory(code="technician")
    own = factories.DealerFactory(code="D-OWN", name=f"House {PERSON}", brands=[factories.BrandFactory(code="north")])
    other = factories.DealerFactory(code="D-OTHER", brands=[factories.BrandFactory(code="south")])
    world.dealer, world.role, world.brand = own, role, own.brands.get()
    world.learner = factories.person(username="quill", dealer=own, roles=[role], first_name="Ada", last_name=PERSON)
    world.colleague = factories.person(
        username="other-tech", dealer=other, roles=[factories.JobRoleFactory(code="sales")]
    )
    world.managers = {
        name: factories.MembershipFactory(dealer=dealer, is_manager=True, user__username=f"boss-{name}").user
        for name, dealer in (("own", own), ("other", other))
    }
    world.author = factories.oem_person(username="author", groups=[builders.department().authors])
    world.elsewhere = factories.oem_person(username="elsewhere", groups=[builders.department("parts").authors])


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
    return buffer.getvalue()


def _bank(world: SimpleNamespace) -> None:
    world.category = builders.category(f"{MARK} category")
    world.media = keep_picture(picture())
    stem = {"en": f'<p>{MARK}?</p><img src="media:{world.media.sha256}">'}
    options = [questions.option("a", 1.0, feedback={"en": KEY}), questions.option("b", feedback={"en": KEY})]
    asked = {
        "choice": questions.ask("choice", stem=stem, options=options, explanation={"en": KEY}, hints=[{"en": "Look."}]),
        "number": questions.ask("numeric", keys=[{"value": int(NUMBER), "feedback": {"en": KEY}}]),
        "word": questions.ask("short_text", keys=[{"pattern": f"{KEY}-word"}]),
        "essay": questions.ask("essay"),
    }
    world.questions = {
        name: builders.ready(f"{MARK} {name}", one, into=world.category, objective=MARK) for name, one in asked.items()
    }
    world.assessment = builders.assessment(
        *world.questions.values(), title=f"{MARK} test", feedback="score", pass_share=Decimal("0.01")
    )


def _file(kind: str, name: str, data: bytes) -> Any:
    upload = SimpleUploadedFile(name, data)
    return receive_file(upload=upload, kind=kind, title=f"{MARK} file", department=builders.department())


def _course(world: SimpleNamespace) -> None:
    world.file = _file("document", "zephyrus.txt", MARK.encode())
    checklist = [{"text": f"{MARK} item", "critical": True}]
    asked = [{"text": f"{MARK}?", "kind": "scale", "options": []}]
    film = _file("video", "zephyrus.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(200))
    captions = _file("captions", "zephyrus.vtt", f"WEBVTT\n\n00:07.000 --> 00:09.000\n{CUE} {MARK}.\n".encode())
    world.lessons = {
        "text": lesson(title=f"{MARK} text"),
        "test": lesson("assessment", title=f"{MARK} test", assessment=world.assessment.pk),
        "practical": lesson(
            "practical", title=f"{MARK} task", task="<p>?</p>", checklist=checklist, photos=1, share=100
        ),
        "survey": lesson("survey", title=f"{MARK} survey", questions=asked),
        "download": lesson("download", title=f"{MARK} download", file=world.file.pk),
        "session": lesson("session", title=f"{MARK} session", share=80),
        "film": lesson(
            "video", title=f"{MARK} film", film=film.pk, captions=captions.pk, share=100, chapters=[], subtitles=[]
        ),
    }
    world.lessons["practical"]["value"]["assessor"] = "manager"
    made = course(module(*world.lessons.values()), title=f"{MARK} drive", publish=False, in_order=False)
    made.summary = f"{MARK} summary"
    world.course = _for_brand(made, world, world.brand)
    steps = lesson(title=f"{MARK} short"), lesson("assessment", title="Test", assessment=world.assessment.pk)
    short = course(module(*steps), title=f"{MARK} basics", publish=False)
    world.short = _for_brand(short, world, world.brand)
    theirs = course(module(lesson(title=f"{OTHERS} lesson")), title=f"{OTHERS} drive", publish=False)
    world.theirs = _for_brand(theirs, world, Brand.objects.get(code="south"))
    world.draft = course(module(lesson(title=f"{DRAFT} lesson")), title=f"{DRAFT} drive", publish=False)
    world.draft.save_revision(user=world.author)


def _for_brand(made: Course, world: SimpleNamespace, brand: Brand) -> Course:
    made.audience_brands.set([brand])
    made.save()
    made.save_revision(user=world.author).publish()
    return Course.objects.get(pk=made.pk)


def _learning(world: SimpleNamespace) -> None:
    user = world.learner
    world.registration = register(actor=user, user=user, course=world.course, source=Registration.Source.SELF)
    world.attempt = begin(
        user=user, assessment=world.assessment, purpose=f"registration:{world.registration.pk}:x", language="en"
    )
    save = {"user": user, "attempt_id": world.attempt.pk, "based_on": 0, "client_key": "k" * 8}
    save_answer(position=0, payload={"option": "a"}, **save)
    storage_name = "ab" * 32
    essay = world.attempt.items.get(position=3)
    world.answer_file = AnswerFile.objects.create(
        item=essay, sha256=storage_name, name=f"{MARK}.txt", content_type="text/plain", size=len(MARK)
    )
    storage.save_bytes(name=world.answer_file.stored_as, data=MARK.encode(), content_type="text/plain")
    hand_in(user=user, attempt_id=world.attempt.pk)
    place = {one.id: one for one in world.registration.version.outline.lessons}
    practical = place[world.lessons["practical"]["id"]]
    world.photo = add_photo(registration=world.registration, lesson=practical, data=picture())
    world.sign_off = ask(actor=user, registration=world.registration, lesson=practical, note=f"{MARK} note")
    world.done = complete(user, world.short)
    complete_lesson(registration=world.registration, lesson_id=world.lessons["test"]["id"])
    colleague = world.colleague
    world.others = register(actor=colleague, user=colleague, course=world.theirs, source=Registration.Source.SELF)


def _sessions(world: SimpleNamespace) -> None:
    world.session = sessions.opened(
        taught=world.course,
        title=f"{MARK} practice",
        lesson=world.lessons["session"]["id"],
        trainers=[world.author],
        price="73",
        venue=sessions.venue(f"{MARK} venue"),
    )
    world.booking = sessions.book_for(world.learner, world.session)
    world.date = world.session.dates.get()
    world.material = SessionMaterial.objects.create(session=world.session, title=f"{MARK} material", file=world.file)
    world.code = codes.code_at(world.date.key, timezone.now() - timedelta(hours=1))
    world.calendar = token_of(user=world.learner)


def _certification(world: SimpleNamespace) -> None:
    world.curriculum = curriculum(
        demand(world.short), title=f"{MARK} curriculum", roles=[world.role], brands=[world.brand]
    )
    world.scheme = scheme(world.curriculum, title=f"{MARK} scheme")
    world.draft_curriculum = curriculum(title=f"{DRAFT} curriculum", publish=False)
    scheme(world.draft_curriculum, title=f"{DRAFT} scheme", publish=False)
    complete(world.learner, world.short)
    world.period = CertificationPeriod.objects.get(certification__user=world.learner)
    make_certificate(period_id=world.period.pk)
    evidence = SimpleUploadedFile("diploma.pdf", b"%PDF-1.7 " + MARK.encode())
    facts = {
        "title": f"{MARK} diploma",
        "provider": "Chamber",
        "finished_on": timezone.localdate(),
        "evidence": evidence,
    }
    world.claim = claim(viewer=viewer_for(user=world.learner), user=world.learner, course_id=world.course.pk, **facts)
    world.equivalence = Equivalence.objects.create(course=world.course, by_external=f"{MARK} external")
    world.identifier = ExternalIdentifier.objects.create(
        user=world.learner, brand=world.brand, issuer="Maker", value=f"{MARK}-1"
    )


def _around(world: SimpleNamespace) -> None:
    notify(user_id=world.learner.pk, kind="prior_learning.approved", key="k", url="/training/", title=MARK)
    world.notice = Notice.objects.filter(user=world.learner).first()
    world.unsubscribe = unsubscribe_token(world.learner)
    one = needs_builder.competency(f"{MARK} competency")
    world.competency, world.framework = one, CompetencyFramework.objects.get()
    world.framework.name = f"{MARK} framework"
    world.framework.save()
    world.profile = needs_builder.profile(world.role, (one, 2))
    needs_builder.shown(world.learner, one, 1)
    world.standard = needs_builder.standard(
        {"scheme": world.scheme, "number": 2}, title=f"{MARK} standard", brands=[world.brand]
    )
    judge_all()
    today = timezone.localdate()
    world.check = JobCheck.objects.create(
        registration=world.done, statements=[f"{MARK} works"], opens_on=today, due_on=today + timedelta(days=9)
    )
    deal(registration_id=world.done.pk)
    Card.objects.update(due_at=timezone.now() - timedelta(days=1))
    world.quiz = start(user=world.learner, viewer=viewer_for(user=world.learner), language="en")
    world.subscriptions = ReportSubscription.objects.create(user=world.managers["own"], table="people")
    world.lines = EnrolmentFile.objects.create(
        by=world.managers["own"], name=f"{MARK}.csv", lines=[[2, "quill", world.course.document_number, ""]]
    )


def _desk(world: SimpleNamespace) -> None:
    author = world.author
    world.rule = rule(world.course, name=f"{MARK} rule")
    world.run = RuleRun.objects.create(rule=world.rule, day=timezone.localdate(), by=author)
    world.reminders = CourseReminders.objects.create(course=world.course, escalate_days=9)
    world.goal = RetentionGoal.objects.create(
        department=builders.department(), course=world.course, retention=Decimal("0.9")
    )
    world.allowance = Allowance.objects.create(assessment=world.assessment, user=world.learner, reason=f"{MARK} reason")
    world.course_import = CourseImport.objects.create(
        user=author, department=builders.department(), name=f"{MARK}.zip", key=uuid4()
    )
    storage.save_bytes(name=world.course_import.stored_as, data=b"no course", content_type="application/zip")
    world.question_import = QuestionImport.objects.create(
        category=world.category, language="en", file_name=f"{MARK}.gift", size=9, created_by=author,
        state=QuestionImport.State.FAILED,
    )  # fmt: skip
    world.figures = FigureUpload.objects.create(
        department=builders.department(), file_name=f"{MARK}.xlsx", rows=[], made_by=author
    )
