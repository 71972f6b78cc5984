"""Addresses of certification, below /training/certification/."""

from __future__ import annotations

from django.urls import path

from training.certification.views import certificates, curricula, learning, prior, team

app_name = "certification"

urlpatterns = [
    path("", learning.mine, name="mine"),
    path("c/<int:certification_id>/", certificates.certificate, name="certificate"),
    path("c/<int:certification_id>/renew", certificates.renew, name="renew"),
    path("p/<int:period_id>/name", certificates.show_name, name="show_name"),
    path("p/<int:period_id>/<str:language>.pdf", certificates.pdf, name="pdf"),
    path("curricula/<int:curriculum_id>/", curricula.curriculum, name="curriculum"),
    path("prior/", prior.prior, name="prior"),
    path("prior/<int:claim_id>/withdraw", prior.withdraw, name="withdraw_prior"),
    path("prior/<int:claim_id>/evidence", prior.evidence, name="evidence"),
    path("team/", team.people, name="team"),
    path("team.csv", team.export, name="team_csv"),
]
