"""What the network adds to the CMS."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from portal.network.admin_choosers import DealerChooser, PersonChooser
from portal.network.admin_network import NetworkGroup


@hooks.register("register_admin_viewset")
def network_viewsets() -> list[object]:
    """The lists of the network, and the choosers of its forms."""
    return [DealerChooser("dealer_chooser"), PersonChooser("person_chooser"), NetworkGroup()]


@hooks.register("insert_global_admin_css")
def admin_theme() -> SafeString:
    """Forecourt's colours in the CMS."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
