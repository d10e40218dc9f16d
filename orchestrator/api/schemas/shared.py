"""What every answer has in common, and the value types of the wire."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel

T = TypeVar("T")
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Shape(BaseModel):
    """A response model: camelCase on the wire, every key always present."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True, extra="forbid"
    )


class Body(BaseModel):
    """A request body. What it does not know is kept apart, to be named in `meta.ignoredFields`."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow", strict=True, frozen=True)

    def given(self) -> dict[str, Any]:
        """The fields the caller sent, by python name."""
        return self.model_dump(include=self.model_fields_set & set(type(self).model_fields))


class Parameters(BaseModel):
    """Query parameters: unknown ones are ignored, known ones may be given once."""

    model_config = ConfigDict(alias_generator=to_camel, extra="ignore", frozen=True)


class OperationMark(Shape):
    id: str
    status: str
    href: str


class Meta(Shape):
    request_id: str
    ignored_fields: list[str] | None = None
    kept_fields: list[str] | None = None
    inputs_changed: bool | None = None
    left_out: int | None = None
    webhook_already_sent: bool | None = None
    already_exists: bool | None = None
    operation: OperationMark | None = None


class Success(Shape, Generic[T]):
    ok: Literal[True]
    data: T
    meta: Meta


class Failure(Shape):
    code: str
    message: Annotated[str, Field(max_length=200)]
    details: dict[str, Any] | None = None


class Failed(Shape):
    ok: Literal[False]
    error: Failure
    meta: Meta


def clean(text: str) -> str:
    """Without control characters other than tab and newline."""
    return CONTROL.sub("", text)


def moment(text: Any) -> datetime:
    """An ISO 8601 timestamp; without an offset it is UTC."""
    if not isinstance(text, str) or not re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", text):
        raise ValueError("Give a timestamp such as 2026-02-15T22:20:56.123Z.")
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as broken:
        raise ValueError("Give a timestamp such as 2026-02-15T22:20:56.123Z.") from broken


def identifier(value: Any) -> UUID | None:
    """A lower-case UUID, as every id on the wire."""
    if value is None:
        return None
    if not isinstance(value, str) or not UUID_TEXT.fullmatch(value):
        raise ValueError("Give an id such as 0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87.")
    return UUID(value)


def flag(text: Any) -> bool:
    if text in ("1", "true"):
        return True
    if text in ("0", "false", ""):
        return False
    raise ValueError("Give 1 or true, 0 or false.")


def whole(text: Any) -> int:
    if not re.fullmatch(r"-?\d{1,9}", str(text), re.ASCII):
        raise ValueError("Give a whole number.")
    return int(text)


def number(text: Any) -> float:
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,15})?", str(text), re.ASCII):
        raise ValueError("Give a number.")
    return float(text)


def finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("Give a finite number.")
    return value


def listed(text: Any) -> tuple[str, ...]:
    """The parts of a comma list, trimmed, without blanks and repeats."""
    if "\0" in str(text):
        raise ValueError("Give a list without control characters.")
    parts = (part.strip() for part in str(text).split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


Flag = Annotated[bool, BeforeValidator(flag)]
Whole = Annotated[int, BeforeValidator(whole)]
Number = Annotated[float, BeforeValidator(number)]
Listed = Annotated[
    tuple[str, ...],
    BeforeValidator(listed),
    WithJsonSchema({"type": "string", "examples": ["a,b"]}),
]
Moment = Annotated[
    datetime, BeforeValidator(moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Clean = Annotated[str, AfterValidator(clean)]
