"""Choosing another lesson of the same course in the editor: by its title on the page, kept by its id."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.widgets import Media
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LessonChoice(forms.TextInput):
    """A field for the id of a lesson; `lesson-choice.js` puts a list of the lessons on the page before it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-lesson-choice": "", **(attrs or {})})

    @property
    def media(self) -> Media:
        return Media(js=["js/training/lesson-choice.js"])


class LessonChoiceBlock(blocks.FieldBlock):
    """The id of a lesson."""

    def __init__(self, **options: Any) -> None:
        self.field = forms.CharField(
            max_length=40,
            widget=LessonChoice(),
            help_text=_("A lesson that is new can be chosen when the draft has been saved."),
        )
        super().__init__(**options)
