"""Beside the topics: what was seen, and correcting what was told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fristad.library import load_catalogue, load_texts
from fristad.server.cases.forms.fields import CleanNote
from fristad.server.common.forms import Checkboxes, FristadForm, Radios
from fristad.server.screening.forms.topics import TopicForm


class SeenForm(FristadForm):
    """What the interviewer saw. It is never put to the person as a question."""

    seen = forms.MultipleChoiceField(label=_("What you saw yourself"), widget=Checkboxes, required=True)
    words = CleanNote(label=_("What it was, without what you make of it"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = load_texts("en")
        every = [
            each for each in load_catalogue().concepts.values() if each.kind == "observed" and each.about != "trait"
        ]
        self.fields["seen"].choices = [(each.id, texts.label(each.id)) for each in every]  # type: ignore[attr-defined]


class CorrectForm(TopicForm):
    """What is said now about something that was told before."""

    how = forms.ChoiceField(
        label=_("What of the earlier answer?"),
        choices=[
            ("corrects", _("This takes its place: the earlier one was a mistake")),
            ("beside", _("Both stand: two accounts that differ are open, never untrue")),
        ],
        widget=Radios,
    )
