"""Wagtail's users app with Forecourt's forms; named in INSTALLED_APPS in place of `wagtail.users`."""

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    default = False
    user_viewset = "portal.network.admin_people.PersonViewSet"
