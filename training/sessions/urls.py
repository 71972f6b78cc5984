"""Addresses of sessions, below /training/sessions/."""

from __future__ import annotations

from django.urls import path

from training.sessions.views import calendars, checkin, listing, seats, team

app_name = "sessions"

urlpatterns = [
    path("", listing.session_list, name="list"),
    path("mine/", listing.mine, name="mine"),
    path("<int:session_id>/", listing.session, name="session"),
    path("<int:session_id>/book", seats.book, name="book"),
    path("<int:session_id>/session.ics", calendars.session_file, name="file"),
    path("<int:session_id>/materials/<int:material_id>", listing.material, name="material"),
    path("bookings/<int:booking_id>/cancel", seats.cancel, name="cancel"),
    path("team/", team.bookings, name="team"),
    path("team/requests/<int:booking_id>", team.decide, name="decide"),
    path("here/<int:date_id>/<int:window>/<str:mac>/", checkin.opened, name="here"),
    path("here/", checkin.confirm, name="confirm"),
    path("calendar/renew", calendars.renew, name="renew"),
    path("calendar/<str:token>.ics", calendars.feed, name="feed"),
]
