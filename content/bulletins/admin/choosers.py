"""Choosing or uploading a file of one kind in the editor: those of one's own departments."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsView,
    ChooseView,
    ChosenView,
    CreateView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.permissions import policy_registry

from portal.core.keys import LARGEST_ID
from portal.network.authorship import UploadsAsPerson


def own_files(model: Any, user: Any) -> QuerySet[Any]:
    """The files of the departments for which the person writes."""
    files: QuerySet[Any] = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, ["change"])
    return files


class _OfKind(UploadsAsPerson, BaseChooseView):
    kind = ""

    def get_object_list(self) -> Any:
        return own_files(self.model_class, self.request.user).filter(kind=self.kind).select_related("department")

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("department", label=_("Department")),
            Column("created_at", label=_("Uploaded")),
        ]


class Upload(UploadsAsPerson, CreateView):
    """Takes a new file."""


class ChosenOwn(ChosenView):
    """One that was chosen. What belongs to others cannot be, by whatever address."""

    def get_object(self, pk: Any) -> Any:
        found = own_files(self.model_class, self.request.user).filter(pk=pk).first() if int(pk) <= LARGEST_ID else None
        if found is None:
            raise Http404
        return found


def _chooser(kind: str, form: str) -> ChooserViewSet:
    return type(
        f"{kind.title()}Chooser",
        (ChooserViewSet,),
        {
            "model": "bulletins.BulletinFile",
            "icon": "upload",
            "choose_view_class": type(f"Choose{kind.title()}", (_OfKind, ChooseView), {"kind": kind}),
            "choose_results_view_class": type(f"Results{kind.title()}", (_OfKind, ChooseResultsView), {"kind": kind}),
            "chosen_view_class": ChosenOwn,
            "create_view_class": Upload,
            "choose_one_text": _("Choose a file"),
            "choose_another_text": _("Choose another file"),
            "create_action_label": _("Upload"),
            "create_action_clicked_label": _("Uploading…"),
            "creation_tab_label": _("Upload"),
            "creation_form_class": f"content.bulletins.admin.forms.{form}",
            "register_widget": False,
        },
    )(f"bulletin_{kind}_chooser")


def _block(chooser: ChooserViewSet, name: str) -> Any:
    return chooser.get_block_class(name=name, module_path="content.bulletins.admin.choosers")


picture_chooser = _chooser("picture", "PictureForm")
film_chooser = _chooser("film", "FilmForm")
captions_chooser = _chooser("captions", "CaptionsForm")
attachment_chooser = _chooser("attachment", "AttachmentForm")
PictureChooserBlock = _block(picture_chooser, "PictureChooserBlock")
FilmChooserBlock = _block(film_chooser, "FilmChooserBlock")
CaptionsChooserBlock = _block(captions_chooser, "CaptionsChooserBlock")
AttachmentChooserBlock = _block(attachment_chooser, "AttachmentChooserBlock")
