"""The CMS has no sign-in of its own: everybody comes through the portal's, with its lockout and second step."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.network.viewer import OEM_PERMISSION


def cms_login(request: HttpRequest) -> HttpResponse:
    """Where Wagtail sends people whom it does not let in. Raises PermissionDenied for those who are signed in and have
    no business in the CMS, which is every dealer."""
    target = request.GET.get("next", reverse("wagtailadmin_home"))
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
    if not request.user.has_perm(OEM_PERMISSION):
        raise PermissionDenied
    return redirect("wagtailadmin_home")


def cms_logout(request: HttpRequest) -> HttpResponse:
    """The sign-out of the CMS's menu, which posts; a mere visit is asked first."""
    if request.method != "POST":
        return redirect("account_logout")
    logout(request)
    return redirect("account_login")
