"""Sign-in rules beyond the settings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from axes.helpers import get_cool_off, get_failure_limit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.network.models import User


class InvitedOnlyAdapter(DefaultAccountAdapter):
    """Accounts are made by the network's administrators; nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


def attempted_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The name under which failures are counted: the account's user name, whether its name or its mail address was
    typed and in whatever case, so that neither gives further attempts. Unknown names count as typed."""
    given = credentials or {}
    typed = given.get("username") or given.get("email") or request.POST.get("login") or ""
    typed = str(typed).strip().lower()[:150]
    if "@" in typed:
        name = User.objects.filter(email__iexact=typed).values_list("username", flat=True).first()
        return (name or typed).lower()
    return typed


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The page of somebody who failed too often: status 429, and in how many minutes they may try again. An attempt
    before that begins the wait anew."""
    cool_off = get_cool_off(request)
    seconds = math.ceil(cool_off.total_seconds()) if cool_off else 0
    context = {"failure_limit": get_failure_limit(request, credentials), "lockout_minutes": math.ceil(seconds / 60)}
    answer = render(request, "account/lockout.html", context, status=429)
    answer["Retry-After"] = str(seconds)
    answer["Cache-Control"] = "no-store"
    return answer
