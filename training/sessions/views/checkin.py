"""Being marked by the code on the trainer's screen: open it, say that one is here."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.core.keys import LARGEST_ID
from training.sessions import attendance, codes
from training.sessions.errors import AttendanceRefused, NoSuchSession
from training.sessions.models import SessionDate
from training.sessions.views.gate import own_user

TEMPLATE = "training_sessions/here.html"


@require_safe
@login_required
@never_cache
def opened(request: HttpRequest, date_id: int, window: int, mac: str) -> HttpResponse:
    """The person's phone has opened the code. Nothing is marked yet: a link that is only looked at marks nobody."""
    try:
        if max(date_id, window) > LARGEST_ID:
            raise NoSuchSession("")
        date = attendance.date_of_code(date_id=date_id, code=codes.Code(window, mac))
    except (AttendanceRefused, NoSuchSession) as refused:
        return render(request, TEMPLATE, {"refused": refused.reason}, status=403)
    claim = codes.claim(user_id=own_user(request).pk, date_id=date.pk)
    return render(request, TEMPLATE, {"session": date.session, "date": date, "claim": claim})


@require_POST
@login_required
def confirm(request: HttpRequest) -> HttpResponse:
    """The person says that they are here."""
    user = own_user(request)
    date_id = codes.date_of_claim(request.POST.get("claim", "")[:500], user_id=user.pk)
    if date_id is None:
        return render(request, TEMPLATE, {"refused": ""}, status=403)
    try:
        kept = attendance.check_in(user=user, date_id=date_id)
    except (AttendanceRefused, NoSuchSession) as refused:
        return render(request, TEMPLATE, {"refused": refused.reason}, status=403)
    date = SessionDate.objects.select_related("session").get(pk=date_id)
    return render(request, TEMPLATE, {"session": date.session, "date": date, "kept": kept})
