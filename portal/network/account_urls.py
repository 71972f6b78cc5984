"""Addresses below /account/: those of allauth, and what differs from it."""

from django.urls import include, path
from django.views.generic import RedirectView

from portal.network.account_views import second_step, sign_out

urlpatterns = [
    # Addresses are kept by the network's administrators, as accounts are: there is nothing to do on this page.
    path("email/", RedirectView.as_view(pattern_name="home:profile")),
    path("2fa/authenticate/", second_step),
    path("logout/", sign_out),
    path("", include("allauth.urls")),
]
