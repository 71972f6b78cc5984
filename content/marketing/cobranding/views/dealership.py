"""The profile of a dealership, which its manager keeps, and its pictures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from content.library.api import unseen_is_absent
from content.marketing.cobranding.models import DealerProfile, DealerUpload
from content.marketing.cobranding.profiles import SAID, change_profile, dealers_of, profile_of
from content.marketing.cobranding.uploads import open_upload, receive_upload
from content.marketing.cobranding.views.gate import person, send_picture
from portal.core.errors import Refused
from portal.core.storage import StorageUnavailable
from portal.network.api import request_viewer
from portal.network.models import Dealer

PER_PAGE = 10


class ProfileForm(forms.ModelForm[DealerProfile]):
    """What a dealership says of itself. `built_on` is the version that the person saw."""

    new_logo = forms.FileField(
        label=gettext_lazy("Another logo"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG or SVG. It keeps its proportions wherever it is printed."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/svg+xml"}),
    )
    web = forms.URLField(label=gettext_lazy("Web address"), required=False, max_length=300, assume_scheme="https")
    without_logo = forms.BooleanField(label=gettext_lazy("No logo"), required=False)
    built_on = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    class Meta:
        model = DealerProfile
        fields = list(SAID)
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("address", "address_zh", "hours", "hours_zh")}

    def clean_web(self) -> str:
        address: str = self.cleaned_data["web"]
        if address and not address.startswith("https://"):
            raise forms.ValidationError(_("Write a web address that begins with https://."))
        return address


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest, dealer_id: int) -> HttpResponse:
    """What a dealership says of itself, to who works there; its manager changes it."""
    viewer = request_viewer(request)
    with unseen_is_absent(dealer_id):
        if dealer_id not in dealers_of(viewer):
            raise Http404
    dealer = get_object_or_404(Dealer, pk=dealer_id)
    current = profile_of(dealer=dealer)
    manages = dealer_id in viewer.managed_dealers
    if request.method == "POST" and not manages:
        raise Http404
    # A copy: the versions themselves are never changed.
    shown = DealerProfile(**{name: getattr(current, name) for name in SAID}, dealer=dealer)
    form = ProfileForm(
        request.POST or None, request.FILES or None, instance=shown, initial={"built_on": current.number}
    )
    if request.method == "POST" and form.is_valid() and _kept(request, form, current):
        messages.success(request, _("The profile is saved. What you print from now on says so."))
        return redirect("cobranding:profile", dealer_id)
    versions = DealerProfile.objects.filter(dealer=dealer).select_related("made_by").order_by("-number")
    context = {
        "dealer": dealer,
        "profile": current,
        "form": form,
        "manages": manages,
        "page_obj": Paginator(versions, PER_PAGE).get_page(request.GET.get("page")),
        "here": "profile",
    }
    return render(request, "cobranding/profile.html", context)


def _kept(request: HttpRequest, form: ProfileForm, current: DealerProfile) -> bool:
    """Whether it was kept; what was wrong is in the form."""
    cleaned: dict[str, Any] = form.cleaned_data
    viewer, actor = request_viewer(request), person(request)
    logo = None if cleaned["without_logo"] else current.logo
    try:
        if cleaned["new_logo"]:
            logo = receive_upload(
                viewer=viewer,
                dealer_id=current.dealer_id,
                kind=DealerUpload.Kind.LOGO,
                upload=cleaned["new_logo"],
                actor=actor,
            )
    except Refused as refusal:
        form.add_error("new_logo", refusal.reason)
        return False
    except StorageUnavailable:
        form.add_error(None, _("The file store does not answer. Nothing was kept; try again in a minute."))
        return False
    said = {name: cleaned[name] for name in SAID}
    try:
        change_profile(
            viewer=viewer,
            dealer_id=current.dealer_id,
            built_on=cleaned["built_on"],
            said=said,
            logo=logo,
            actor=actor,
        )
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


@require_safe
@login_required
def picture(request: HttpRequest, upload_id: int) -> HttpResponseBase:
    """A picture or logo of a dealership, to who works there."""
    with unseen_is_absent(upload_id):
        found = open_upload(viewer=request_viewer(request), upload_id=upload_id)
    return send_picture(request, sha256=found.sha256, content_type=found.content_type)
