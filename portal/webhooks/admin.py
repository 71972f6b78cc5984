"""Webhooks in the CMS: the list, the form, and the addresses of what is done with one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from portal.core import events as audit
from portal.core.errors import Refused
from portal.webhooks import managing
from portal.webhooks.addresses import target_of
from portal.webhooks.events import events
from portal.webhooks.models import Endpoint


class EndpointForm(WagtailAdminModelForm):
    """Judges the address, offers the events that there are, and keeps the dealer: what waits was meant for its eyes."""

    events = forms.MultipleChoiceField(label=_("Events"), widget=forms.CheckboxSelectMultiple, choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = events()
        if self.instance.pk is not None:
            self.fields["dealer"].disabled = True

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        try:
            target_of(url)
        except Refused as refusal:
            raise forms.ValidationError(refusal.reason) from refusal
        return url


class CreateEndpoint(generic.CreateView):
    """Made through its door; the answer shows the secret, once."""

    def form_valid(self, form: forms.ModelForm) -> HttpResponse:
        endpoint = form.save(commit=False)
        secret = managing.create(actor=self.request.user, endpoint=endpoint)
        return secret_page(self.request, endpoint, secret)


def secret_page(request: Any, endpoint: Endpoint, secret: str) -> HttpResponse:
    """The only page on which the secret stands."""
    context = {
        "endpoint": endpoint,
        "secret": secret,
        "header_title": endpoint.name,
        "page_title": endpoint.name,
        "header_icon": "link",
    }
    answer = render(request, "webhooks/admin/secret.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


class EditEndpoint(generic.EditView):
    """Changes are recorded."""

    def save_instance(self) -> Endpoint:
        endpoint: Endpoint = super().save_instance()
        fields = sorted(self.form.changed_data)
        subject = f"webhook:{endpoint.pk}"
        audit.record(verb="webhook.changed", subject=subject, actor=self.request.user, data={"fields": fields})
        return endpoint


class EndpointsIndex(generic.IndexView):
    """Endpoints with their dealer read in the same statement."""

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("dealer")


class EndpointViewSet(ModelViewSet):
    """For administrators."""

    model = Endpoint
    icon = "link"
    menu_label = _("Webhooks")
    menu_order = 800
    add_to_settings_menu = True
    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = EndpointsIndex
    add_view_class = CreateEndpoint
    edit_view_class = EditEndpoint
    list_display = [
        TitleColumn("name", label=_("Name"), get_url=lambda one: reverse("webhooks_desk:endpoint", args=[one.pk])),
        Column("dealer", label=_("Dealer"), accessor=lambda one: one.dealer or gettext("the whole network")),
        "url",
        Column("get_state_display", label=_("State")),
        "failing_since",
    ]
    list_filter = ["state", "dealer"]
    search_fields = ["name", "url"]
    panels = [FieldPanel("name"), FieldPanel("url"), FieldPanel("dealer"), FieldPanel("events")]

    def get_edit_handler(self) -> Any:
        handler = super().get_edit_handler()
        handler.base_form_class = EndpointForm
        return handler
