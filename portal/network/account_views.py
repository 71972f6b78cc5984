"""Where signing in and out differs from allauth."""

from __future__ import annotations

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _


def second_step(request: HttpRequest) -> HttpResponseBase:
    """The code of the second step. Somebody whose second step was taken away after the password was right begins
    again: allauth would send them to and fro between the two pages for ever."""
    answer: HttpResponseBase = mfa_views.authenticate(request)
    if (
        answer.status_code == 302
        and answer["Location"] == reverse("account_login")
        and "account_login" in request.session
    ):
        request.session.flush()
        messages.info(request, _("Two-step sign-in was switched off for your account meanwhile. Please sign in again."))
    return answer


def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out, and have the browser forget what it kept: pages of manuals on a tablet that many people use."""
    answer: HttpResponseBase = account_views.logout(request)
    if not request.user.is_authenticated:
        answer["Clear-Site-Data"] = '"cache"'
    return answer
