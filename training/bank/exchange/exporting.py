"""Questions of a category as a file, with what the file loses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import events, storage
from portal.core.pictures import Encoded
from portal.network.models import User
from training.bank.exchange.formats import (
    gift_writing,
    moodle_writing,
    qti_package_writing,
    sheet_writing,
)
from training.bank.exchange.values import MOST_QUESTIONS, FileRefused, Kept, Written
from training.bank.markup import media_of
from training.bank.models import Category, Media, Question

MOST_PICTURE_BYTES = 150 * 1024 * 1024
Write = Callable[..., Written]


@dataclass(frozen=True, slots=True)
class Target:
    """A format that can be written. `pictures`: it holds them."""

    label: object
    write: Write
    pictures: bool


TARGETS: dict[str, Target] = {
    "xlsx": Target(gettext_lazy("Table (XLSX)"), sheet_writing.write_xlsx, pictures=False),
    "csv": Target(gettext_lazy("Table (CSV)"), sheet_writing.write_csv, pictures=False),
    "moodle": Target("Moodle XML", moodle_writing.write, pictures=True),
    "gift": Target("GIFT", gift_writing.write, pictures=False),
    "qti30": Target("QTI 3.0", partial(qti_package_writing.write, version="3.0"), pictures=True),
    "qti21": Target("QTI 2.1", partial(qti_package_writing.write, version="2.1"), pictures=True),
}


def questions_of(category: Category, states: Iterable[str] = ()) -> QuerySet[Question]:
    """The questions of the category and below it, in the order of a file; of these states if any are given."""
    rows = Question.objects.filter(category__path__startswith=category.path, current__isnull=False)
    states = list(states)
    return (rows.filter(state__in=states) if states else rows).order_by("category__path", "name", "pk")


def export(*, category: Category, target: str, language: str, states: Iterable[str] = ()) -> Written:
    """The file. Raises FileRefused when there are too many questions for one. Statements do not grow with the
    questions."""
    rows = questions_of(category, states).select_related("current", "category")
    rows = rows.prefetch_related("tags")  # type: ignore[misc]  # taggit's manager has no types
    if rows.count() > MOST_QUESTIONS:
        raise FileRefused(
            _("More than %(count)s questions: export the categories below one by one.") % {"count": MOST_QUESTIONS}
        )
    names = dict(Category.objects.filter(path__startswith=category.path).values_list("pk", "name"))
    kept = [_kept(row, category, names) for row in rows]
    chosen = TARGETS[target]
    if chosen.pictures:
        return chosen.write(kept, language=language, pictures=_pictures(kept))
    return chosen.write(kept, language=language)


def _kept(row: Question, top: Category, names: Mapping[int, str]) -> Kept:
    assert row.current is not None  # noqa: S101  (questions_of asks for it)
    return Kept(
        name=row.name,
        identifier=row.identifier or f"question-{row.pk}",
        asked=row.current.asked,
        categories=_below(row.category, top, names),
        tags=tuple(sorted(tag.name for tag in row.tags.all())),
        difficulty=row.difficulty,
        objective=row.objective,
    )


def _below(category: Category, top: Category, names: Mapping[int, str]) -> tuple[str, ...]:
    ids = category.path.removeprefix(top.path).strip("/")
    return tuple(names[int(pk)] for pk in ids.split("/") if pk)


def _pictures(kept: Sequence[Kept]) -> dict[str, Encoded]:
    wanted = {digest for one in kept for digest in media_of(one.asked)}
    rows = list(Media.objects.filter(sha256__in=wanted).order_by("sha256"))
    if sum(row.size for row in rows) > MOST_PICTURE_BYTES:
        raise FileRefused(_("The pictures are too large for one file: export the categories below one by one."))
    pictures: dict[str, Encoded] = {}
    for row in rows:
        with suppress(storage.FileMissing):
            data = storage.read_bytes(name=row.file_name)
            pictures[row.sha256] = Encoded(data, row.content_type, row.width, row.height)
    return pictures


def record(*, category: Category, target: str, actor: User | None, count: int) -> None:
    """That somebody took questions, keys and all, out of the portal."""
    events.record(
        verb="questions.exported",
        subject=f"category:{category.pk}",
        actor=actor,
        data={"format": target, "questions": count},
    )
