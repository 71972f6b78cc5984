"""The pages of notices: a person's own list, and how they want to be mailed."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.network.models import User
from portal.notices import mailing, reading
from portal.notices.models import Notice, NoticePreference
from portal.notices.telling import sentence

PER_PAGE = 25
LARGEST_ID = 2**63 - 1


class PreferenceForm(forms.ModelForm[NoticePreference]):
    class Meta:
        model = NoticePreference
        fields = ["digest"]
        widgets = {"digest": forms.RadioSelect}


def _own(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (login_required)
    return request.user


@require_safe
@login_required
@never_cache
def notice_list(request: HttpRequest) -> HttpResponse:
    """The person's notices, unread first."""
    page = Paginator(reading.notices_of(user=_own(request)), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(notice, sentence(notice)) for notice in page]
    return render(request, "notices/list.html", {"page_obj": page, "rows": rows})


@require_safe
@login_required
@never_cache
def follow(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go where the notice leads; it is read by that."""
    user = _own(request)
    notice = Notice.objects.filter(pk=notice_id, user=user).first() if notice_id <= LARGEST_ID else None
    if notice is None:
        raise Http404
    reading.mark_read(user=user, notice_ids=[notice.pk])
    if notice.url.startswith("/") and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("notices:list")


@require_POST
@login_required
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark one of the person's notices as read, or all."""
    given = request.POST.get("notice", "")
    if given and not (given.isdecimal() and len(given) < 19):
        raise Http404
    reading.mark_read(user=_own(request), notice_ids=[int(given)] if given else None)
    return redirect("notices:list")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """How often the person wants a mail with what is not urgent."""
    user = _own(request)
    own = NoticePreference.objects.filter(user=user).first()
    form = PreferenceForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        mailing.prefer(user=user, digest=form.cleaned_data["digest"])
        messages.success(request, _("Kept. What is urgent is mailed at once, whatever you chose."))
        return redirect("notices:preferences")
    return render(request, "notices/preferences.html", {"form": form})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail, without signing in: asks, and on POST (a person's, or a mail program's after RFC 8058) ends
    the digests. The token says for whom, and is good for nothing else."""
    user_id = mailing.person_of(token=token)
    if user_id is None:
        raise Http404
    if request.method == "POST":
        mailing.unsubscribe(user_id=user_id)
    context = {"ended": request.method == "POST"}
    return render(request, "notices/unsubscribe.html", context)
