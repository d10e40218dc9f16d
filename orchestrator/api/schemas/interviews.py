"""Interviews and the calendar's address on the wire."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, WithJsonSchema

from orchestrator.api.schemas.shared import Body, Shape, moment
from orchestrator.api.schemas.texts import Address, blank_is_none
from orchestrator.api.schemas.tracking import OPTIONAL, Partial
from orchestrator.setting_kinds import zone
from orchestrator.tracking.interview_rows import EARLIEST, LATEST

Kind = Literal["recruiter_screen", "technical", "onsite", "panel", "behavioral", "final"]
Result = Literal["pending", "pass", "fail", "cancelled"]
OFFSET = re.compile(r".*(?:[Zz]|[+-]\d\d:?\d\d)", re.DOTALL)
EXAMPLE = "Give a time with its offset, such as 2027-03-01T09:00:00+01:00, from 1970 to 2199."


def _moment(value: Any) -> datetime:
    """Unlike elsewhere it needs an offset: a clock alone would be an hour of somewhere."""
    if not isinstance(value, str) or not OFFSET.fullmatch(value):
        raise ValueError(EXAMPLE)
    found = moment(value)
    if not EARLIEST <= found < LATEST:
        raise ValueError(EXAMPLE)
    return found


def _link(value: str | None) -> str | None:
    return TypeAdapter(Address).validate_python(value) if value else None


def _words(limit: int) -> Any:
    return WithJsonSchema({"type": ["string", "null"], "maxLength": limit})


When = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Zone = Annotated[
    str,
    AfterValidator(zone().check),
    WithJsonSchema({"type": "string", "maxLength": 64, "examples": ["Europe/London"]}),
]
URI = {"type": "string", "format": "uri", "maxLength": 2000}
EMPTY = {"type": "string", "maxLength": 0}
Link = Annotated[
    str | None, AfterValidator(_link), WithJsonSchema({"anyOf": [URI, EMPTY, {"type": "null"}]})
]
Minutes = Annotated[int, Field(ge=5, le=1_440)]
Location = Annotated[str | None, blank_is_none(500), _words(500)]
People = Annotated[str | None, blank_is_none(1_000), _words(1_000)]
Notes = Annotated[str | None, blank_is_none(10_000), _words(10_000)]


class InterviewOut(Shape):
    """`overlaps`: ids of other interviews at the same time. `remark`: what the reader of an
    invitation had to assume. `messageId`: the mail it came with.
    """

    id: str
    application_id: str
    scheduled_at: str
    is_all_day: bool
    timezone: str
    duration_mins: int
    type: Kind
    location: str | None
    link: str | None
    people: str | None
    notes: str | None
    outcome: Result
    remark: str | None
    message_id: str | None
    overlaps: list[str]
    created_at: str
    updated_at: str


class NewInterview(Body):
    """Without a `timezone` it is the owner's."""

    model_config = OPTIONAL

    scheduled_at: When
    type: Kind
    timezone: Zone = "UTC"
    duration_mins: Minutes = 60
    is_all_day: bool = False
    location: Location = None
    link: Link = None
    people: People = None
    notes: Notes = None
    outcome: Result = "pending"


class InterviewChange(Partial):
    scheduled_at: When = EARLIEST
    type: Kind = "technical"
    timezone: Zone = "UTC"
    duration_mins: Minutes = 60
    is_all_day: bool = False
    location: Location = None
    link: Link = None
    people: People = None
    notes: Notes = None
    outcome: Result = "pending"


class CalendarFeedOut(Shape):
    """Whoever has `url` can read the calendar."""

    url: str
    created_at: str
