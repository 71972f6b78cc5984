"""The pages of notices: a person's own list, and how they want to be mailed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core.keys import LARGEST_ID
from portal.network.models import User
from portal.notices import choosing, reading
from portal.notices.models import Notice, Rhythm
from portal.notices.telling import sentence
from portal.notices.topics import Topic, topic_named, topic_of, topics

PER_PAGE = 25


class PreferenceForm(forms.Form):
    """A field for each topic: how the person is mailed about it."""

    def __init__(self, *args: Any, chosen: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in topics():
            self.fields[topic.code] = forms.ChoiceField(
                label=str(topic.name), choices=Rhythm.choices, initial=chosen[topic.code], widget=forms.RadioSelect
            )


def _own(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (login_required)
    return request.user


def _asked_for(given: QueryDict) -> tuple[Topic | None, bool]:
    """The topic of the request, if it names one, and whether it wants the unread ones alone."""
    return topic_named(given.get("topic", "")), bool(given.get("new"))


def _kept(topic: Topic | None, only_new: bool) -> str:
    return urlencode(({"topic": topic.code} if topic else {}) | ({"new": 1} if only_new else {}))


@require_safe
@login_required
@never_cache
def notice_list(request: HttpRequest) -> HttpResponse:
    """The person's notices, unread first; of one topic, or the unread ones alone."""
    user = _own(request)
    topic, only_new = _asked_for(request.GET)
    found = reading.notices_of(user=user, topic=topic.code if topic else "", only_new=only_new)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    unread = reading.unread_by_topic(user=user)
    context = {
        "page_obj": page,
        "rows": [(notice, topic_of(notice.topic), sentence(notice)) for notice in page],
        "topics": [(one, unread[one.code]) for one in topics() if one.code in unread],
        "chosen": topic,
        "only_new": only_new,
        "kept": _kept(topic, only_new),
    }
    return render(request, "notices/list.html", context)


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
    """Mark one of the person's notices as read, or all, or all of a topic."""
    given = request.POST.get("notice", "")
    if given and not (given.isdecimal() and len(given) < 19):
        raise Http404
    topic, only_new = _asked_for(request.POST)
    about = topic.code if topic and not given else ""
    reading.mark_read(user=_own(request), notice_ids=[int(given)] if given else None, topic=about)
    kept = _kept(topic, only_new)
    return redirect(reverse("notices:list") + (f"?{kept}" if kept else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """How the person wants to be mailed about each topic."""
    user = _own(request)
    form = PreferenceForm(request.POST or None, chosen=choosing.rhythms_of(user=user))
    if request.method == "POST" and form.is_valid():
        choosing.prefer(user=user, rhythms=form.cleaned_data)
        messages.success(request, _("Kept. What is urgent is mailed at once, whatever you chose."))
        return redirect("notices:preferences")
    context = {"form": form, "rhythms": Rhythm.choices, "list_url": reverse("notices:list")}
    return render(request, "notices/preferences.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail, without signing in: asks, and on POST (a person's, or a mail program's after RFC 8058) ends
    the mails, about one topic or all. The token says for whom, and is good for nothing else."""
    meant = choosing.meant_by(token=token)
    if meant is None:
        raise Http404
    user_id, topic = meant
    if request.method == "POST":
        choosing.stop_mails(user_id=user_id, topic=topic)
    context = {"ended": request.method == "POST", "topic": topic_named(topic)}
    return render(request, "notices/unsubscribe.html", context)
