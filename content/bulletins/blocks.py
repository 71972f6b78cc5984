"""What the text of a bulletin is made of."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from content.bulletins.admin.choosers import (
    AttachmentChooserBlock,
    CaptionsChooserBlock,
    FilmChooserBlock,
    PictureChooserBlock,
)

RICH = ["bold", "italic", "ol", "ul", "superscript", "subscript", "link"]
MOST_ROWS = 200

ALERTS = [
    ("danger", pgettext_lazy("signal word", "DANGER")),
    ("warning", pgettext_lazy("signal word", "WARNING")),
    ("caution", pgettext_lazy("signal word", "CAUTION")),
    ("notice", pgettext_lazy("signal word", "NOTICE")),
]
"""The signal words of ISO 3864-2 and ANSI Z535.6, the gravest first."""


def _heading() -> blocks.CharBlock:
    return blocks.CharBlock(label=_("Heading"), required=False, max_length=160)


class PictureBlock(blocks.StructBlock):
    file = PictureChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(label=_("What it shows, in words"), max_length=300)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        label = _("Picture")
        icon = "image"


class FilmBlock(blocks.StructBlock):
    file = FilmChooserBlock(label=_("Film"), help_text=_("MP4 (H.264) or WebM."))
    captions = CaptionsChooserBlock(
        label=_("Captions"), required=False, help_text=_("WebVTT, in the language of the bulletin.")
    )
    caption = blocks.CharBlock(label=_("Title of the film"), max_length=300)

    class Meta:
        label = _("Film")
        icon = "media"


class StepBlock(blocks.StructBlock):
    text = blocks.RichTextBlock(label=_("What to do"), features=RICH)
    picture = PictureChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(label=_("What the picture shows, in words"), required=False, max_length=300)

    class Meta:
        label = _("Step")
        icon = "order"


class StepsBlock(blocks.StructBlock):
    heading = _heading()
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1, max_num=MOST_ROWS)

    class Meta:
        label = _("Steps")
        icon = "list-ol"


class AlertBlock(blocks.StructBlock):
    level = blocks.ChoiceBlock(choices=ALERTS, default="warning", label=_("Signal word"))
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ol", "ul"])

    class Meta:
        label = _("Safety message")
        icon = "warning"


class PartBlock(blocks.StructBlock):
    number = blocks.CharBlock(label=_("Part number"), max_length=40)
    description = blocks.CharBlock(label=_("Description"), max_length=160)
    quantity = blocks.CharBlock(label=_("Quantity"), max_length=20, default="1")
    replaces = blocks.CharBlock(label=_("Replaces"), required=False, max_length=120)

    class Meta:
        label = _("Part")


class PartsBlock(blocks.StructBlock):
    heading = _heading()
    rows = blocks.ListBlock(PartBlock(), label=_("Parts"), min_num=1, max_num=MOST_ROWS)

    class Meta:
        label = _("Parts table")
        icon = "table"


class LabourRowBlock(blocks.StructBlock):
    operation = blocks.CharBlock(label=_("Operation"), max_length=200)
    code = blocks.CharBlock(label=_("Labour code"), max_length=40)
    hours = blocks.DecimalBlock(
        label=_("Time in hours"), min_value=Decimal(0), max_value=Decimal(999), max_digits=5, decimal_places=2
    )

    class Meta:
        label = _("Operation")


class LabourBlock(blocks.StructBlock):
    heading = _heading()
    rows = blocks.ListBlock(LabourRowBlock(), label=_("Operations"), min_num=1, max_num=MOST_ROWS)

    class Meta:
        label = _("Labour table")
        icon = "time"


class TextBlock(blocks.StructBlock):
    heading = _heading()
    text = blocks.RichTextBlock(label=_("Text"), features=RICH)

    class Meta:
        label = _("Text")
        icon = "pilcrow"


class AttachmentsBlock(blocks.StructBlock):
    heading = _heading()
    files = blocks.ListBlock(AttachmentChooserBlock(label=_("File")), label=_("Files"), min_num=1, max_num=20)

    class Meta:
        label = _("Attachments")
        icon = "download"


def bulletin_blocks() -> list[tuple[str, blocks.Block]]:
    """In the order in which a service bulletin has them."""
    return [
        ("symptom", blocks.RichTextBlock(label=_("Symptom"), features=RICH, icon="help")),
        ("cause", blocks.RichTextBlock(label=_("Cause"), features=RICH, icon="search")),
        ("remedy", blocks.RichTextBlock(label=_("Remedy"), features=RICH, icon="tick-inverse")),
        ("steps", StepsBlock()),
        ("alert", AlertBlock()),
        ("text", TextBlock()),
        ("parts", PartsBlock()),
        ("labour", LabourBlock()),
        ("picture", PictureBlock()),
        ("film", FilmBlock()),
        ("attachments", AttachmentsBlock()),
    ]
