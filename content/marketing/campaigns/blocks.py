"""What a campaign is written with: its story, and its programme of phases with what appears and what is to be done."""

from __future__ import annotations

from django.core.validators import URLValidator
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from content.marketing.assets.api import AssetBlock
from portal.network.models import DealerTier, JobRole

RICH = ["h3", "bold", "italic", "ol", "ul", "link"]
MOST_PHASES, MOST_ITEMS, MOST_TASKS, MOST_PHOTOS = 24, 60, 30, 10


def role_choices() -> list[tuple[str, str]]:
    """The job roles of the network."""
    return [(str(pk), name) for pk, name in JobRole.objects.order_by("name").values_list("pk", "name")]


def tier_choices() -> list[tuple[str, str]]:
    """The dealer tiers of the network."""
    return [(str(pk), name) for pk, name in DealerTier.objects.order_by("rank", "name").values_list("pk", "name")]


class TextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=RICH)

    class Meta:
        label = _("Text")
        icon = "pilcrow"


class PictureBlock(blocks.StructBlock):
    asset = AssetBlock(label=_("Picture"))
    alt = blocks.CharBlock(label=_("What it shows, in words"), max_length=300)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        label = _("Picture")
        icon = "image"


class FilmBlock(blocks.StructBlock):
    asset = AssetBlock(label=_("Film"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        label = _("Film")
        icon = "media"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), max_length=600)
    who = blocks.CharBlock(label=_("Who says it"), required=False, max_length=160)

    class Meta:
        label = _("Quote")
        icon = "openquote"


class DateBlock(blocks.StructBlock):
    on = blocks.DateBlock(label=_("Day"))
    text = blocks.CharBlock(label=pgettext_lazy("on a day", "What happens"), max_length=200)

    class Meta:
        label = _("Date")


class DatesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=160)
    dates = blocks.ListBlock(DateBlock(), label=_("Dates"), min_num=1, max_num=40)

    class Meta:
        label = _("Dates")
        icon = "date"


class _ItemBlock(blocks.StructBlock):
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=300, help_text=_("What dealers use it for."))
    exclusive = blocks.BooleanBlock(
        label=_("Only with the campaign"),
        required=False,
        help_text=_("It is seen nowhere before its phase begins, nor after it ends. Otherwise also outside."),
    )


class AssetItemBlock(_ItemBlock):
    asset = AssetBlock(label=_("Asset"))

    class Meta:
        label = _("Asset")
        icon = "image"


class PageItemBlock(_ItemBlock):
    page = blocks.PageChooserBlock(
        page_type=["library.Manual", "marketing_kits.SalesKit"], label=_("Sales kit, bulletin or manual")
    )

    class Meta:
        label = _("Kit or publication")
        icon = "doc-full"


class LinkItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    url = blocks.URLBlock(
        label=_("Address"), max_length=500, validators=[URLValidator(schemes=["https"])], help_text=_("https only.")
    )
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=300)

    class Meta:
        label = _("Link")
        icon = "link"


class TaskBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    instructions = blocks.TextBlock(label=_("Instructions"), required=False, max_length=3000)
    due = blocks.DateTimeBlock(label=_("Due"))
    photos = blocks.IntegerBlock(
        label=_("Photos needed"), default=0, min_value=0, max_value=MOST_PHOTOS, help_text=_("0: none.")
    )
    roles = blocks.MultipleChoiceBlock(
        choices=role_choices,
        required=False,
        widget=CheckboxSelectMultiple,
        label=_("Done by"),
        help_text=_("They are told of it and may hand it in, beside the dealer's managers. None: anybody there."),
    )
    tiers = blocks.MultipleChoiceBlock(
        choices=tier_choices,
        required=False,
        widget=CheckboxSelectMultiple,
        label=_("At dealers of"),
        help_text=_("None: every dealer of the campaign."),
    )

    class Meta:
        label = _("Task")
        icon = "tasks"


class ThroughoutBlock(blocks.StructBlock):
    items = blocks.StreamBlock(
        [("asset", AssetItemBlock()), ("page", PageItemBlock()), ("link", LinkItemBlock())],
        label=_("What appears"),
        required=False,
        max_num=MOST_ITEMS,
    )
    tasks = blocks.ListBlock(TaskBlock(), label=_("Tasks of dealers"), default=[], max_num=MOST_TASKS)

    class Meta:
        label = _("Throughout the campaign")
        icon = "repeat"


class PhaseBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=120)
    starts = blocks.DateTimeBlock(label=_("Begins"))
    ends = blocks.DateTimeBlock(label=_("Ends"))
    overlaps = blocks.BooleanBlock(label=_("May overlap with other phases"), required=False)
    hidden = blocks.BooleanBlock(
        label=_("Hidden until it begins"),
        required=False,
        help_text=_("Otherwise its name and dates are seen as soon as the campaign is; what appears in it never is."),
    )
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=2000)
    items = blocks.StreamBlock(
        [("asset", AssetItemBlock()), ("page", PageItemBlock()), ("link", LinkItemBlock())],
        label=_("What appears"),
        required=False,
        max_num=MOST_ITEMS,
    )
    tasks = blocks.ListBlock(TaskBlock(), label=_("Tasks of dealers"), default=[], max_num=MOST_TASKS)

    class Meta:
        label = _("Phase")
        icon = "calendar-alt"


def story_blocks() -> list[tuple[str, blocks.Block]]:
    """What the story is told with."""
    return [
        ("text", TextBlock()),
        ("picture", PictureBlock()),
        ("film", FilmBlock()),
        ("quote", QuoteBlock()),
        ("dates", DatesBlock()),
    ]


def programme_blocks() -> list[tuple[str, blocks.Block]]:
    """What the programme is made of, in its order."""
    return [("phase", PhaseBlock()), ("throughout", ThroughoutBlock())]
