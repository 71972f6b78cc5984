"""The delivery room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "content.delivery"
    label = "delivery"
