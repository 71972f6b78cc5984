"""The form of a print template: what it says is checked before it is kept, and printed before it is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.marketing.cobranding.admin.fields import ManyFilesField, ManyFilesInput
from content.marketing.cobranding.language.api import (
    ENDINGS,
    LARGEST_TOTAL,
    MOST_FILES,
    Fault,
    FileFacts,
    Package,
    Part,
    TemplateRefused,
    check_template,
    read_file,
    read_package,
)
from content.marketing.cobranding.language.fields import read_fields
from content.marketing.cobranding.models import PrintTemplate
from content.marketing.cobranding.press.client import PressFailed, print_sheet
from content.marketing.cobranding.proofs import example_sheet
from content.marketing.cobranding.stored import stored_name
from portal.core import storage
from portal.network.owned_forms import OwnedForm

_FIELDS = {Part.HTML: "html", Part.CSS: "css", Part.FIELDS: "declared", Part.FILES: "add_files"}


class TemplateForm(OwnedForm):
    """`package` replaces HTML, CSS, fields and files; `add_files` and `drop_files` change the files."""

    package = forms.FileField(
        label=_("Package"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        help_text=_("A ZIP file of index.html, style.css, fields.json and their files. It replaces what stands below."),
    )
    add_files = ManyFilesField(
        label=_("Add files"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=_("Pictures (PNG, JPEG), drawings (SVG) and fonts, called by small letters, digits, . _ and -."),
    )
    drop_files = forms.MultipleChoiceField(label=_("Remove files"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name) for name in sorted(self.instance.files)]
        self.fields["drop_files"].choices = names
        if not names:
            self.fields["drop_files"].help_text = _("The template has no files yet.")
        for name in ("html", "css"):
            self.fields[name].widget.attrs |= {"style": "font-family: monospace", "spellcheck": "false", "rows": 24}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.errors:
            return cleaned
        try:
            package = read_package(cleaned["package"].read()) if cleaned.get("package") else None
            contents = dict(package.files) if package else self._added(cleaned)
            files = {} if package else self._left(cleaned)
            files |= _facts(contents)
            self._judge_count(files)
            rows = self._rows(cleaned, package)
            check_template(
                html=package.html if package else cleaned["html"],
                css=package.css if package else cleaned["css"],
                fields=rows,
                files=files,
            )
        except TemplateRefused as refused:
            self._say(refused.faults)
            return cleaned
        if package:
            cleaned |= {"html": package.html, "css": package.css, "declared": self._declared(rows)}
        self._keep(contents, files)
        if "action-publish" in self.data and not self.errors:
            self._try_printing(cleaned, rows)
        return cleaned

    def _added(self, cleaned: Mapping[str, Any]) -> dict[str, bytes]:
        return {str(upload.name): upload.read() for upload in cleaned.get("add_files") or []}

    def _left(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        dropped = set(cleaned.get("drop_files") or [])
        return {name: facts for name, facts in self.instance.files.items() if name not in dropped}

    def _judge_count(self, files: Mapping[str, Any]) -> None:
        total = sum(facts["size"] for facts in files.values())
        if len(files) > MOST_FILES or total > LARGEST_TOTAL:
            sentence = gettext("A template has at most %(most)s files, of 40 MB together.") % {"most": MOST_FILES}
            raise TemplateRefused([Fault(Part.FILES, sentence)])

    def _rows(self, cleaned: Mapping[str, Any], package: Package | None) -> list[dict[str, Any]]:
        if package:
            read_fields(package.fields)
            return [dict(row) for row in package.fields]
        return [{"kind": row["type"], **row["value"]} for row in cleaned["declared"].get_prep_value()]

    def _declared(self, rows: list[dict[str, Any]]) -> Any:
        """The rows of a package as the editor holds them."""
        block: Any = PrintTemplate.declared.field.stream_block
        return block.to_python([{"type": row["kind"], "value": _as_block(row)} for row in rows])

    def _keep(self, contents: Mapping[str, bytes], files: dict[str, Any]) -> None:
        """The files first: what names them always finds them."""
        try:
            for name, data in contents.items():
                facts = files[name]
                storage.save_bytes(name=stored_name(facts["sha256"]), data=data, content_type=facts["content_type"])
        except storage.StorageUnavailable:
            self.add_error(None, gettext("The file store does not answer. Nothing was kept; try again in a minute."))
            return
        self.instance.files = files

    def _try_printing(self, cleaned: Mapping[str, Any], rows: list[dict[str, Any]]) -> None:
        """With examples in its fields: what cannot be printed is not published."""
        facts = ("language", "width_mm", "height_mm", "bleed_mm", "pages", "html", "css")
        trial = PrintTemplate(**{name: cleaned[name] for name in facts}, files=self.instance.files)
        try:
            sheet, names = example_sheet(format=trial, fields=read_fields(rows), title=cleaned["title"])
            printed = print_sheet(sheet)
        except PressFailed as failed:
            self.add_error(None, failed.reason)
            return
        except (storage.FileMissing, storage.StorageUnavailable):
            self.add_error(None, gettext("One of the template's files cannot be read. Try again in a minute."))
            return
        if printed.pages != trial.pages:
            sentence = gettext("It is printed on %(is)s pages and not on %(said)s.")
            self.add_error("pages", sentence % {"is": printed.pages, "said": trial.pages})
        for tight in printed.tight:
            sentence = gettext("The example does not fit in the place of “%(name)s”.")
            self.add_error("html", sentence % {"name": names[tight.at]})

    def _say(self, faults: tuple[Fault, ...]) -> None:
        for part, name in _FIELDS.items():
            said = [fault.sentence for fault in faults if fault.part == part]
            if said and part == Part.FIELDS:
                # The editor of fields shows one.
                self.add_error(name, " ".join(said))
            elif said:
                self.add_error(name, said)


def _facts(contents: Mapping[str, bytes]) -> dict[str, Any]:
    """The facts of new files. Raises TemplateRefused."""
    read = {name: read_file(name, data) for name, data in contents.items()}
    faults = [one for one in read.values() if isinstance(one, Fault)]
    if faults:
        raise TemplateRefused(faults)
    return {name: one.as_json() for name, one in read.items() if isinstance(one, FileFacts)}


def _as_block(row: Mapping[str, Any]) -> dict[str, Any]:
    value = {name: one for name, one in row.items() if name != "kind"}
    if isinstance(value.get("options"), list):
        value["options"] = "\n".join(str(one) for one in value["options"])
    return value
