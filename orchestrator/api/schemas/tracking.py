"""The timeline and the to-dos on the wire."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)
from pydantic.alias_generators import to_camel

from orchestrator.api.schemas.jobs import Outcome
from orchestrator.api.schemas.shared import Body, Flag, Parameters, Shape
from orchestrator.api.schemas.texts import Address, blank_is_none, text, trimmed

DAY = 86_400
LATEST = 4_102_444_800

Stage = Literal[
    "applied", "recruiter_screen", "assessment", "hiring_manager_screen", "technical_interview",
    "onsite", "offer", "closed",
]  # fmt: skip
Logged = Literal[
    "applied", "recruiter_screen", "assessment", "hiring_manager_screen", "technical_interview",
    "onsite", "offer", "closed", "no_change",
]  # fmt: skip
ToDoKind = Literal["prep", "todo", "follow_up", "check_status"]


def not_beyond_tomorrow(seconds: int) -> int:
    if seconds > time.time() + DAY:
        raise ValueError("Give whole seconds since 1970, at most a day from now.")
    return seconds


def moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)


def _said(limit: int, *kinds: str, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": [*kinds] or "string", "maxLength": limit, **more})


def _without_defaults(schema: dict[str, Any]) -> None:
    """What is left out is not changed, whatever the model fills in."""
    for one in schema["properties"].values():
        one.pop("default", None)


Past = Annotated[int, Field(ge=0, le=LATEST), AfterValidator(not_beyond_tomorrow)]
Seconds = Annotated[int, Field(ge=0, le=LATEST)]
Title = Annotated[str, trimmed(200), _said(200, minLength=1, pattern=r"\S")]
Notes = Annotated[str | None, blank_is_none(4000, trim=False), _said(4000, "string", "null")]
OPTIONAL = ConfigDict(json_schema_extra=_without_defaults)


class Metadata(BaseModel):
    """What an event says beside its stage. Keys that were not sent are not there."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", strict=True, frozen=True,
        json_schema_extra=_without_defaults,
    )  # fmt: skip

    note: Annotated[str, text(4000), _said(4000)] = ""
    actor: Literal["system", "user"] = "user"
    group_id: Annotated[str, text(120), _said(120)] = ""
    group_label: Annotated[str, text(200), _said(200)] = ""
    event_label: Annotated[str, text(200), _said(200)] = ""
    reason_code: Annotated[str, text(120), _said(120)] = ""
    external_url: Address = ""
    event_type: Literal["interview_log", "status_update", "note"] | None = None

    def stored(self) -> dict[str, Any]:
        return self.model_dump(by_alias=True, exclude_unset=True)


class StageEventOut(Shape):
    """One event of the timeline. `fromStage` is the stage of the event just before it."""

    id: str
    application_id: str
    title: str
    group_id: str | None
    from_stage: Stage | None
    to_stage: Stage
    occurred_at: int
    metadata: Metadata | None
    outcome: Outcome | None


class TaskOut(Shape):
    id: str
    application_id: str
    type: ToDoKind
    title: str
    due_date: int | None
    is_completed: bool
    notes: str | None


class TaskParameters(Parameters):
    include_completed: Flag = False


class NewStage(Body):
    """`no_change` is stored with the present stage and moves nothing."""

    model_config = OPTIONAL

    to_stage: Logged
    occurred_at: Past = 0
    metadata: Metadata | None = None
    outcome: Outcome | None = None


class Partial(Body):
    """Any part, at least one."""

    model_config = OPTIONAL

    @model_validator(mode="before")
    @classmethod
    def _says_something(cls, values: Any) -> Any:
        if not values:
            raise ValueError("Name at least one field to change.")
        return values


class StageChange(Partial):
    """`metadata` replaces what was stored. A stage that does not close clears the outcome, unless
    one is named.
    """

    to_stage: Stage = "applied"
    occurred_at: Past = 0
    metadata: Metadata | None = None
    outcome: Outcome | None = None


class OutcomeBody(Body):
    """An outcome of null clears it, with the closing time."""

    outcome: Outcome | None
    closed_at: Seconds | None = None


class NewTask(Body):
    type: ToDoKind
    title: Title
    due_date: Seconds | None = None
    notes: Notes = None


class TaskChange(Partial):
    type: ToDoKind = "todo"
    title: Title = ""
    due_date: Seconds | None = None
    is_completed: bool = False
    notes: Notes = None
