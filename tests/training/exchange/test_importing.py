"""An import: shown first, done once, and done again to no effect."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.core import dispatch, storage
from portal.core.models import Event
from tests.training import builders
from tests.training import questions as q
from tests.training.exchange.files import moodle, moodle_choice, png
from training.bank.exchange import applying, exporting, receiving, sweeping
from training.bank.exchange.models import ImportItem, QuestionImport
from training.bank.exchange.values import FileRefused
from training.bank.models import Media, Question, QuestionVersion

pytestmark = pytest.mark.django_db
State = QuestionImport.State

GIFT = """// [id:G-1] [tag:coolant]
::Coolant::Which coolant?{=G48 ~water#No.}

// [id:G-2]
::Bus::How many wires has CAN?{#2:0}

::Broken::Which one?{=a ~b
"""


def taken(data: bytes | str, *, into=None, name="questions.gift", **more) -> QuestionImport:
    """A file that was received and done."""
    batch = received(data, into=into, name=name, **more)
    applying.begin(batch=batch, actor=None)
    batch.refresh_from_db()
    return batch


def received(data: bytes | str, *, into=None, name="questions.gift", language="en", **more) -> QuestionImport:
    return receiving.receive(
        actor=None,
        category=into or builders.category(),
        data=data.encode() if isinstance(data, str) else data,
        file_name=name,
        language=language,
        **more,
    )


def outcomes(batch: QuestionImport) -> list[str]:
    return list(batch.items.order_by("position").values_list("outcome", flat=True))


def test_nothing_is_changed_before_it_is_asked_for():
    batch = received(GIFT)
    assert outcomes(batch) == ["new", "new", "refused"]
    assert "never closed" in batch.items.get(position=3).reason
    assert batch.items.get(position=3).where == "line 7"
    assert not Question.objects.exists()
    assert batch.state == State.READY


def test_a_file_is_taken_in_once():
    first = taken(GIFT)
    assert first.state == State.DONE
    coolant = Question.objects.get(identifier="G-1")
    assert (coolant.name, coolant.state, coolant.current.kind) == ("Coolant", "draft", "choice")
    assert [tag.name for tag in coolant.tags.all()] == ["coolant"]
    again = taken(GIFT)
    assert outcomes(again) == ["same", "same", "refused"]
    assert Question.objects.count() == QuestionVersion.objects.count() == 2


def test_a_changed_question_gets_a_version_and_keeps_its_ids():
    taken(GIFT)
    before = Question.objects.get(identifier="G-1").current
    batch = taken(GIFT.replace("=G48 ~water#No.", "~water#Never. =G48"))
    assert outcomes(batch) == ["changed", "same", "refused"]
    question = Question.objects.get(identifier="G-1")
    assert question.current.number == 2
    assert question.current.reason == "Import of questions.gift"
    ids = {option.text["en"]: option.id for option in before.asked.options}
    assert {option.text["en"]: option.id for option in question.current.asked.options} == ids
    assert QuestionVersion.objects.get(pk=before.pk).body == before.body


def test_questions_without_an_identifier_are_known_again_by_name_or_text():
    text = "::A::One?{T}\n\n::A::Two?{F}\n\nThree?{T}\n"
    assert outcomes(taken(text)) == ["new"] * 3
    assert outcomes(taken(text)) == ["same"] * 3
    assert Question.objects.count() == 3


def test_an_identifier_that_is_in_the_file_twice_is_refused_the_second_time():
    batch = received("// [id:X]\nOne?{T}\n\n// [id:X]\nTwo?{T}\n")
    assert outcomes(batch) == ["new", "refused"]
    assert "twice" in batch.items.get(position=2).reason


def test_a_translation_stays_when_a_file_of_another_language_comes():
    into = builders.category()
    asked = q.ask("true_false", stem={"en": "Hot?", "zh-hans": "热吗？"}, answer=True)
    question = builders.ready("Hot", asked, into=into, identifier="H")
    batch = taken("// [id:H]\n::Hot::Is it hot?{TRUE}", into=into)
    assert outcomes(batch) == ["changed"]
    question.refresh_from_db()
    assert question.current.asked.stem == {"en": "Is it hot?", "zh-hans": "热吗？"}
    assert question.state == Question.State.READY


def test_categories_of_the_file_are_made_below_or_left_out():
    text = "$CATEGORY: $course$/top/Discs/Front\n\n// [id:D]\nOne?{T}\n"
    into = builders.category()
    taken(text, into=into)
    place = Question.objects.get(identifier="D").category
    assert (place.name, place.parent.name, place.parent.parent) == ("Front", "Discs", into)
    assert place.department == into.department
    other = builders.category("Other")
    taken(text, into=other, keep_categories=False)
    assert Question.objects.get(identifier="D", category=other)


def test_pictures_of_the_file_come_into_the_bank_with_their_question_only(django_capture_on_commit_callbacks):
    data = moodle(moodle_choice("<p><img src='@@PLUGINFILE@@/a.png'></p>", files={"a.png": png()}, idnumber="P"))
    batch = received(data, name="bank.xml")
    assert not Media.objects.exists()
    assert len(batch.pictures) == 1
    with django_capture_on_commit_callbacks(execute=True):
        applying.begin(batch=batch, actor=None)
    kept = Media.objects.get()
    assert storage.exists(name=kept.file_name)
    assert f"media:{kept.sha256}" in Question.objects.get().current.body["stem"]["en"]
    assert not storage.exists(name=batch.picture_name(kept.sha256))
    assert outcomes(taken(data, name="bank.xml")) == ["same"]


def test_what_is_exported_and_taken_in_again_is_the_same():
    into = builders.category()
    for name, asked in builders.ALL_KINDS.items():
        builders.ready(name, asked, into=into, identifier=name, tags=("t",), difficulty=4)
    for target in ("csv", "xlsx"):
        written = exporting.export(category=into, target=target, language="en")
        lossy = {loss.name for loss in written.losses}
        batch = received(written.data, into=into, name=f"bank.{target}")
        rows = dict(batch.items.values_list("name", "outcome"))
        assert {name for name, outcome in rows.items() if outcome == "same"} == set(builders.ALL_KINDS) - lossy
        assert lossy == {"code"}


def test_a_table_keeps_every_language():
    into = builders.category()
    asked = q.ask(
        "choice",
        stem={"en": "Which?", "zh-hans": "哪一个？"},
        options=[
            {"id": "g48", "text": {"en": "This", "zh-hans": "这个"}, "fraction": 1.0},
            {"id": "oil", "text": {"en": "That", "zh-hans": "那个"}},
        ],
    )
    builders.ready("Both", asked, into=into, identifier="B")
    written = exporting.export(category=into, target="csv", language="zh-hans")
    assert not written.losses
    assert "题型" in written.data.decode("utf-8-sig").splitlines()[0]
    assert outcomes(received(written.data, into=into, name="a.csv")) == ["same"]
    other = builders.category("Other")
    taken(written.data, into=other, name="a.csv")
    made = Question.objects.get(category=other).current.asked
    assert made.stem == asked.stem
    assert [option.text for option in made.options] == [option.text for option in asked.options]


def test_an_import_goes_on_where_it_stopped():
    text = "\n\n".join(f"// [id:N-{number}]\nQuestion {number}?{{T}}" for number in range(60))
    batch = received(text)
    QuestionImport.objects.filter(pk=batch.pk).update(state=State.APPLYING)
    assert applying._next(str(batch.pk))
    assert Question.objects.count() == applying.BATCH
    applying.carry_on(import_id=str(batch.pk))
    applying.carry_on(import_id=str(batch.pk))
    assert Question.objects.count() == 60
    batch.refresh_from_db()
    assert batch.state == State.DONE
    assert Event.objects.filter(verb="questions.imported").count() == 1


def test_large_imports_are_read_and_done_by_jobs(monkeypatch):
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(dispatch, "send_after_commit", lambda name, *args: sent.append((name, *args)))
    monkeypatch.setattr(receiving, "SMALL_FILE", 10)
    monkeypatch.setattr(applying, "FEW", 1)
    batch = received(GIFT)
    assert batch.state == State.READING
    assert not batch.items.exists()
    receiving.read(import_id=str(batch.pk))
    batch.refresh_from_db()
    assert batch.state == State.READY
    assert not storage.exists(name=batch.stored_name)
    receiving.read(import_id=str(batch.pk))
    assert batch.items.count() == 3
    applying.begin(batch=batch, actor=None)
    applying.begin(batch=batch, actor=None)
    assert not Question.objects.exists()
    assert sent == [
        ("training.bank.exchange.tasks.read_file", str(batch.pk)),
        ("training.bank.exchange.tasks.do_import", str(batch.pk)),
    ]
    applying.carry_on(import_id=str(batch.pk))
    assert Question.objects.count() == 2


def test_a_large_file_that_cannot_be_read_says_why(monkeypatch):
    monkeypatch.setattr(dispatch, "send_after_commit", lambda *args: None)
    monkeypatch.setattr(receiving, "SMALL_FILE", 1)
    batch = received(b"<quiz><question>", name="bank.xml")
    receiving.read(import_id=str(batch.pk))
    batch.refresh_from_db()
    assert batch.state == State.FAILED
    assert "not well-formed" in batch.reason


def test_a_question_made_meanwhile_is_not_made_twice():
    batch = received(GIFT)
    builders.ready("Coolant", q.COOLANT, identifier="G-1")
    applying.begin(batch=batch, actor=None)
    assert outcomes(batch) == ["refused", "new", "refused"]
    assert Question.objects.filter(identifier="G-1").count() == 1


def test_imports_that_nobody_wants_are_forgotten():
    old, fresh = received(GIFT), received(GIFT)
    QuestionImport.objects.filter(pk=old.pk).update(moved_at=timezone.now() - timedelta(hours=2))
    sweeping.sweep()
    assert list(QuestionImport.objects.values_list("pk", flat=True)) == [fresh.pk]
    assert not ImportItem.objects.filter(batch_id=old.pk).exists()


def test_imports_that_stand_still_are_taken_up(monkeypatch):
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(dispatch, "send_after_commit", lambda name, *args: sent.append((name, *args)))
    batch = received(GIFT)
    stale = timezone.now() - timedelta(minutes=10)
    QuestionImport.objects.filter(pk=batch.pk).update(state=State.APPLYING, moved_at=stale)
    sweeping.sweep()
    assert sent == [("training.bank.exchange.tasks.do_import", str(batch.pk))]


def test_showing_takes_as_many_statements_for_many_questions_as_for_one():
    def statements(count: int) -> int:
        into = builders.category(f"C{count}")
        text = "\n\n".join(f"// [id:N-{number}]\nQuestion {number}?{{T}}" for number in range(count))
        taken(text, into=into)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            received(text, into=into)
        return len(queries)

    assert statements(1) == statements(30)


def test_exporting_takes_as_many_statements_for_many_questions_as_for_one():
    def statements(count: int) -> int:
        into = builders.category(f"C{count}")
        for number in range(count):
            builders.ready(f"q{number}", q.LIVE, into=into, tags=("t",))
        with CaptureQueriesContext(connection) as queries:
            exporting.export(category=into, target="moodle", language="en")
        return len(queries)

    assert statements(1) == statements(12)


def test_the_command(tmp_path: Path, capsys):
    path, into = tmp_path / "questions.gift", builders.category()
    path.write_text(GIFT)
    call_command("import_questions", str(path), "--category", str(into.pk), "--dry-run")
    assert not Question.objects.exists()
    call_command("import_questions", str(path), "--category", str(into.pk))
    assert Question.objects.count() == 2
    said = capsys.readouterr().out
    assert "new: 2" in said
    assert "refused: 1" in said
    with pytest.raises(CommandError, match="no category"):
        call_command("import_questions", str(path), "--category", "999999")
    path.write_text("")
    with pytest.raises(CommandError, match="empty"):
        call_command("import_questions", str(path), "--category", str(into.pk))


def test_a_refused_file_leaves_nothing():
    with pytest.raises(FileRefused):
        received(b"<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz>&a;</quiz>", name="bank.xml")
    assert not QuestionImport.objects.exists()
    assert not Media.objects.exists()
