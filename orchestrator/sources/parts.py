"""What boards say in words of their own, as parts of a posting. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict
from pydantic.alias_generators import to_camel

from orchestrator.sources.base import Reply
from orchestrator.sources.shapes import Moment, said

PER = re.compile(r"(?<![2-9]\s)(year|annual|month|week|day|hour)", re.I)
NOT_REMOTE = re.compile(r"no[nt]?remote")


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None


# The date of an ISO moment in its own zone.
Day = Annotated[Moment, AfterValidator(_day)]


class Camel(Reply):
    """A reply whose keys are written likeThis."""

    model_config = ConfigDict(alias_generator=to_camel)


@dataclass(frozen=True)
class Range:
    lowest: float | None
    highest: float | None
    currency: str | None = None
    interval: str | None = None


def pay(ranges: Iterable[Range], *, text: str | None = None) -> dict[str, Any]:
    """The pay fields of a posting: one span over the ranges of the first one's kind."""
    given = [one for one in ranges if one.lowest or one.highest]
    if not given:
        return {"salary": text}
    kind = (given[0].currency, given[0].interval)
    same = [one for one in given if (one.currency, one.interval) == kind]
    return {
        "salary": text,
        "salary_min": min((one.lowest for one in same if one.lowest), default=None),
        "salary_max": max((one.highest for one in same if one.highest), default=None),
        "salary_currency": kind[0],
        "salary_interval": kind[1],
    }


def interval(words: str) -> str | None:
    """The unit in "per-year-salary", "1 YEAR" or "Annual base salary"."""
    found = PER.search(words)
    return found[1].lower() if found else None


def workplace(
    word: str = "", *, remote: bool | None = None, hybrid: bool | None = None
) -> str | None:
    """remote, hybrid, onsite or unknown; a word beats the flags."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    if "hybrid" in plain or (not plain and hybrid):
        return "hybrid"
    if "onsite" in plain or NOT_REMOTE.match(plain):
        return "onsite"
    return "remote" if "remote" in plain or (not plain and remote) else None


def placed(kind: str | None, *, countries: Iterable[str] = (), **extras: Any) -> dict[str, Any]:
    """The workplace and the extras of a posting; alpha-2 `countries` count where it is remote."""
    codes = [code.strip().upper() for code in countries if len(code.strip()) == 2]
    open_in = list(dict.fromkeys(codes)) if kind == "remote" else []
    return {
        "is_remote": kind == "remote" if kind else None,
        "extras": said(workplace=kind, countries=open_in, **extras),
    }


def section(title: str, body: str) -> str:
    """A part of a description under its heading; nothing when it has no body."""
    if not body.strip():
        return ""
    return f"<h3>{html.escape(title.strip())}</h3>{body}" if title.strip() else body
