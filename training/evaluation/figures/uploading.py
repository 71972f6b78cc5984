"""Taking over dealer figures: a file becomes a plan that is kept, and the plan becomes values."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import events
from portal.core.errors import Refused
from portal.network.models import Dealer, Department, User
from training.evaluation.figures.planning import CHANGED, NEW, Known, plan
from training.evaluation.figures.sheets import rows_of
from training.evaluation.models import DealerFigure, Figure, FigureUpload

_BATCH = 1000


class UploadRefused(Refused):
    """The upload cannot be taken over."""


def receive(*, actor: User, department: Department, file_name: str, data: bytes) -> FigureUpload:
    """Read a file and keep what it would do. No figure is changed. Raises SheetRefused."""
    planned = plan(rows_of(data), _known(department))
    return FigureUpload.objects.create(
        department=department, file_name=file_name[:255], rows=[asdict(one) for one in planned], made_by=actor
    )


def _known(department: Department) -> Known:
    """Three statements."""
    values = DealerFigure.objects.filter(figure__department=department)
    return Known(
        dealers=dict(Dealer.objects.values_list("code", "pk")),
        units=dict(Figure.objects.filter(department=department).values_list("name", "unit")),
        values={
            (figure, dealer, month.isoformat()): value
            for figure, dealer, month, value in values.values_list("figure__name", "dealer__code", "month", "value")
        },
    )


@transaction.atomic
def apply(*, actor: User, upload_id: int) -> int:
    """Take over what is new or changed in an upload, once; says how many values. Raises UploadRefused."""
    upload = FigureUpload.objects.select_for_update().get(pk=upload_id)
    if upload.applied_at is not None:
        raise UploadRefused(_("This file has been taken over already."))
    dealers = dict(Dealer.objects.values_list("code", "pk"))
    wanted = [row for row in upload.rows if row["does"] in (NEW, CHANGED) and row["dealer"] in dealers]
    if not wanted:
        raise UploadRefused(_("There is nothing to take over in this file."))
    figures = _figures(upload)
    DealerFigure.objects.bulk_create(
        [
            DealerFigure(
                figure_id=figures[row["figure"]],
                dealer_id=dealers[row["dealer"]],
                month=date.fromisoformat(row["month"]),
                value=Decimal(row["value"]),
            )
            for row in wanted
        ],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["figure", "month", "dealer"],
        update_fields=["value"],
    )
    upload.applied_at = timezone.now()
    upload.save(update_fields=["applied_at"])
    events.record(
        verb="figures.uploaded", subject=f"figure_upload:{upload.pk}", actor=actor, data={"values": len(wanted)}
    )
    return len(wanted)


def _figures(upload: FigureUpload) -> dict[str, int]:
    """The department's figures by name; those that the file names first are made."""
    units: dict[str, str] = {}
    for row in upload.rows:
        if row["does"] in (NEW, CHANGED):
            units[row["figure"]] = units.get(row["figure"]) or row["unit"]
    Figure.objects.bulk_create(
        [Figure(department_id=upload.department_id, name=name, unit=unit) for name, unit in units.items()],
        ignore_conflicts=True,
    )
    return dict(Figure.objects.filter(department=upload.department_id, name__in=units).values_list("name", "pk"))
