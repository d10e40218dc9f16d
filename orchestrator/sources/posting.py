"""The one shape in which every door hands a posting over, and the rows that do not fit it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from jobops.lib.mending import one_line

Format = Literal["auto", "html", "text"]
URL_LIMIT = 2_000
Interval = Literal["yearly", "monthly", "weekly", "daily", "hourly"]
INTERVALS: dict[str, Interval] = {
    **dict.fromkeys(("yearly", "year", "annual", "annually", "per year", "p.a."), "yearly"),
    **dict.fromkeys(("monthly", "month", "per month"), "monthly"),
    **dict.fromkeys(("weekly", "week", "per week"), "weekly"),
    **dict.fromkeys(("daily", "day", "per day"), "daily"),
    **dict.fromkeys(("hourly", "hour", "per hour"), "hourly"),
}


def _text(limit: int) -> BeforeValidator:
    def shortened(value: object) -> str | None:
        return one_line(str(value), limit=limit) or None if value is not None else None

    return BeforeValidator(shortened)


def _required_text(limit: int, *, name: str) -> BeforeValidator:
    def present(value: object) -> str:
        text = one_line(str(value), limit=limit) if value is not None else ""
        if not text:
            raise PydanticCustomError("missing", "The {name} is missing.", {"name": name})
        return text

    return BeforeValidator(present)


def _web_address(value: object) -> str:
    url = str(value or "").strip()
    if not url:
        raise PydanticCustomError("missing", "The address of the posting is missing.")
    return checked_address(url)


def _optional_address(value: object) -> str | None:
    url = str(value or "").strip()
    return checked_address(url) if url else None


def checked_address(url: str) -> str:
    """Raises ValueError with a sentence."""
    try:
        parts = urlsplit(url)
        host, user = parts.hostname, parts.username
    except ValueError:
        host, user = None, None
        parts = urlsplit("")
    visible = url.isprintable() and not any(map(str.isspace, url))
    if parts.scheme not in {"http", "https"} or not host or not visible:
        shown = one_line(url, limit=80)
        sentence = "“{shown}” is not an http or https address."
        raise PydanticCustomError("address", sentence, {"shown": shown})
    if user is not None:
        raise PydanticCustomError("address", "The address contains a user name or password.")
    if len(url) > URL_LIMIT:
        raise PydanticCustomError("address", "The address is longer than 2,000 characters.")
    return url


def _source(value: object) -> str:
    kept = [c if c.isascii() and (c.isalnum() or c in ":_-") else "_" for c in str(value).lower()]
    return "".join(kept).lstrip(":_-")[:120] or "file"


def _amount(value: object) -> float | None:
    """0, blank and what is not a number mean that nothing was said."""
    try:
        number = float(str(value).replace(",", "").strip())
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _currency(value: object) -> str | None:
    code = str(value or "").strip().upper()
    return code if len(code) == 3 and code.isascii() and code.isalpha() else None


def _interval(value: object) -> Interval | None:
    return INTERVALS.get(str(value or "").strip().lower())


def _yes_or_no(value: object) -> bool | None:
    answers = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    return answers.get(str(value).strip().lower())


Line = Annotated[str | None, _text(200)]
Words = Annotated[str | None, _text(100)]
Amount = Annotated[float | None, BeforeValidator(_amount)]
OptionalAddress = Annotated[str | None, BeforeValidator(_optional_address)]


class Posting(BaseModel):
    """One job as a door describes it: a value, checked and tidied, not a row.

    Over-long texts are cut; a title, an employer and an address are required. `date_posted` and
    `deadline` are the given words. `extras` holds what else the source said under its wire names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, _required_text(500, name="title")] = Field("", validate_default=True)
    employer: Annotated[str, _required_text(500, name="employer")] = Field(
        "", validate_default=True
    )
    job_url: Annotated[str, BeforeValidator(_web_address)] = Field("", validate_default=True)
    source: Annotated[str, BeforeValidator(_source)] = "manual"
    source_job_id: Annotated[str | None, _text(500)] = None
    employer_url: OptionalAddress = None
    application_link: OptionalAddress = None
    job_url_direct: OptionalAddress = None
    date_posted: Words = None
    deadline: Words = None
    location: Line = None
    salary: Line = None
    salary_min: Amount = None
    salary_max: Amount = None
    salary_currency: Annotated[str | None, BeforeValidator(_currency)] = None
    salary_interval: Annotated[Interval | None, BeforeValidator(_interval)] = None
    is_remote: Annotated[bool | None, BeforeValidator(_yes_or_no)] = None
    job_type: Line = None
    job_level: Line = None
    job_function: Line = None
    disciplines: Line = None
    degree_required: Line = None
    starting: Line = None
    description: str = ""
    description_format: Format = "auto"
    # Text only machines read was taken out before the description came here.
    hidden_text: bool = False
    extras: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True)
class BadRecord:
    """A row that is no posting. `line` counts lines of the file, in a JSON array its entries."""

    line: int
    reason: str
    title: str = ""
    source_job_id: str | None = None


def reason(error: ValidationError) -> str:
    """What is wrong with a row, in sentences."""
    return " ".join(dict.fromkeys(one["msg"] for one in error.errors(include_url=False)))
