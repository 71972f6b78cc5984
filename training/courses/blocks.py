"""What a course is made of in the editor. The ids of lesson blocks are what progress hangs on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from content.library.models.publication import LANGUAGES
from training.courses.choosers import AssessmentChooserBlock, ManualChooserBlock, file_chooser
from training.courses.lesson_choice import LessonChoiceBlock

RICH = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "hr", "superscript", "subscript", "code", "blockquote"]

FACTS = ("minutes", "required")
OPENING = ("available_from", "days", "after")


class LessonBlock(blocks.StructBlock):
    """What every kind of lesson has."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    minutes = blocks.IntegerBlock(label=_("Minutes"), required=False, min_value=1, max_value=6000)
    required = blocks.BooleanBlock(label=_("Needed to complete the course"), required=False, default=True)
    available_from = blocks.DateBlock(label=_("Not before"), required=False)
    days = blocks.IntegerBlock(
        label=_("Days after the start"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("It opens so many days after the person began the course."),
    )
    after = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("lesson", LessonChoiceBlock(label=_("Lesson"))),
                (
                    "percent",
                    blocks.IntegerBlock(
                        label=_("Score of at least, in percent"), required=False, min_value=1, max_value=100
                    ),
                ),
            ],
            label=_("Lesson"),
        ),
        label=_("Only after these lessons"),
        required=False,
        default=[],
    )

    def get_form_layout(self) -> blocks.BlockGroup:
        """What it teaches comes first; when it opens is folded away."""
        taught = [name for name in self.child_blocks if name not in ("title", *FACTS, *OPENING)]
        opening = blocks.BlockGroup(list(OPENING), heading=_("When it opens"), icon="date", classname="collapsed")
        return blocks.BlockGroup(["title", *taught, *FACTS, opening])


class TextLesson(LessonBlock):
    content = blocks.StreamBlock(
        [
            ("text", blocks.RichTextBlock(label=_("Text"), features=RICH)),
            (
                "picture",
                blocks.StructBlock(
                    [
                        ("file", file_chooser("picture", label=_("Picture"))),
                        ("alt", blocks.CharBlock(label=_("What it shows, in words"), max_length=300)),
                        ("caption", blocks.CharBlock(label=_("Caption"), required=False, max_length=300)),
                    ],
                    label=_("Picture"),
                    icon="image",
                ),
            ),
            (
                "notice",
                blocks.StructBlock(
                    [
                        (
                            "weight",
                            blocks.ChoiceBlock(
                                choices=[("danger", _("Danger")), ("warning", _("Warning")), ("note", _("Note"))],
                                default="note",
                                label=_("Kind"),
                            ),
                        ),
                        ("text", blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ol", "ul"])),
                    ],
                    label=_("Notice"),
                    icon="warning",
                ),
            ),
        ],
        label=_("Content"),
    )

    class Meta:
        label = _("Text and pictures")
        icon = "doc-full"


class VideoLesson(LessonBlock):
    film = file_chooser("video", label=_("Film"))
    captions = file_chooser(
        "captions", label=_("Captions"), required=False, help_text=_("In the language of the course.")
    )
    subtitles = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("language", blocks.ChoiceBlock(choices=LANGUAGES, label=_("Language"))),
                ("file", file_chooser("captions", label=_("File"))),
            ],
            label=_("Subtitles"),
        ),
        label=_("Subtitles in other languages"),
        required=False,
        default=[],
        max_num=len(LANGUAGES),
    )
    chapters = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("at", blocks.RegexBlock(r"^(\d+:)?\d{1,2}:\d{2}$", label=_("At"), help_text=_("As 1:05 or 1:02:30."))),
                ("title", blocks.CharBlock(label=_("Title"), max_length=120)),
            ],
            label=_("Chapter"),
        ),
        label=_("Chapters"),
        required=False,
        default=[],
    )
    share = blocks.IntegerBlock(
        label=_("Percent to watch"), default=90, min_value=0, max_value=100, help_text=_("Of the film, anywhere in it.")
    )

    class Meta:
        label = _("Film")
        icon = "media"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        languages = [one["language"] for one in value["subtitles"]]
        if len(set(languages)) < len(languages):
            raise StructBlockValidationError(
                block_errors={"subtitles": ValidationError(_("Give one file for each language."))}
            )
        return value


class ReadingLesson(LessonBlock):
    manual = ManualChooserBlock(label=_("Manual"))
    first_page = blocks.IntegerBlock(label=_("First page"), min_value=1)
    last_page = blocks.IntegerBlock(label=_("Last page"), min_value=1)
    note = blocks.TextBlock(label=_("What to look for"), required=False, rows=2)

    class Meta:
        label = _("Reading in a manual")
        icon = "openquote"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value["last_page"] < value["first_page"]:
            raise StructBlockValidationError(
                block_errors={"last_page": ValidationError(_("The last page is before the first."))}
            )
        return value


class AssessmentLesson(LessonBlock):
    assessment = AssessmentChooserBlock(label=_("Assessment"))

    class Meta:
        label = _("Assessment")
        icon = "tick-inverse"


class DownloadLesson(LessonBlock):
    file = file_chooser("document", label=_("File"))
    note = blocks.TextBlock(label=_("What it is for"), required=False, rows=2)

    class Meta:
        label = _("Download")
        icon = "download"


class PracticalLesson(LessonBlock):
    """What a person shows on the vehicle, signed off item by item by an assessor."""

    task = blocks.RichTextBlock(label=_("Task"), features=RICH)
    checklist = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("text", blocks.CharBlock(label=_("What is observed"), max_length=300)),
                ("critical", blocks.BooleanBlock(label=_("Must be right"), required=False)),
            ],
            label=_("Item of the checklist"),
        ),
        label=_("Checklist"),
        min_num=1,
        max_num=60,
    )
    share = blocks.IntegerBlock(label=_("Percent of the items to pass"), default=100, min_value=1, max_value=100)
    photos = blocks.IntegerBlock(label=_("Photos to hand in"), default=0, min_value=0, max_value=10)
    assessor = blocks.ChoiceBlock(
        choices=[("trainer", _("A trainer")), ("manager", _("The manager or a trainer"))],
        default="trainer",
        label=_("Who signs it off"),
    )

    class Meta:
        label = _("Practical task")
        icon = "clipboard-list"


class SessionLesson(LessonBlock):
    """Done by attending a session of the course that is planned for this lesson."""

    note = blocks.TextBlock(label=_("What to bring and to know before"), required=False, rows=2)
    share = blocks.IntegerBlock(label=_("Percent of the time to attend"), default=80, min_value=1, max_value=100)

    class Meta:
        label = _("Session with a trainer")
        icon = "group"


class SurveyLesson(LessonBlock):
    """What people thought of it. Answers are kept apart from names."""

    introduction = blocks.TextBlock(label=_("Introduction"), required=False, rows=2)
    questions = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("text", blocks.CharBlock(label=_("Question"), max_length=300)),
                (
                    "kind",
                    blocks.ChoiceBlock(
                        choices=[
                            ("scale", _("Agreement from 1 to 5")),
                            ("choice", _("One of several")),
                            ("text", _("Own words")),
                        ],
                        default="scale",
                        label=_("Kind"),
                    ),
                ),
                (
                    "options",
                    blocks.ListBlock(
                        blocks.CharBlock(label=_("Option"), max_length=120), label=_("Options"), default=[]
                    ),
                ),
            ],
            label=_("Question"),
        ),
        label=_("Questions"),
        min_num=1,
        max_num=40,
    )

    class Meta:
        label = _("Survey")
        icon = "form"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if any(one["kind"] == "choice" and len(one["options"]) < 2 for one in value["questions"]):
            raise StructBlockValidationError(
                block_errors={"questions": ValidationError(_("Give at least two options to choose from."))}
            )
        return value


class ModuleBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    lessons = blocks.StreamBlock(
        [
            ("text", TextLesson()),
            ("video", VideoLesson()),
            ("reading", ReadingLesson()),
            ("assessment", AssessmentLesson()),
            ("download", DownloadLesson()),
            ("practical", PracticalLesson()),
            ("session", SessionLesson()),
            ("survey", SurveyLesson()),
        ],
        label=_("Lessons"),
    )

    class Meta:
        label = _("Module")
        icon = "list-ul"


def course_blocks() -> list[tuple[str, blocks.Block]]:
    """The top of a course's body."""
    return [("module", ModuleBlock())]
