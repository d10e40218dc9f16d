"""The form of a run. Its fields beside the options of a run: workspace/run_options.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from jobops.lib.errors import Invalid
from jobops.lib.words import later, number, say
from orchestrator.models import User
from orchestrator.sources.registry import SEARCHED
from orchestrator.workspace import run_options, run_place
from orchestrator.workspace.settings_fields import Lines
from orchestrator.workspace.settings_sections import FIELDS

BOARDS = (("all", later("All")), ("none", later("None")), ("some", later("Only these:")))
STEPS = (
    ("crawl", later("Ask the sources for postings")),
    ("import", later("Keep what fits, and close what is gone")),
    ("score", later("Score what is found")),
    ("tailor", later("Prepare the best with a PDF")),
)
CANDIDATES = (("all", later("All of Discovered")), ("run", later("Only what this run meets")))
CADENCES = (
    ("", later("Only when I start it")),
    ("daily", later("Every day")),
    ("weekdays", later("On weekdays")),
    ("weekly", later("Once a week")),
    ("cron", later("By a cron expression")),
)
NO_SOURCE = later(
    "Choose a source, or the companies you follow: a run has nobody to ask otherwise."
)
NO_CITY = later("No such city is known there. Check it, or give a latitude and a longitude.")


def _whole(label: str, low: int, high: int, hint: str = "", **more: Any) -> forms.IntegerField:
    said = say("Give a whole number from {low} to {high}.", low=low, high=number(high))
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), said)
    return forms.IntegerField(
        min_value=low, max_value=high, label=label, help_text=hint, error_messages=wrong, **more
    )


def _text(label: str, hint: str = "", *, longest: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=False, max_length=longest, **more)


def _several(label: str, choices: Any, hint: str = "") -> forms.MultipleChoiceField:
    boxes = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label, help_text=hint, choices=choices, required=False, widget=boxes
    )


def _one_of(label: str, choices: Any, hint: str = "", **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, help_text=hint, choices=choices, required=False, **more)


def _lines(label: str, hint: str, rows: int = 3) -> Lines:
    widget = forms.Textarea({"rows": rows})
    return Lines(label=label, help_text=hint, required=False, widget=widget)


class RunForm(forms.Form):
    sentence = _text(
        later("In your words"),
        later("Such as: remote Python work in Germany or the Netherlands, no agencies."),
        longest=1000,
        widget=forms.Textarea({"rows": 2}),
    )
    terms = _lines(later("What to look for"), later("A job title or phrase on each line."), 4)
    sources = _several(later("Where to look"), [(one.id, one.label) for one in SEARCHED.values()])
    top_n = _whole(later("Prepare at most"), 1, 50, later("1 to 50 jobs"))
    minimum = _whole(later("Lowest score"), 0, 100, later("0 to 100"))
    country = _text(
        later("Country"), later("A name or a code such as DE; empty: anywhere."), longest=100
    )
    cities = _lines(later("Cities"), later("One on each line; empty: all of the country."), 2)
    near = _text(
        later("Or around a city"), later("A city, or latitude and longitude."), longest=100
    )
    miles = _whole(later("Within, in miles"), 1, 200, later("1 to 200"), required=False)
    workplaces = _several(later("Kind of workplace"), FIELDS["searchWorkplaces"].choices)
    scope = _one_of(later("How far"), FIELDS["searchScope"].choices)
    strictness = _one_of(
        later("How strictly"), FIELDS["matchStrictness"].choices, FIELDS["matchStrictness"].hint
    )
    budget = _whole(
        later("Postings at most"), 50, 1000, later("50 to 1,000; empty: no limit"), required=False
    )
    candidates = _one_of(later("Choose among"), CANDIDATES)
    blocked = _lines(
        later("Employers to leave out"), later("One on each line. Holds for every run."), 2
    )
    instructions = _text(
        later("What matters to you in the score"),
        later("Such as: pay of at least 70,000 EUR."),
        longest=4000,
        widget=forms.Textarea({"rows": 2}),
    )
    boards = _one_of(later("Companies you follow"), BOARDS, widget=forms.RadioSelect)
    board = _several(later("Companies"), ())
    steps = _several(later("What it does"), STEPS)
    preset = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)
    name = _text(later("Name"), longest=80)
    when = _one_of(later("Runs"), CADENCES)
    at = _text(
        later("At"),
        later("In your time zone."),
        longest=5,
        widget=forms.TimeInput({"type": "time"}),
    )
    day = _one_of(later("On"), run_options.DAYS)
    cron = _text(later("Expression"), later("Five fields, such as 0 7 * * 1-5."), longest=100)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        owner: User,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**initial} if initial else None)
        found = owner.boards.order_by("label", "pk").values_list("pk", "label")
        self.followed = [(str(pk), label) for pk, label in found]
        self.fields["board"].choices = self.followed  # type: ignore[attr-defined]

    @property
    def typed(self) -> dict[str, Any]:
        """What stands in the fields, whether it fits or not."""
        if not self.is_bound:
            return {
                name: self.get_initial_for_field(one, name) for name, one in self.fields.items()
            }
        return {
            name: one.widget.value_from_datadict(self.data, {}, name)
            for name, one in self.fields.items()
        }

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        asked = "crawl" in given.get("steps", ())
        if asked and not given.get("sources") and not run_options.asks_boards(given, self.followed):
            self.add_error("sources", NO_SOURCE)
        if given.get("near") and "miles" in given:
            try:
                given["circle"] = run_place.circle(
                    given["near"], given["miles"] or 25, country=given.get("country", "")
                )
            except run_place.UnknownCity:
                self.add_error("near", NO_CITY)
        return given

    def blame(self, refused: Invalid) -> None:
        """What the room behind refused, beside the field it is about."""
        for key, texts in refused.field_errors.items():
            name = run_options.FIELD_OF.get(key.removeprefix("options."))
            self.add_error(name if name in self.fields else None, texts)
