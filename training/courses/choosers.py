"""Choosing what a lesson consists of: a manual, an assessment, a file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    CreateView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.blocks import PageChooserBlock

from portal.network.authorship import UploadsAsPerson
from portal.network.owned_views import own_or_404, owned

KINDS = ("picture", "video", "captions", "document")


class ManualChooserBlock(PageChooserBlock):
    """A manual, whichever edition of it is in force when it is read."""

    def __init__(self, **options: Any) -> None:
        super().__init__(page_type="library.Manual", **options)


class _OwnAssessments(BaseChooseView):
    def get_object_list(self) -> Any:
        return owned(self.model_class, self.request).filter(archived_at__isnull=True).order_by("title", "pk")


class ChooseAssessment(_OwnAssessments, ChooseView):
    """The assessments of one's departments that are still given."""


class ChooseAssessmentResults(_OwnAssessments, ChooseResultsView):
    """The same, while one types."""


class _ChosenOwn:
    """What belongs to others cannot be chosen, by whatever address."""

    def get_object(self, pk: Any) -> Any:
        return own_or_404(self.model_class, self.request, int(pk))  # type: ignore[attr-defined]

    def get_objects(self, pks: Any) -> Any:
        return owned(self.model_class, self.request).filter(pk__in=pks)  # type: ignore[attr-defined]


class ChosenOwn(_ChosenOwn, ChosenView):
    """One that was chosen."""


class ChosenOwnMultiple(_ChosenOwn, ChosenMultipleView):
    """Several that were chosen."""


class AssessmentChooser(ChooserViewSet):
    model = "training_assessments.Assessment"
    choose_view_class = ChooseAssessment
    choose_results_view_class = ChooseAssessmentResults
    chosen_view_class = ChosenOwn
    chosen_multiple_view_class = ChosenOwnMultiple
    icon = "tick-inverse"
    choose_one_text = _("Choose an assessment")
    choose_another_text = _("Choose another assessment")
    register_widget = False


class _FilesByKind(UploadsAsPerson, BaseChooseView):
    kind = ""

    def get_object_list(self) -> Any:
        return owned(self.model_class, self.request).filter(kind=self.kind).select_related("department")

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("department", label=_("Department")),
            Column("created_at", label=_("Uploaded")),
        ]


class Upload(UploadsAsPerson, CreateView):
    """Takes a new file."""


def _file_chooser(kind: str) -> type[ChooserViewSet]:
    view = type(f"Choose_{kind}", (_FilesByKind, ChooseView), {"kind": kind})
    results = type(f"ChooseResults_{kind}", (_FilesByKind, ChooseResultsView), {"kind": kind})
    return type(
        f"{kind.title()}Chooser",
        (ChooserViewSet,),
        {
            "model": "training_courses.LessonFile",
            "icon": "upload",
            "choose_view_class": view,
            "choose_results_view_class": results,
            "chosen_view_class": ChosenOwn,
            "chosen_multiple_view_class": ChosenOwnMultiple,
            "create_view_class": Upload,
            "choose_one_text": _("Choose a file"),
            "choose_another_text": _("Choose another file"),
            "create_action_label": _("Upload"),
            "create_action_clicked_label": _("Uploading…"),
            "creation_tab_label": _("Upload"),
            "creation_form_class": f"training.courses.forms.{kind.title()}Form",
            "register_widget": False,
        },
    )


assessment_chooser = AssessmentChooser("assessment_chooser")
file_choosers = {kind: _file_chooser(kind)(f"lesson_{kind}_chooser") for kind in KINDS}
AssessmentChooserBlock = assessment_chooser.get_block_class(
    name="AssessmentChooserBlock", module_path="training.courses.choosers"
)
_FILE_BLOCKS = {
    kind: chooser.get_block_class(name=f"{kind.title()}ChooserBlock", module_path="training.courses.choosers")
    for kind, chooser in file_choosers.items()
}
PictureChooserBlock = _FILE_BLOCKS["picture"]
VideoChooserBlock = _FILE_BLOCKS["video"]
CaptionsChooserBlock = _FILE_BLOCKS["captions"]
DocumentChooserBlock = _FILE_BLOCKS["document"]


def file_chooser(kind: str, **options: Any) -> blocks.Block:
    """A block that chooses or uploads a file of one kind."""
    return _FILE_BLOCKS[kind](**options)
