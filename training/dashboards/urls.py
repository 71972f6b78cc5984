"""Addresses of dashboards, below /training/dashboards/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from training.dashboards.views import dealers, network, own, reports

app_name = "dashboards"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", own.index, name="index"),
    path("mine/", own.mine, name="mine"),
    path("trainer/", own.trainer, name="trainer"),
    path("team/", dealers.team, name="team"),
    path("dealers/<int:dealer_id>/", dealers.dealer, name="dealer"),
    path("dealers/<int:dealer_id>/people/", dealers.people, name="people"),
    path("people/<int:user_id>/", dealers.person, name="person"),
    path("reports/", reports.reports, name="reports"),
    path("reports/order", reports.order, name="order"),
    path("reports/<int:subscription_id>/end", reports.end, name="end"),
    path("reports/table/<slug:table>", reports.table, name="table"),
    path("network/", network.network, name="network"),
    path("network/courses/", network.courses, name="courses"),
    path("network/<int:region_id>/", network.region, name="region"),
]
