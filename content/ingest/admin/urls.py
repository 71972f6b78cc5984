"""Addresses of editions in the CMS, below /cms/."""

from django.urls import path

from content.ingest.admin import bulk, converting, views

app_name = "ingest"
urlpatterns = [
    path("", views.editions, name="editions"),
    path("table/", views.editions_table, name="editions_table"),
    path("bulk/", bulk.page, name="bulk"),
    path("bulk/proposals/", bulk.proposals, name="bulk_proposals"),
    path("bulk/row/", bulk.row, name="bulk_row"),
    path("bulk/states/", bulk.states, name="bulk_states"),
    path("of/<int:manual_id>/", views.manual_editions, name="manual_editions"),
    path("of/<int:manual_id>/table/", views.manual_editions_table, name="manual_editions_table"),
    path("conversions/<int:conversion_id>/retry/", converting.retry, name="retry_conversion"),
    path("<int:edition_id>/retry/", views.retry, name="retry"),
    path("<int:edition_id>/withdraw/", views.withdraw, name="withdraw"),
]
