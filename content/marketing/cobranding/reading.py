"""The only way from a viewer to a template, a filling or a print."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from content.library.api import NotVisible
from content.marketing.cobranding.models import Filling, Print, PrintTemplate, TemplateVersion
from content.marketing.cobranding.offered import ASSET, assets_by_key
from content.marketing.cobranding.profiles import dealers_of
from portal.core.errors import Refused
from portal.network.api import Viewer, admits
from portal.network.models import Dealer


class RightsEnded(Refused):
    """The template may no longer be used: neither filled in, nor shown, nor is what was made of it handed out."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A filling, and why it may no longer be used; empty if it may."""

    filling: Filling
    ended: str

    @property
    def template(self) -> PrintTemplate:
        return self.filling.version.template

    @property
    def is_outdated(self) -> bool:
        """Whether a newer version is published."""
        return self.template.current_id != self.filling.version_id

    def require_use(self) -> None:
        """Raises RightsEnded."""
        if self.ended:
            raise RightsEnded(self.ended)


def templates_visible(*, viewer: Viewer) -> QuerySet[PrintTemplate]:
    """What may be filled in now, with the versions in use."""
    found: QuerySet[PrintTemplate] = PrintTemplate.objects.visible_to(viewer).select_related("current")
    return found


def open_template(*, viewer: Viewer, template_id: int) -> PrintTemplate:
    """A template that may be filled in now. Raises NotVisible."""
    found = templates_visible(viewer=viewer).filter(pk=template_id).first()
    if found is None:
        raise NotVisible
    return found


def dealers_for(*, viewer: Viewer, template: PrintTemplate) -> list[Dealer]:
    """The dealerships of the viewer for which the template may be filled in, by name."""
    visibility = template.visibility()
    ids = {
        dealer
        for standing in viewer.standings
        if admits(visibility, viewer=replace(viewer, standings=(standing,)))
        for dealer in standing.dealers
    }
    return list(Dealer.objects.filter(pk__in=ids).order_by("name", "pk"))


def fillings_of(*, viewer: Viewer) -> QuerySet[Filling]:
    """What the viewer's dealerships have filled in, last changed first."""
    rows: QuerySet[Filling] = Filling.objects.filter(dealer__in=dealers_of(viewer))
    return rows.select_related("version__template", "dealer", "changed_by")


def open_filling(*, viewer: Viewer, filling_id: int) -> Opened:
    """A filling of one of the viewer's dealerships. Raises NotVisible."""
    found = fillings_of(viewer=viewer).filter(pk=filling_id).first()
    if found is None:
        raise NotVisible
    return Opened(found, _ended(viewer, found.version, dealer_id=found.dealer_id))


def usable_templates(*, viewer: Viewer, template_ids: set[int]) -> set[int]:
    """Those of these templates that may be used by the viewer now. One statement."""
    return set(templates_visible(viewer=viewer).filter(pk__in=template_ids).values_list("pk", flat=True))


def prints_of(*, filling: Filling) -> QuerySet[Print]:
    """What was made of a filling, newest first."""
    return filling.prints.select_related("made_by", "version").order_by("-made_at", "-pk")


def open_print(*, viewer: Viewer, print_id: int) -> Print:
    """A print of one of the viewer's dealerships whose template, and whose pictures of the library, may be used now.
    Raises NotVisible, RightsEnded."""
    rows = Print.objects.filter(pk=print_id, dealer__in=dealers_of(viewer))
    found = rows.select_related("version__template", "filling", "dealer").first()
    if found is None:
        raise NotVisible
    ended = _ended(viewer, found.version, dealer_id=found.dealer_id)
    if ended:
        raise RightsEnded(ended)
    assets = {value[ASSET] for value in found.values.values() if isinstance(value, dict) and ASSET in value}
    if assets and assets - assets_by_key(viewer=viewer, keys=list(assets)).keys():
        raise RightsEnded(_("The rights in a picture of this print ended."))
    return found


def _ended(viewer: Viewer, version: TemplateVersion, *, dealer_id: int) -> str:
    """Why the version may no longer be used at this dealership; empty if it may."""
    there = replace(viewer, standings=tuple(one for one in viewer.standings if dealer_id in one.dealers))
    template = version.template
    if templates_visible(viewer=there).filter(pk=template.pk).exists():
        return ""
    if template.expires_at is not None and template.expires_at <= viewer.at:
        day = date_format(timezone.localtime(template.expires_at), "DATETIME_FORMAT")
        return _("The rights in this template ended on %(day)s: it can neither be changed nor printed.") % {"day": day}
    return _("This template is no longer offered to your dealership: it can neither be changed nor printed.")
