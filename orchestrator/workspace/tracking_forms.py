"""The forms of the timeline: a step, how it ended, a to-do. Times are in the owner's zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from jobops.lib.text import clean_control
from jobops.lib.words import later, later_each, say
from orchestrator.models import Job, StageEvent, ToDo
from orchestrator.tracking import events
from orchestrator.tracking.derive import OUTCOMES, STAGES
from orchestrator.tracking.stages import NO_CHANGE

MINUTE = "%Y-%m-%dT%H:%M"
DAY_AHEAD = timedelta(days=1)
UNKNOWN = "unknown"
KINDS = later_each(
    {
        "todo": "To-do",
        "prep": "Preparation",
        "follow_up": "Follow-up",
        "check_status": "Check status",
    }
)
ENDS = (("", later("It goes on")), *OUTCOMES.items(), (UNKNOWN, later("Not known yet")))


Form = TypeVar("Form", bound=forms.Form)


def focused(form: Form, name: str) -> Form:
    """The same form; `name` takes the focus when it appears."""
    form.fields[name].widget.attrs["data-focus"] = True
    return form


class Text(forms.CharField):
    """Without control characters; a line end counts once, as it is stored."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(clean_control(value) if value else value))


class Moment(forms.DateTimeField):
    """A minute on the owner's clock. An hour that the clocks skip or repeat is taken as it is."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format=MINUTE)

    def __init__(self, *, zone: ZoneInfo, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.zone = zone

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        try:
            naive = datetime.fromisoformat(str(value)).replace(tzinfo=self.zone)
            found = naive.astimezone(UTC)
        except (ValueError, OverflowError):
            raise forms.ValidationError(say("Give a date and a time.")) from None
        if found.year < 1970:
            raise forms.ValidationError(say("Give a date after 1970."))
        return found


class StepForm(forms.Form):
    """A new step, or with `event` a change of one."""

    stage = forms.ChoiceField(
        label=later("What happened"), error_messages={"required": later("Choose what happened.")}
    )
    outcome = forms.ChoiceField(choices=ENDS, required=False, label=later("How it ended"))
    note = Text(
        max_length=4000, required=False, widget=forms.Textarea({"rows": 2}), label=later("Note")
    )
    label = Text(max_length=200, required=False, label=later("In your words"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        zone: ZoneInfo,
        event: StageEvent | None = None,
        stage: str = "",
    ) -> None:
        super().__init__(data, initial=shown(event, zone=zone, stage=stage), auto_id="step_%s")
        self.event = event
        hint = zone.key if event else say("Left empty, it is now. {key}", key=zone.key)
        self.fields["when"] = Moment(zone=zone, label=say("When"), help_text=hint)
        known = list(STAGES.items())
        new = [("", say("Choose")), *known, (NO_CHANGE, say("No change, only a note"))]
        self.fields["stage"].choices = known if event else new  # type: ignore[attr-defined]

    def clean_when(self) -> datetime | None:
        """None: as it is stored, or now. A minute that is typed again is not a change."""
        found: datetime | None = self.cleaned_data["when"]
        now = timezone.now()
        if found and found > now + DAY_AHEAD:
            raise forms.ValidationError(say("Give a time until tomorrow."))
        stored = self.event.occurred_at if self.event else now
        return None if found and minute(found) == minute(stored) else found

    def clean(self) -> None:
        if self.cleaned_data.get("stage") == "closed" and not self.cleaned_data.get("outcome"):
            self.add_error("outcome", say("Say how it ended, or that it is not known yet."))

    def step(self) -> dict[str, Any]:
        """What was said, as the timeline names it. What the form does not show is kept."""
        given = self.cleaned_data
        kept = dict(self.event.metadata or {}) if self.event else {"actor": "user"}
        said = {"note": given["note"], "eventLabel": given["label"]}
        for name, text in said.items():
            kept.pop(name, None)
            kept |= {name: text} if text else {}
        found = {
            "to_stage": given["stage"],
            "outcome": given["outcome"] if given["outcome"] in OUTCOMES else None,
            "metadata": kept or None,
        }
        return {**found, "occurred_at": given["when"]} if given["when"] else found


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(choices=ENDS[:-1], required=False, label=later("How it ended"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, job: Job, zone: ZoneInfo) -> None:
        closed = job.closed_at.astimezone(zone).strftime(MINUTE) if job.closed_at else ""
        initial = {"outcome": job.outcome or "", "closed": closed}
        super().__init__(data, initial=initial, auto_id="end_%s")
        self.job = job
        self.fields["closed"] = Moment(
            zone=zone, label=say("When"), help_text=say("Left empty, it is now.")
        )

    def clean_closed(self) -> datetime | None:
        found: datetime | None = self.cleaned_data["closed"]
        stored = self.job.closed_at
        return stored if found and stored and minute(found) == minute(stored) else found


class ToDoForm(forms.Form):
    title = Text(
        max_length=200,
        label=later("To do"),
        error_messages={"required": later("Say what is to do.")},
    )
    kind = forms.ChoiceField(choices=KINDS.items(), label=later("Kind"))
    notes = Text(
        max_length=4000, required=False, widget=forms.Textarea({"rows": 2}), label=later("Note")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        zone: ZoneInfo,
        todo: ToDo | None = None,
    ) -> None:
        due = todo.due_at.astimezone(zone).strftime(MINUTE) if todo and todo.due_at else ""
        initial = {"title": todo.title, "kind": todo.kind, "notes": todo.notes} if todo else {}
        super().__init__(data, initial={**initial, "due": due}, auto_id="todo_%s")
        self.todo = todo
        self.fields["due"] = Moment(zone=zone, label=say("Due"), help_text=zone.key)

    def clean_due(self) -> datetime | None:
        found: datetime | None = self.cleaned_data["due"]
        stored = self.todo.due_at if self.todo else None
        return stored if found and stored and minute(found) == minute(stored) else found

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "title": given["title"],
            "kind": given["kind"],
            "due_at": given["due"],
            "notes": given["notes"] or None,
        }


def shown(event: StageEvent | None, *, zone: ZoneInfo, stage: str = "") -> dict[str, str]:
    """The fields as the event has them, with the mark that tells whether it moved."""
    if event is None:
        return {"stage": stage}
    metadata = event.metadata or {}
    return {
        "stage": event.to_stage,
        "when": event.occurred_at.astimezone(zone).strftime(MINUTE),
        "outcome": event.outcome or (UNKNOWN if event.to_stage == "closed" else ""),
        "note": str(metadata.get("note", "")),
        "label": str(metadata.get("eventLabel", "")),
        "seen": events.mark(event),
    }


def minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
