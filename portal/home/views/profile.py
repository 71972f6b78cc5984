"""What a person may say about themselves: today, their language."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from portal.network.api import request_viewer
from portal.network.models import Membership, User


class ProfileForm(forms.ModelForm[User]):
    """Names and dealers are kept by the network's administrators; a language is a person's own choice."""

    class Meta:
        model = User
        fields = ["language"]
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        named = [(code, translation.get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
        choices = [("", gettext_lazy("As my browser asks")), *named]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The person's account, and the dealers for whom they work today."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (login_required)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        if user.language:
            translation.activate(user.language)
        messages.success(request, _("Your profile is saved."))
        return redirect("home:profile")
    day = request_viewer(request).at.date()
    memberships = Membership.objects.on(day).filter(user=user).select_related("dealer").prefetch_related("roles")
    return render(request, "home/profile.html", {"form": form, "memberships": memberships})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language now, for this browser and, when somebody is signed in, for them everywhere."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)
