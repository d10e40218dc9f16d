"""Checked forms of the texts an owner may send: addresses, skills, project ids, briefs."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, NoReturn
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from orchestrator.api.schemas.shared import clean

# At least one character that is neither white space nor a control character.
VISIBLE = r"[^\s\x00-\x1f\x7f-\x9f]"
SKILLS = "Give a JSON array of objects with a name and a list of keywords."
NAMES = "Give an array of at most 20 texts of at most 200 characters, or a JSON string of one."


def text(limit: int) -> AfterValidator:
    """Cleaned, as sent otherwise, of at most `limit` characters."""

    def check(value: str | None) -> str | None:
        return None if value is None else _within(clean(value), limit)

    return AfterValidator(check)


@dataclass(frozen=True, slots=True)
class Trimmed(AfterValidator):
    """What `trimmed` asks for, said in the document too."""

    limit: int = 0

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        found: dict[str, Any] = handler(core)
        return {**found, "minLength": 1, "maxLength": self.limit, "pattern": VISIBLE}


def trimmed(limit: int) -> Trimmed:
    """Cleaned, trimmed, 1 to `limit` characters."""

    def check(value: str) -> str:
        kept = _within(clean(value).strip(), limit)
        if not kept:
            raise ValueError(f"Give 1 to {limit:,} characters.")
        return kept

    return Trimmed(check, limit)


def blank_is_none(limit: int, *, trim: bool = True) -> AfterValidator:
    """At most `limit` characters; a blank text is stored as no value."""

    def check(value: str | None) -> str | None:
        if value is None or not value.strip():
            return None
        kept = clean(value)
        return _within(kept.strip() if trim else kept, limit) or None

    return AfterValidator(check)


def _within(value: str, limit: int) -> str:
    if len(value) > limit:
        raise ValueError(f"Give at most {limit:,} characters.")
    return value


def _address(value: str) -> str:
    kept = _within(clean(value).strip(), 2000)
    try:
        parts = urlsplit(kept)
        good = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        )
        _ = parts.port
    except ValueError:
        good = False
    if not good or any(c.isspace() for c in kept):
        raise ValueError("Give an absolute http or https address without user name.")
    return kept


def _skills(value: Any) -> str | None:
    if isinstance(value, str) and not value.strip():
        return None
    rows = parsed(value, list, SKILLS) if isinstance(value, str) else value
    if not isinstance(rows, list) or len(rows) > 60:
        raise ValueError(f"{SKILLS} At most 60 of them.")
    stored = json.dumps([_skill(row) for row in rows], ensure_ascii=False, separators=(",", ":"))
    if len(stored) > 30_000:
        raise ValueError("The JSON array is longer than 30,000 characters.")
    return stored if rows else None


def _skill(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict) or not isinstance(row.get("keywords"), list):
        raise ValueError(SKILLS)
    keywords = [
        _short(word) for word in row["keywords"] if not (isinstance(word, str) and not word.strip())
    ]
    name = _short(row.get("name"))
    if not name or len(keywords) > 60:
        raise ValueError(f"{SKILLS} A name has 1 to 200 characters, a list at most 60 keywords.")
    return {**row, "name": name, "keywords": list(dict.fromkeys(keywords))}


def _short(value: Any) -> str:
    kept = clean(value).strip() if isinstance(value, str) else None
    if kept is None or len(kept) > 200:
        raise ValueError(f"{SKILLS} Names and keywords have at most 200 characters.")
    return kept


def _project_ids(value: Any) -> str:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError("Give project ids as a comma-separated text or an array of texts.")
    pieces = [piece for part in parts for piece in part.split(",")]
    kept = list(dict.fromkeys(clean(part).strip() for part in pieces if part.strip()))
    joined = ",".join(kept)
    if len(kept) > 200 or any(len(one) > 200 for one in kept) or len(joined) > 8000:
        raise ValueError("Give at most 200 ids of at most 200 characters, 8,000 in all.")
    return joined


def _brief(value: Any) -> str:
    sentence = "Give a JSON object, or a text that holds one, of at most 20,000 characters."
    found = parsed(value, dict, sentence) if isinstance(value, str) else value
    if not isinstance(found, dict):
        raise ValueError(sentence)
    stored = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    if len(stored) > 20_000:
        raise ValueError(sentence)
    return stored


def _names(value: Any) -> str:
    found = parsed(value, list, NAMES) if isinstance(value, str) else value
    fits = isinstance(found, list) and len(found) <= 20
    if not fits or not all(isinstance(one, str) and len(one) <= 200 for one in found):
        raise ValueError(NAMES)
    stored = json.dumps([clean(one) for one in found], ensure_ascii=False, separators=(",", ":"))
    if len(stored) > 4000:
        raise ValueError(NAMES)
    return stored


def parsed(value: str, kind: type, sentence: str) -> Any:
    """JSON inside a text, of the wanted kind."""

    def refuse(_: str) -> NoReturn:
        raise ValueError(sentence)

    def finite(digits: str) -> float:
        found = float(digits)
        return found if math.isfinite(found) else refuse(digits)

    try:
        found = json.loads(value, parse_constant=refuse, parse_float=finite)
    except (ValueError, RecursionError):
        refuse(value)
    return found if isinstance(found, kind) else refuse(value)


def _none_or(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else check(value)


def _either(*kinds: str) -> WithJsonSchema:
    return WithJsonSchema({"type": list(kinds)})


Address = Annotated[
    str,
    AfterValidator(_address),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": 2000}),
]
Skills = Annotated[
    str | None, BeforeValidator(_none_or(_skills)), _either("string", "array", "null")
]
ProjectIds = Annotated[
    str | None, BeforeValidator(_none_or(_project_ids)), _either("string", "array", "null")
]
Brief = Annotated[
    str | None, BeforeValidator(_none_or(_brief)), _either("string", "object", "null")
]
SponsorNames = Annotated[
    str | None, BeforeValidator(_none_or(_names)), _either("string", "array", "null")
]
