"""Addresses of this room, below /marketing/campaigns/."""

from __future__ import annotations

from django.urls import path

from content.marketing.campaigns.views import board, calendars, listing, reading, tasks

app_name = "campaigns"

urlpatterns = [
    path("", listing.campaign_list, name="list"),
    path("<int:campaign_id>/", reading.campaign, name="campaign"),
    path("calendar/", calendars.month, name="calendar"),
    path("calendar/renew", calendars.renew, name="renew"),
    path("feed/<str:token>.ics", calendars.feed, name="feed"),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/<int:task_id>/", tasks.task, name="task"),
    path("tasks/<int:task_id>/photos", tasks.add_photos, name="add_photos"),
    path("tasks/<int:task_id>/photos/<uuid:key>", tasks.photo, name="photo"),
    path("tasks/<int:task_id>/photos/<uuid:key>/remove", tasks.remove_photo, name="remove_photo"),
    path("tasks/<int:task_id>/hand-in", tasks.hand_in, name="hand_in"),
    path("<int:campaign_id>/board/", board.dealers, name="board"),
    path("<int:campaign_id>/board/photos/", board.wall, name="wall"),
    path("<int:campaign_id>/board/photos/<uuid:key>", board.photo, name="wall_photo"),
    path("<int:campaign_id>/board/handed-in/<int:hand_in_id>", board.decide, name="decide"),
    path("<int:campaign_id>/board/tasks.csv", board.export, {"format": "csv"}, name="csv"),
    path("<int:campaign_id>/board/tasks.xlsx", board.export, {"format": "xlsx"}, name="xlsx"),
]
