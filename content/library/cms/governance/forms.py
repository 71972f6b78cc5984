"""What authors and releasers are asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.library.conflicts import Question
from content.library.models import Effect
from content.library.withdrawing import LONGEST_REASON

STANDS = "stands"
OPEN = ""


def reason_field(label: Any, **kwargs: Any) -> forms.CharField:
    """A reason that is kept."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=LONGEST_REASON, widget=widget, **kwargs)


class ReasonForm(forms.Form):
    """Why something is done that others will ask about."""

    reason = reason_field(_("Why"))


class FindingForm(forms.Form):
    """What somebody found who looked afterwards."""

    finding = reason_field(_("What you found"))


class AnswerForm(forms.Form):
    """What becomes of one publication that overlaps."""

    decision = forms.ChoiceField(label=_("What becomes of it"))
    reason = reason_field(_("Why both stand"), required=False)

    def __init__(self, *args: Any, question: Question, may_write: bool, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"prefix": f"q{question.other.pk}"})
        self.question, self.is_own = question, is_own
        choices = [(STANDS, _("Both stand"))]
        if may_write:
            choices.append((Effect.AMENDS.value, _("This one amends it: both are in force")))
        if may_write and is_own:
            choices += [
                (Effect.REPLACES.value, _("This one replaces it")),
                (Effect.CANCELS.value, _("This one cancels it")),
            ]
        decision: Any = self.fields["decision"]
        decision.choices = choices
        decision.initial = STANDS
        if question.answer is not None:
            self.fields["reason"].initial = question.answer.reason

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == STANDS and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why both stand. Dealers who read one of them are told of the other."))
        return cleaned
