"""What every source is: a pure function from a query and a way out to postings.

    fetch(query: Query, http: SourceHttp) -> Iterator[Posting | BadRecord]

An adapter knows no database, settings, clock, files, threads or log. Everything it needs is in the
query; its only way out is `http`, which keeps to the hosts, gaps and limits of the registry row.
The same query and the same answers give equal postings in the same order.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from jobops.lib.errors import Problem
from orchestrator.sources.posting import BadRecord, Posting, reason

Shape = TypeVar("Shape", bound=BaseModel)
Record = Posting | BadRecord
ESCAPED_TAG = re.compile(r"&lt;/?[a-z][a-z0-9]*\b", re.I)
MILLISECONDS_FROM = 10**11
TITLED = ("title", "name", "text", "position", "jobTitle")
NUMBERED = ("id", "slug", "guid", "shortcode", "objectID")
NEEDED_BAD, BAD_SHARE = 5, 0.5


@dataclass(frozen=True)
class Query:
    """`country` is an ISO 3166 alpha-2 code in capitals; `board` the token of one company's board;
    `keys` holds the credentials the registry row names; `limit` is a number of postings.
    `today` is the owner's day, for sources that ask for an age instead of a date.
    """

    terms: tuple[str, ...] = ()
    country: str | None = None
    places: tuple[str, ...] = ()
    workplaces: frozenset[str] = frozenset()
    since: date | None = None
    today: date | None = None
    limit: int = 200
    board: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A reply with a good status; `url` is the address that answered."""

    body: bytes
    headers: Mapping[str, str]
    url: str


class SourceHttp(Protocol):
    """The way out. Both raise SourceError for everything but an answer with a good status."""

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer: ...

    def post(self, url: str, *, body: object) -> Answer: ...


class SourceError(Problem):
    """Why a source gave nothing, or no more. What it gave before stays good."""

    SENTENCES: ClassVar[Mapping[str, str]] = {
        "needs_key": "This source needs a key or an extra that is not set up.",
        "unsupported": "This source cannot answer this search.",
        "unreachable": "The source could not be reached. The next run tries again.",
        "timeout": "The source took too long. What it gave until then is kept.",
        "refused": "The source refused the request. The next run tries again.",
        "not_found": "There is no such board at this source. Check its address.",
        "rate_limited": "The source's limit of calls is used up for now.",
        "changed_shape": "The source answers differently than it used to.",
        "too_big": "The source's answer is larger than we accept.",
        "cancelled": "The run was cancelled.",
    }

    def __init__(
        self, kind: str, sentence: str | None = None, *, retry_after: float | None = None
    ) -> None:
        super().__init__(kind, sentence, retryAfter=retry_after)
        self.retry_after = retry_after


class Reply(BaseModel):
    """Base of the models of outside answers: unknown keys are no surprise."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def read(shape: type[Shape], answer: Answer) -> Shape:
    """The whole answer as `shape`. Raises SourceError(changed_shape)."""
    try:
        return shape.model_validate(decoded(answer))
    except ValidationError:
        raise SourceError("changed_shape") from None


def decoded(answer: Answer) -> Any:
    """The JSON of an answer. Raises SourceError(changed_shape)."""
    try:
        return json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise SourceError("changed_shape") from None


def records(
    rows: Iterable[object], shape: type[Shape], posting: Callable[[Shape], Posting]
) -> Iterator[Record]:
    """One posting per row; a row that does not fit becomes a BadRecord and ends nothing."""
    for number, row in enumerate(rows, start=1):
        try:
            yield posting(shape.model_validate(row))
        except ValidationError as error:
            yield BadRecord(number, reason(error)[:300], *_named(row))


def has_changed(good: int, bad: int) -> bool:
    """Whether so many records were bad that the source itself must have changed."""
    return bad >= NEEDED_BAD and bad > BAD_SHARE * (good + bad)


def unescaped_once(text: str | None) -> str:
    """For sources that send `&lt;p&gt;` where they mean a tag."""
    return entities.unescape(text) if text and ESCAPED_TAG.search(text) else text or ""


def day_of(epoch: float | None) -> str | None:
    """The ISO date of an epoch in seconds or milliseconds; None for none and for nonsense."""
    if not epoch:
        return None
    seconds = epoch / 1000 if abs(epoch) >= MILLISECONDS_FROM else epoch
    try:
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return None


def joined(*parts: str | None, by: str = ", ") -> str | None:
    """The parts that say something, each once, in order; None when none does."""
    kept = dict.fromkeys(part.strip() for part in parts if part and part.strip())
    return by.join(kept) or None


def _named(row: object) -> tuple[str, str | None]:
    """What can still be said of a row that does not fit: a title, an id."""
    if not isinstance(row, Mapping):
        return "", None
    title = next((row[key] for key in TITLED if row.get(key)), "")
    number = next((row[key] for key in NUMBERED if row.get(key)), None)
    return str(title)[:200], None if number is None else str(number)[:200]
