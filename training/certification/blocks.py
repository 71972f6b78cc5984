"""What a curriculum is made of in the editor: sets of things to complete."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

RULES = [("all", _("All of them")), ("n_of", _("Some of them")), ("ordered", _("All, one after the other"))]


class SetBlock(blocks.StructBlock):
    """Things to complete, and how many of them."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    title_zh = blocks.CharBlock(label=_("Title in Chinese"), max_length=120, required=False)
    rule = blocks.ChoiceBlock(label=_("How many"), choices=RULES, default="all")
    count = blocks.IntegerBlock(
        label=pgettext_lazy("how many", "Number"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=_("Where some are enough: how many."),
    )
    required = blocks.BooleanBlock(label=_("Needed to complete the curriculum"), required=False, default=True)
    items = blocks.StreamBlock(
        [
            ("course", blocks.PageChooserBlock(label=_("Course"), page_type="training_courses.Course")),
            ("curriculum", SnippetChooserBlock("training_certification.Curriculum", label=_("Curriculum"))),
            ("scheme", SnippetChooserBlock("training_certification.CertificationScheme", label=_("Certification"))),
        ],
        label=_("To complete"),
        min_num=1,
        max_num=100,
    )

    class Meta:
        label = _("Set")
        icon = "list-ul"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["rule"] == "n_of":
            if not cleaned["count"]:
                raise StructBlockValidationError({"count": ValidationError(_("Say how many are enough."))})
            if cleaned["count"] > len(cleaned["items"]):
                raise StructBlockValidationError(
                    {"count": ValidationError(_("There are fewer things in the set than have to be completed."))}
                )
        return cleaned
