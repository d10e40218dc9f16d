"""Fields of outside answers, read for what they are worth: an odd value says nothing, and only a
missing title, employer or address makes a record bad. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from jobops.lib.mending import one_line
from orchestrator.sources.base import day_of, unescaped_once
from orchestrator.sources.posting import checked_address

WORD_LIMIT = 100
NAMES = ("display_name", "name", "label")


def _text(value: object) -> str:
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value) if plain else ""


def _name(value: object) -> str:
    if isinstance(value, Mapping):
        return next((text for key in NAMES if (text := _text(value.get(key)).strip())), "")
    return _text(value)


def _names(value: object) -> tuple[str, ...]:
    many = value if isinstance(value, list | tuple) else (value,)
    return tuple(name for name in map(_name, many) if name.strip())


def _number(value: object) -> float | None:
    try:
        number = float(_text(value).replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None


def _flag(value: object) -> bool | None:
    return {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}.get(
        str(value).strip().lower()
    )


def _moment(value: object) -> str | None:
    text = _text(value).strip()
    try:
        return day_of(float(text))
    except ValueError:
        return text or None


def web_address(value: object) -> str:
    """The address, or "" for what is none: a wrong second link spoils no record."""
    try:
        return checked_address(_text(value).strip())
    except ValueError:
        return ""


def _html(value: object) -> str:
    return unescaped_once(_text(value))


Text = Annotated[str, BeforeValidator(_text)]
Html = Annotated[str, BeforeValidator(_html)]
Address = Annotated[str, BeforeValidator(web_address)]
# A name as it is, or the object that holds it.
Name = Annotated[str, BeforeValidator(_name)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Number = Annotated[float | None, BeforeValidator(_number)]
Flag = Annotated[bool | None, BeforeValidator(_flag)]
# An epoch becomes its day; a written date stays as it is.
Moment = Annotated[str | None, BeforeValidator(_moment)]


def listed(words: Iterable[str], *, by: str = ", ") -> str | None:
    """The words that say something, each once whatever its case, in order."""
    tidy = (one_line(word, limit=WORD_LIMIT) for word in words)
    kept: dict[str, str] = {}
    for word in filter(None, tidy):
        kept.setdefault(word.casefold(), word)
    return by.join(kept.values()) or None


def said(**extras: Any) -> dict[str, Any]:
    """Of the extras of a posting those that say something."""
    return {name: value for name, value in extras.items() if value not in (None, "", (), [])}
