"""What a person says about one mail: which job it is about, what it means, a note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms

from jobops.lib.words import later, say
from orchestrator.models import InboundMessage
from orchestrator.workspace import inbox_words as words
from orchestrator.workspace.inbox_standing import Standing

NOTE = 2_000
NO_JOB = later("Choose the job this mail is about.")


@dataclass(frozen=True)
class Stage:
    """A target of the picker. `back`: it ranks below where the application stands."""

    key: str
    label: str
    chosen: bool
    back: bool


@dataclass(frozen=True)
class Choice:
    job: Standing
    chosen: bool


class DecisionForm(forms.Form):
    """`known`: the jobs that are offered, and those a search found. The suggestion is chosen, and
    nothing for a mail without one. `first` goes before both.
    """

    job = forms.UUIDField(
        label=later("Job"), error_messages={"required": NO_JOB, "invalid": NO_JOB}, required=True
    )
    stage = forms.ChoiceField(
        label=later("Stage"), choices=words.TARGETS.items(),
        error_messages={"required": later("Choose what this mail means.")},
    )  # fmt: skip
    note = forms.CharField(label=later("Note"), required=False, max_length=NOTE)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        row: InboundMessage,
        known: Mapping[UUID, Standing],
        first: UUID | None = None,
        words: str = "",
        found: tuple[UUID, ...] = (),
    ) -> None:
        initial = {"job": first or row.suggested_id, "stage": row.stage_target or "no_change"}
        super().__init__(data, initial={**initial, "note": row.note}, auto_id=f"%s-{row.pk}")
        self.row, self.known, self.words, self.found = row, known, words, found

    def clean_job(self) -> UUID:
        pk: UUID = self.cleaned_data["job"]
        if pk not in self.known:
            raise forms.ValidationError(say("This job is no longer there. Choose another one."))
        return pk

    @property
    def chosen(self) -> Standing | None:
        text = str(self["job"].value() or "")
        return next((one for pk, one in self.known.items() if str(pk) == text), None)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What was found by words comes first, then what is offered."""
        offered = [self.row.suggested_id, *(UUID(str(pk)) for pk in self.row.offered)]
        chosen = self.chosen
        ids = dict.fromkeys([*([chosen.id] if chosen else []), *self.found, *offered])
        jobs = (self.known[pk] for pk in ids if pk and pk in self.known)
        return tuple(Choice(job, chosen is not None and job.id == chosen.id) for job in jobs)

    @property
    def stages(self) -> tuple[Stage, ...]:
        now = self.chosen.rank if self.chosen else -1
        picked = str(self["stage"].value())
        return tuple(
            Stage(key, label, key == picked, 0 <= words.height(key) < now)
            for key, label in words.TARGETS.items()
        )
