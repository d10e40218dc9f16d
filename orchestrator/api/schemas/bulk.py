"""Actions on many jobs, on the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from orchestrator.api.schemas.jobs import JobOut
from orchestrator.api.schemas.shared import Body, Failure, Shape

MOST = 500
ActionName = Literal["skip", "rescore", "move_to_ready", "apply", "reopen", "undo"]
# What the workspace offers besides.
DoneName = ActionName | Literal["snooze", "wake", "tag", "untag"]
FORCED = "move_to_ready"


class ActionOptions(Body):
    force: bool | None = None


def _object(value: object) -> object:
    if value is not None and not isinstance(value, dict):
        raise ValueError("Give an object.")
    return value


class ActionsBody(Body):
    """`options.force` makes texts anew and belongs to `move_to_ready`."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"action": {"const": FORCED}}},
            "else": {"properties": {"options": {"properties": {"force": {"type": "null"}}}}},
        }
    )

    action: ActionName
    job_ids: Annotated[
        list[Annotated[str, Field(min_length=1)]], Field(min_length=1, max_length=MOST)
    ]
    options: Annotated[ActionOptions | None, BeforeValidator(_object)] = None

    @property
    def force(self) -> bool:
        return bool(self.options and self.options.force)

    @model_validator(mode="after")
    def _fits(self) -> ActionsBody:
        given = self.options is not None and self.options.force is not None
        if given and self.action != FORCED:
            raise ValueError(f"options.force belongs to {FORCED}.")
        return self


class Acted(Shape):
    job_id: str
    ok: Literal[True]
    job: JobOut


class NotActed(Shape):
    job_id: str
    ok: Literal[False]
    error: Failure


class Acting(Shape):
    """`operation_id` names the work that will bring the result."""

    job_id: str
    ok: None
    operation_id: str


Result = Acted | NotActed | Acting


class ActionsOut(Shape):
    action: DoneName
    requested: int
    succeeded: int
    failed: int
    pending: int
    results: list[Result]


class Counted(Shape):
    action: DoneName
    requested: int
    completed: int
    succeeded: int
    failed: int
    operation_id: str
    request_id: str


class Started(Counted):
    type: Literal["started"]


class Progressed(Counted):
    type: Literal["progress"]
    result: Acted | NotActed


class Completed(Counted):
    type: Literal["completed"]
    results: list[Result]


class Broken(Shape):
    type: Literal["error"]
    code: str
    message: str
    request_id: str
