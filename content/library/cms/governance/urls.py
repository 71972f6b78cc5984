"""Addresses below /cms/governance/."""

from django.urls import path

from content.library.cms.governance import reports, views

app_name = "governance"


def _report(address: str, name: str, view: type[reports.GovernanceReport]) -> list[object]:
    return [
        path(f"reports/{address}/", view.as_view(), name=name),
        path(f"reports/{address}/results/", view.as_view(results_only=True), name=f"{name}_results"),
    ]


urlpatterns = [
    path("<int:page_id>/conflicts/", views.page_conflicts, name="conflicts"),
    path("<int:page_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:page_id>/emergency/", views.emergency, name="emergency"),
    path("emergencies/<int:release_id>/", views.check, name="check"),
    *_report("conflicts", "open_conflicts", reports.OpenConflicts),
    *_report("without-responsible", "without_responsible", reports.WithoutResponsible),
    *_report("overdue", "overdue", reports.Overdue),
    *_report("emergencies", "emergencies", reports.EmergencyReleases),
]
