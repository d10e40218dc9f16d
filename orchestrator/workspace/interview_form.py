"""The form of an interview. A day without an hour is a whole day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from jobops.lib.errors import Invalid
from jobops.lib.words import later, say
from orchestrator.models import Interview
from orchestrator.tracking.interview_rows import KINDS, NAMES, checked
from orchestrator.tracking.invitations import LONGEST, SHORTEST
from orchestrator.workspace.tracking_forms import Text

FIELDS = {
    "scheduled_at": "date", "zone": "zone", "minutes": "minutes", "kind": "kind",
    "location": "location", "link": "link", "people": "people", "notes": "notes",
}  # fmt: skip
USUAL_ZONES = (
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Toronto",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Europe/Amsterdam",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Stockholm",
    "Europe/Warsaw",
    "Europe/Zurich",
    "UTC",
)


class InterviewForm(forms.Form):
    kind = forms.ChoiceField(choices=KINDS.items(), label=later("Kind"))
    date = forms.DateField(
        label=later("Day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": later("Give the day."), "invalid": later("Give a day.")},
    )
    time = forms.TimeField(
        label=later("Starts at"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text=later("Left empty, it is the whole day."),
        error_messages={"invalid": later("Give an hour such as 14:30.")},
    )
    minutes = forms.IntegerField(
        label=later("Minutes"), min_value=SHORTEST, max_value=LONGEST, initial=60, required=False
    )
    zone = forms.CharField(
        label=later("Time zone"),
        max_length=64,
        widget=forms.TextInput({"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
        help_text=later("Whose clock that is, such as Europe/London."),
        error_messages={"required": later("Name a time zone.")},
    )
    link = Text(max_length=2000, required=False, label=later("Link to the call"))
    location = Text(max_length=500, required=False, label=later("Place"))
    people = Text(max_length=1000, required=False, label=later("With whom"))
    notes = Text(
        label=later("Notes"), max_length=10_000, required=False, widget=forms.Textarea({"rows": 4})
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        zone: ZoneInfo,
        interview: Interview | None = None,
    ) -> None:
        initial = shown(interview) if interview else {"zone": zone.key}
        super().__init__(data, initial=initial, auto_id="interview_%s")
        self.interview = interview

    def clean(self) -> None:
        """What the row would not take is said at the field it came from."""
        if self.errors:
            return
        try:
            self.cleaned_data["values"] = checked(self._values())
        except Invalid as refused:
            fields = {NAMES[column]: field for column, field in FIELDS.items()}
            for name, texts in refused.field_errors.items():
                self.add_error(fields[name], texts)
        except (KeyError, ValueError, OverflowError, OSError):
            self.add_error("zone", say("Give a time zone such as Europe/London."))

    def values(self) -> dict[str, Any]:
        """The columns. A day and an hour that were not touched leave the moment as it is."""
        found: dict[str, Any] = self.cleaned_data["values"]
        timed = {"date", "time", "zone"}.intersection(self.changed_data)
        if self.interview is None or timed:
            return found
        return {name: value for name, value in found.items() if name != "scheduled_at"}

    def _values(self) -> dict[str, Any]:
        given = self.cleaned_data
        clock: time | None = given["time"]
        zone = ZoneInfo(given["zone"])
        return {
            "scheduled_at": datetime.combine(given["date"], clock or time.min, tzinfo=zone),
            "is_all_day": clock is None,
            "minutes": LONGEST if clock is None else given["minutes"] or 60,
            **{name: given[name] for name in ("zone", "kind", "location", "link", "people")},
            "notes": given["notes"],
        }


def shown(interview: Interview) -> dict[str, Any]:
    """The fields as the interview has them, on its own clock."""
    local = interview.scheduled_at.astimezone(ZoneInfo(interview.zone))
    names = ("kind", "minutes", "zone", "location", "link", "people", "notes")
    kept = {name: getattr(interview, name) for name in names}
    return {**kept, "date": local.date(), "time": None if interview.is_all_day else local.time()}
