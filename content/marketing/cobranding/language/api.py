"""The door of the language."""

from content.marketing.cobranding.language.checking import check_template
from content.marketing.cobranding.language.faults import Fault, Part, TemplateRefused
from content.marketing.cobranding.language.fields import DRAWN, WRITTEN, Code, Field, Kind, Source, kept_fields
from content.marketing.cobranding.language.files import (
    ENDINGS,
    LARGEST_FILE,
    LARGEST_TOTAL,
    MOST_FILES,
    FileFacts,
    read_file,
)
from content.marketing.cobranding.language.markup import FIELD, parse_markup
from content.marketing.cobranding.language.packages import Package, read_package
from content.marketing.cobranding.language.samples import example, longest
from content.marketing.cobranding.language.values import ValueRefused, plain, printed, read_value

__all__ = [
    "DRAWN",
    "ENDINGS",
    "FIELD",
    "LARGEST_FILE",
    "LARGEST_TOTAL",
    "MOST_FILES",
    "WRITTEN",
    "Code",
    "Fault",
    "Field",
    "FileFacts",
    "Kind",
    "Package",
    "Part",
    "Source",
    "TemplateRefused",
    "ValueRefused",
    "check_template",
    "example",
    "kept_fields",
    "longest",
    "parse_markup",
    "plain",
    "printed",
    "read_file",
    "read_package",
    "read_value",
]
