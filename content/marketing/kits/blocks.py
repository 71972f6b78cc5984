"""What a sales kit is made of: ordered sections, each for whom and for which models it is, of what is shown in it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from content.library.models import VehicleModel
from content.marketing.assets.api import AssetBlock
from portal.network.models import Brand, DealerTier, JobRole, Region

RICH = ["bold", "italic", "ol", "ul"]
MOST_ENTRIES = 60
MOST_COLUMNS = 6
MOST_ROWS = 80
MOST_SECTIONS = 40


def brands() -> list[tuple[str, str]]:
    """Choices of brands."""
    return [(str(pk), name) for pk, name in Brand.objects.values_list("pk", "name")]


def regions() -> list[tuple[str, str]]:
    """Choices of regions."""
    return [(str(pk), name) for pk, name in Region.objects.order_by("path").values_list("pk", "name")]


def tiers() -> list[tuple[str, str]]:
    """Choices of dealer tiers."""
    return [(str(pk), name) for pk, name in DealerTier.objects.values_list("pk", "name")]


def roles() -> list[tuple[str, str]]:
    """Choices of job roles."""
    return [(str(pk), name) for pk, name in JobRole.objects.values_list("pk", "name")]


def models() -> list[tuple[str, str]]:
    """Choices of vehicle models."""
    return [(str(one.pk), str(one)) for one in VehicleModel.objects.select_related("brand")]


def _several(choices: Any, label: Any) -> blocks.MultipleChoiceBlock:
    return blocks.MultipleChoiceBlock(choices=choices, label=label, required=False, widget=CheckboxSelectMultiple)


def _for_customers() -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=_("May be given to customers"), required=False)


def _heading() -> blocks.CharBlock:
    return blocks.CharBlock(label=_("Heading"), required=False, max_length=160)


class AudienceBlock(blocks.StructBlock):
    """Narrower than the kit's own audience, never wider: the kit's is asked first."""

    brands = _several(brands, _("Brands"))
    regions = _several(regions, _("Regions"))
    tiers = _several(tiers, _("Dealer tiers"))
    roles = _several(roles, _("Job roles"))

    class Meta:
        label = _("Only for")
        icon = "group"
        form_classname = "struct-block kit-audience"
        collapsed = True


class AssetEntryBlock(blocks.StructBlock):
    asset = AssetBlock(label=_("Asset"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)
    for_customers = _for_customers()

    class Meta:
        label = _("Asset")
        icon = "image"


class AssetsBlock(blocks.StructBlock):
    heading = _heading()
    assets = blocks.ListBlock(AssetEntryBlock(), label=_("Assets"), min_num=1, max_num=MOST_ENTRIES)

    class Meta:
        label = _("Assets")
        icon = "image"


class FilmBlock(blocks.StructBlock):
    asset = AssetBlock(label=_("Film"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)
    for_customers = _for_customers()

    class Meta:
        label = _("Film")
        icon = "media"


class PublicationsBlock(blocks.StructBlock):
    heading = _heading()
    publications = blocks.ListBlock(
        blocks.PageChooserBlock(page_type=["library.Manual"], label=_("Publication")),
        label=_("Manuals and bulletins"),
        min_num=1,
        max_num=MOST_ENTRIES,
    )

    class Meta:
        label = _("Publications")
        icon = "doc-full"


class LinkBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    url = blocks.URLBlock(label=_("Address"), max_length=500, help_text=_("Begins with https://"))
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=300)
    for_customers = _for_customers()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["url"].lower().startswith("https://"):
            raise StructBlockValidationError({"url": ValidationError(_("The address has to begin with https://."))})
        return cleaned

    class Meta:
        label = _("Link")
        icon = "link"


class LinksBlock(blocks.StructBlock):
    heading = _heading()
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), min_num=1, max_num=MOST_ENTRIES)

    class Meta:
        label = _("Links")
        icon = "link"


class PointBlock(blocks.StructBlock):
    objection = blocks.CharBlock(
        label=_("What the customer objects"), required=False, max_length=300, help_text=_("Empty: simply say this.")
    )
    text = blocks.RichTextBlock(label=_("Say this"), features=RICH)

    class Meta:
        label = _("Talking point")
        icon = "comment"


class PointsBlock(blocks.StructBlock):
    heading = _heading()
    points = blocks.ListBlock(PointBlock(), label=_("Talking points"), min_num=1, max_num=MOST_ENTRIES)

    class Meta:
        label = _("Talking points")
        icon = "comment"


class ColumnBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Model"), max_length=80)
    own = blocks.BooleanBlock(label=_("Ours"), required=False)

    class Meta:
        label = _("Column")


class RowBlock(blocks.StructBlock):
    feature = blocks.CharBlock(label=_("Feature"), max_length=160)
    values = blocks.ListBlock(
        blocks.CharBlock(label=pgettext_lazy("comparison", "Value"), max_length=120, required=False),
        label=pgettext_lazy("comparison", "Values"),
        min_num=1,
        max_num=MOST_COLUMNS,
    )
    best = blocks.IntegerBlock(
        label=_("Highlighted column"),
        required=False,
        min_value=1,
        max_value=MOST_COLUMNS,
        help_text=_("Counted from 1. Empty: none."),
    )
    internal = blocks.BooleanBlock(
        label=_("Internal"), required=False, help_text=_("Dealers see it; no customer does. For prices and margins.")
    )
    source = blocks.CharBlock(label=_("Source"), required=False, max_length=200)
    as_of = blocks.DateBlock(label=_("As of"), required=False)

    class Meta:
        label = _("Row")


class TableBlock(blocks.StructBlock):
    """Features in rows, models in columns. What is said of somebody else's vehicle has a source and a date."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    columns = blocks.ListBlock(ColumnBlock(), label=_("Models compared"), min_num=1, max_num=MOST_COLUMNS)
    rows = blocks.ListBlock(RowBlock(), label=pgettext_lazy("comparison", "Rows"), min_num=1, max_num=MOST_ROWS)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=500)
    for_customers = _for_customers()

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        columns = len(cleaned["columns"])
        compared = any(not column["own"] for column in cleaned["columns"])
        wrong = {
            at: ValidationError(sentence)
            for at, row in enumerate(cleaned["rows"])
            if (sentence := _wrong_row(row, columns, compared))
        }
        if wrong:
            raise StructBlockValidationError({"rows": ListBlockValidationError(block_errors=wrong)})
        return cleaned

    class Meta:
        label = _("Comparison table")
        icon = "table"


def _wrong_row(row: Any, columns: int, compared: bool) -> str:
    """What is wrong with a row, "" for nothing."""
    if len(row["values"]) != columns:
        return gettext("This row has %(values)d values for %(columns)d models.") % {
            "values": len(row["values"]),
            "columns": columns,
        }
    if row["best"] and row["best"] > columns:
        return gettext("There is no column of this number.")
    if compared and not row["internal"] and not (row["source"] and row["as_of"]):
        return gettext("What is said of another maker's vehicle needs its source and date.")
    return ""


class ItemsBlock(blocks.StreamBlock):
    """What stands in a section, in any order."""

    assets = AssetsBlock()
    film = FilmBlock()
    publications = PublicationsBlock()
    links = LinksBlock()
    points = PointsBlock()
    table = TableBlock()

    class Meta:
        label = pgettext_lazy("of a section", "Contents")


class SectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    intro = blocks.RichTextBlock(label=_("Introduction"), features=RICH, required=False)
    dealers_only = blocks.BooleanBlock(
        label=_("For dealers only"), required=False, help_text=_("Never shown or given to customers.")
    )
    models = _several(models, _("Models"))
    audience = AudienceBlock()
    items = ItemsBlock(label=pgettext_lazy("of a section", "Contents"))

    class Meta:
        label = _("Section")
        icon = "folder-open-inverse"


def kit_blocks() -> list[tuple[str, blocks.Block]]:
    """A kit is a list of sections."""
    return [("section", SectionBlock())]
