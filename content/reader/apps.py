"""The reader room."""

from django.apps import AppConfig


class ReaderConfig(AppConfig):
    name = "content.reader"
    label = "reader"
