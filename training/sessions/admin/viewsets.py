"""Venues and sessions in the CMS: lists and forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, ListingButton
from wagtail.log_actions import log

from training.bank.admin.owned import OwnedEdit, OwnedIndex, OwnedViewSet
from training.courses.choosers import file_choosers
from training.sessions import planning
from training.sessions.admin import calendar, costs, lists, moves, people
from training.sessions.admin.forms import SessionForm, name_people, zone_of
from training.sessions.errors import PlanningRefused
from training.sessions.models import Booking, Session, Venue


class VenuesIndex(OwnedIndex):
    related = ("region", "department")


class VenueViewSet(OwnedViewSet):
    model = Venue
    icon = "home"
    menu_label = _("Venues")
    index_view_class = VenuesIndex
    search_fields = ["name", "address"]
    list_display = ["name", "region", "time_zone", "department", "is_active"]
    list_filter = ["region", "department", "is_active"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("region"), FieldPanel("time_zone")]),
            FieldRowPanel([FieldPanel("department"), FieldPanel("is_active")]),
            InlinePanel("rooms", [FieldRowPanel([FieldPanel("name"), FieldPanel("seats")])], heading=_("Rooms")),
        ]
    )


class InItsZone:
    """The times of the form are read and shown in the session's zone, in which the planner thinks."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = Session.objects.filter(pk=kwargs.get("pk", 0)).only("time_zone").first()
        shown = kept.zone if kept is not None else timezone.get_current_timezone()
        with timezone.override(zone_of(request.POST) if request.method == "POST" else shown):
            response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
            if hasattr(response, "render"):
                response.render()
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except PlanningRefused as refused:
            form.add_error(None, refused.reason)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def save_instance(self) -> Session:
        form: Any = self.form  # type: ignore[attr-defined]
        is_new = form.instance.pk is None
        kept = planning.save_session(session=form.save(commit=False), actor=self.request.user)  # type: ignore[arg-type]
        log(instance=kept, action="wagtail.create" if is_new else "wagtail.edit")
        return kept


class AddSession(InItsZone, generic.CreateView):
    def get_success_url(self) -> str:
        return reverse("training_sessions:participants", args=[self.object.pk])


class EditSession(InItsZone, OwnedEdit):
    def get_success_url(self) -> str:
        return reverse("training_sessions:participants", args=[self.object.pk])

    @property
    def header_more_buttons(self) -> list[Button]:
        address = reverse("training_sessions:participants", args=[self.object.pk])
        return [Button(_("Participants"), url=address, icon_name="group"), *super().header_more_buttons]


class SessionsIndex(OwnedIndex):
    related = ("venue", "department")

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = super().get_base_queryset()
        return rows.annotate(booked=Count("bookings", filter=Q(bookings__state__in=Booking.SEATED)))

    def get_list_more_buttons(self, instance: Session) -> list[Any]:
        address = reverse("training_sessions:participants", args=[instance.pk])
        button = ListingButton(_("Participants"), url=address, icon_name="group", priority=5)
        return [button, *super().get_list_more_buttons(instance)]


class SessionViewSet(OwnedViewSet):
    model = Session
    icon = "date"
    menu_label = _("Sessions")
    index_view_class = SessionsIndex
    add_view_class = AddSession
    edit_view_class = EditSession
    search_fields = ["title", "course__title"]
    list_display = [
        "title",
        Column("when", label=_("Begins")),
        Column("place", label=_("Place")),
        Column("get_state_display", label=_("State")),
        Column("booked", label=_("Booked")),
        Column("capacity", label=_("Seats")),
    ]
    list_filter = ["state", "format", "language", "venue", "department", "starts_at"]
    ordering = ["-starts_at", "-pk"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("course", widget=forms.Select), FieldPanel("lesson")]),
            FieldRowPanel([FieldPanel("department"), FieldPanel("language")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("format"), FieldPanel("venue")]),
                    FieldRowPanel([FieldPanel("link"), FieldPanel("time_zone")]),
                ],
                heading=_("Where"),
            ),
            InlinePanel(
                "dates",
                [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("room")])],
                heading=_("Dates"),
                max_num=planning.MOST_DATES,
            ),
            InlinePanel("trainers", [FieldPanel("user", widget=forms.Select)], heading=_("Trainers"), max_num=20),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("capacity"), FieldPanel("minimum"), FieldPanel("waiting_places")]),
                    FieldRowPanel(
                        [FieldPanel("booking_closes_at"), FieldPanel("cancel_until"), FieldPanel("promote_until")]
                    ),
                    FieldPanel("approval"),
                ],
                heading=_("Seats"),
            ),
            InlinePanel(
                "quotas",
                [FieldRowPanel([FieldPanel("region"), FieldPanel("seats")])],
                heading=_("Seats at most by region"),
                max_num=100,
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("price"), FieldPanel("expenses"), FieldPanel("currency")])],
                heading=_("Costs"),
            ),
            FieldPanel("bring"),
            InlinePanel(
                "materials",
                [
                    FieldPanel("title"),
                    FieldRowPanel(
                        [FieldPanel("file", widget=file_choosers["document"].widget_class), FieldPanel("link")]
                    ),
                ],
                heading=_("Materials"),
                max_num=50,
            ),
        ],
        base_form_class=SessionForm,
    )

    def get_form_class(self, for_update: bool = False) -> Any:
        form_class = super().get_form_class(for_update)
        name_people(form_class)
        return form_class

    def get_urlpatterns(self) -> Any:
        """Besides the lists and forms: what is done with a session."""
        return [
            *super().get_urlpatterns(),
            path("calendar/", calendar.month, name="calendar"),
            path("costs/", costs.year, name="costs"),
            path("costs.csv", costs.year_file, name="costs_file"),
            path("<int:session_id>/costs.csv", costs.session_file, name="session_costs_file"),
            path("<int:session_id>/", people.participants, name="participants"),
            path("<int:session_id>/print/", people.printed, name="print"),
            path("<int:session_id>/add/", people.add, name="add_person"),
            path("bookings/<int:booking_id>/<str:verb>/", people.change, name="booking"),
            path("<int:session_id>/move/<str:verb>/", moves.move, name="move"),
            path("<int:session_id>/cancel/", moves.cancel, name="cancel"),
            path("<int:session_id>/duplicate/", moves.duplicate, name="duplicate"),
            path("dates/<int:date_id>/", lists.attendance_list, name="list"),
            path("dates/<int:date_id>/code/", lists.code_screen, name="code"),
            path("dates/<int:date_id>/code.svg", lists.code_picture, name="code_picture"),
            path("dates/<int:date_id>/present/", lists.present, name="present"),
        ]
