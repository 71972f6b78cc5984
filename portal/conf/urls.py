"""Addresses. Dealers: /, /search/, /manuals/, /bulletins/, /vehicle/, /marketing/. Customers of dealers: /share/. OEM
staff: /cms/. Machines: /api/v1/, /healthz,
/readyz, /metrics."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog
from wagtail.admin import urls as wagtailadmin_urls

from portal.home.views.entrance import cms_login, cms_logout
from training.certification.views.checking import certificate_check

urlpatterns = [
    path("", include("portal.home.urls")),
    path("search/", include("search.urls")),
    path("manuals/", include("content.reader.urls")),
    path("bulletins/", include("content.bulletins.urls")),
    path("manuals/", include("content.changes.urls")),
    path("vehicle/", include("content.vehicles.urls")),
    path("notices/", include("portal.notices.urls")),
    path("manuals/as-of/", include("content.asof.urls")),
    path("duties/", include("content.acknowledgement.urls")),
    path("feedback/", include("content.feedback.urls")),
    path("feeds/", include("content.announcing.urls")),
    path("insight/", include("content.insight.urls")),
    path("marketing/assets/", include("content.marketing.assets.urls")),
    path("marketing/campaigns/", include("content.marketing.campaigns.urls")),
    path("marketing/prints/", include("content.marketing.cobranding.urls")),
    path("marketing/", include("content.marketing.kits.urls")),
    path("training/attempts/", include("training.assessments.urls")),
    path("training/enrolment/", include("training.enrolment.urls")),
    path("training/sessions/", include("training.sessions.urls")),
    path("training/certification/", include("training.certification.urls")),
    path("training/needs/", include("training.needs.urls")),
    path("training/evaluation/", include("training.evaluation.urls")),
    path("training/refresher/", include("training.refresher.urls")),
    path("training/dashboards/", include("training.dashboards.urls")),
    path("training/", include("training.courses.urls")),
    path("share/", include("content.marketing.kits.share_urls")),
    path("check/<str:serial>/", certificate_check, name="certificate_check"),
    path("files/", include("content.delivery.urls")),
    path("exports/", include("content.exports.urls")),
    path("account/", include("portal.network.account_urls")),
    path("cms/login/", cms_login),
    path("cms/logout/", cms_logout),
    path("cms/", include("content.library.cms.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("api/v1/", include("search.api_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="javascript-catalog"),
    path("", include("portal.core.urls")),
]

handler400 = "portal.home.views.errors.bad_request"
handler403 = "portal.home.views.errors.forbidden"
handler404 = "portal.home.views.errors.not_found"
handler500 = "portal.home.views.errors.server_error"

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns += staticfiles_urlpatterns()
