"""Forms of the answer bank and of a job's answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jobops.lib.words import later
from orchestrator.workspace.details_form import Plain
from tailoring.answers import ANSWER_LIMIT, QUESTION_LIMIT
from tailoring.models import JobAnswer, SavedAnswer

LANGUAGES = (
    ("", later("As it is written")),
    ("en", later("English")),
    ("de", later("German")),
    ("fr", later("French")),
    ("es", later("Spanish")),
)
NEEDED = {"required": later("Write the answer.")}
PASTED_LIMIT = 20_000


class SavedForm(forms.Form):
    """One answer of the bank."""

    question = Plain(
        label=later("Question"),
        max_length=QUESTION_LIMIT,
        error_messages={"required": later("Give the question.")},
    )
    answer = Plain(
        label=later("Answer"),
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea({"rows": 6}),
        help_text=later("{{employer}} and {{jobTitle}} are filled in when it is used."),
        error_messages=NEEDED,
    )
    language = forms.ChoiceField(label=later("Language"), choices=LANGUAGES, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        saved: SavedAnswer | None = None,
        **said: Any,
    ) -> None:
        stored = {name: getattr(saved, name) for name in self.base_fields} if saved else {}
        super().__init__(data, initial={**stored, **said}, auto_id="saved_%s")
        self.saved = saved


class GivenForm(forms.Form):
    """An answer of one application."""

    answer = Plain(
        label=later("Answer"),
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea({"rows": 6}),
        error_messages=NEEDED,
    )
    keep = forms.BooleanField(required=False, label=later("Also keep it in the answer bank"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, row: JobAnswer) -> None:
        super().__init__(data, initial={"answer": row.answer}, auto_id=f"given_{row.pk.hex}_%s")
        self.row = row


class ReplyForm(forms.Form):
    """A reply of the chat as the answer to a question."""

    question = Plain(
        label=later("Question"),
        max_length=QUESTION_LIMIT,
        error_messages={"required": later("Name the question this reply answers.")},
    )
    keep = forms.BooleanField(required=False, label=later("Also keep it in the answer bank"))


class PastedForm(forms.Form):
    """Questions as an application form puts them."""

    questions = Plain(
        max_length=PASTED_LIMIT,
        widget=forms.Textarea({"rows": 4}),
        label=later("Questions"),
        help_text=later(
            "One question, or a whole form: each line that asks something becomes one."
        ),
        error_messages={"required": later("Paste a question.")},
    )
