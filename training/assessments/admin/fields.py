"""Fields in which trainers write what the assessment keeps otherwise: minutes for seconds, percent for shares."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from training.assessments.templatetags.training_texts import clock, minutes

LONGEST_MINUTES = 7 * 24 * 60
_MINUTES = re.compile(r"^([0-9]{1,5})(?:[:：]([0-5][0-9]))?$")
_CLOCK = re.compile(r"^([0-9]{1,5})[:：]([0-5][0-9])$")


class MinutesField(forms.CharField):
    """A length of time, written as minutes or minutes:seconds, kept in seconds; None for an empty field."""

    default_error_messages = {
        "invalid": _("Write minutes, or minutes and seconds as 7:30."),
        "none": _("It has to be longer than nothing."),
        "long": _("At most a week."),
    }
    pattern = _MINUTES

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 8, "strip": True, **options})
        self.widget.attrs.setdefault("inputmode", "numeric")

    def prepare_value(self, value: Any) -> Any:
        return minutes(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]  # what was typed becomes seconds
        text = super().to_python(value)
        if text in self.empty_values:
            return None
        found = self.pattern.match(str(text))
        if found is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        seconds = int(found[1]) * 60 + int(found[2] or 0)
        if not seconds:
            raise forms.ValidationError(self.error_messages["none"], code="none")
        if seconds > LONGEST_MINUTES * 60:
            raise forms.ValidationError(self.error_messages["long"], code="long")
        return seconds

    def run_validators(self, value: Any) -> None:
        """None: what was typed was judged as it was read."""


class ClockField(MinutesField):
    """A short length of time, written as minutes:seconds and not otherwise: a bare 45 could be meant either way."""

    default_error_messages = {"invalid": _("Write minutes and seconds, as 1:30 or 0:45.")}
    pattern = _CLOCK

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, int) else value


class PercentField(forms.DecimalField):
    """A share, written in percent: 80 is kept as 0.8."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=4, decimal_places=1, **options)
        self.validators += [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]

    def prepare_value(self, value: Any) -> Any:
        return _plain(value * 100) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        percent: Decimal | None = super().clean(value)
        return None if percent is None else percent / 100

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial * 100 if isinstance(initial, Decimal) else initial, data)


def _plain(number: Decimal) -> str:
    """Without zeros at the end, and never as a power of ten."""
    return f"{number.normalize():f}"
