"""What a setting accepts: one function per kind of value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from jobops.lib import colour

HOST = re.compile(r"[\w:][\w.:-]*")
SLOT = re.compile(r"\{\{([^{}]{0,60})\}\}")


@dataclass(frozen=True)
class Kind:
    """What a setting accepts: `check` returns the clean value or raises ValueError with a sentence;
    `schema` says the same in JSON Schema, without null.
    """

    check: Callable[[Any], Any]
    schema: Mapping[str, Any]
    optional: bool = False


@dataclass(frozen=True)
class Setting:
    """`environment` names the variable that holds until the owner saves something else."""

    kind: Kind
    default: Any = None
    environment: str = ""
    secret: bool = False
    renders: bool = False

    @property
    def variable(self) -> str:
        """What the environment calls it: the time zone's variable is older than this program."""
        return "TZ" if self.environment == "OWNER_TIME_ZONE" else self.environment


def text(limit: int) -> Kind:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > limit:
            raise ValueError(f"Give a text of at most {limit:,} characters.")
        return value.strip()

    return Kind(check, {"type": "string", "maxLength": limit})


def url() -> Kind:
    short = text(500)

    def check(value: Any) -> str:
        text: str = short.check(value)
        if text and not _is_address(text):
            raise ValueError("Give an address that starts with http:// or https://.")
        return text.rstrip("/")

    return Kind(check, short.schema)


def _is_address(text: str) -> bool:
    """A web address without a name or password in it, which would be shown and logged."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
        if ":" in host:
            IPv6Address(host)
        else:
            host.encode("idna")
    except ValueError:
        return False
    whole = text.isprintable() and " " not in text and "@" not in parts.netloc and port != 0
    return whole and parts.scheme in ("http", "https") and bool(HOST.fullmatch(host))


def whole(low: int, high: int, *, optional: bool = False) -> Kind:
    def check(value: Any) -> int | None:
        if value is None and optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"Give a whole number from {low} to {high}.")
        return value

    return Kind(check, {"type": "integer", "minimum": low, "maximum": high}, optional)


def amount(high: int) -> Kind:
    """An amount of money, in whatever currency its owner counts."""

    def check(value: Any) -> float | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= high:
            raise ValueError(f"Give a number from 0 to {high}.")
        return round(float(value), 6)

    return Kind(check, {"type": "number", "minimum": 0, "maximum": high}, optional=True)


def language() -> Kind:
    """A language by its English name or its BCP-47 tag."""
    wanted = re.compile(r"(?:[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8})*|english|german|french|spanish)")

    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > 35 or not wanted.fullmatch(value):
            raise ValueError("Give english, german, french, spanish or a tag such as pt-BR.")
        return value

    schema = {"type": "string", "maxLength": 35, "pattern": f"^{wanted.pattern}$"}
    return Kind(check, schema)


def template(limit: int, *slots: str) -> Kind:
    """A text with `{{name}}` in it for any of the slots, and for nothing else."""
    long = text(limit)

    def check(value: Any) -> str:
        said: str = long.check(value)
        unknown = dict.fromkeys(name for name in SLOT.findall(said) if name.strip() not in slots)
        if unknown:
            named, known = (" ".join(f"{{{{{n.strip()}}}}}" for n in s) for s in (unknown, slots))
            raise ValueError(f"There is no placeholder {named}. There are {known}.")
        return said

    return Kind(check, long.schema)


def flag() -> Kind:
    def check(value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError("Give true or false.")
        return value

    return Kind(check, {"type": "boolean"})


def one_of(*choices: str) -> Kind:
    def check(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"Choose one of {', '.join(choices)}.")
        return str(value)

    return Kind(check, {"type": "string", "enum": list(choices)})


def dark_colour() -> Kind:
    """ "#rrggbb" that can be read on white paper, or nothing."""

    def check(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("Give a colour like #14507d, or nothing.")
        return colour.readable(value.strip()) if value.strip() else ""

    return Kind(check, {"type": "string", "maxLength": 7})


def zone() -> Kind:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in available_timezones():
            raise ValueError("Give a time zone such as Europe/London.")
        return value

    return Kind(check, {"type": "string", "examples": ["Europe/London"]})


def texts(most: int, *, longest: int) -> Kind:
    one = text(longest)

    def check(value: Any) -> list[str]:
        if not isinstance(value, list) or len(value) > most:
            raise ValueError(f"Give a list of at most {most} texts.")
        return [one.check(each) for each in value]

    return Kind(check, {"type": "array", "maxItems": most, "items": one.schema})


def some_of(*choices: str, least: int = 0) -> Kind:
    def check(value: Any) -> list[str]:
        known = isinstance(value, list) and all(one in choices for one in value)
        if not known or len(value) < least:
            raise ValueError(f"Choose among {', '.join(choices)}.")
        return list(dict.fromkeys(value))

    items = {"type": "string", "enum": list(choices)}
    return Kind(check, {"type": "array", "items": items, "minItems": least})


def ordered(*choices: str) -> Kind:
    """Some of `choices`, in the order that was meant."""

    def check(value: Any) -> list[str]:
        if not isinstance(value, list) or not all(one in choices for one in value):
            raise ValueError(f"Name some of {', '.join(choices)}.")
        return list(dict.fromkeys(value))

    items = {"type": "string", "pattern": f"^({'|'.join(choices)})$"}
    return Kind(check, {"type": "array", "items": items})


def named_texts() -> Kind:
    name, short = text(20), text(40)

    def check(value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or len(value) > 20:
            raise ValueError("Give an object of at most 20 names, each with a text.")
        return {name.check(key): short.check(each) for key, each in value.items()}

    schema = {
        "type": "object", "maxProperties": 20, "propertyNames": name.schema,
        "additionalProperties": short.schema,
    }  # fmt: skip
    return Kind(check, schema)


def project_rules() -> Kind:
    parts = {
        "maxProjects": whole(0, 100),
        "lockedProjectIds": texts(200, longest=200),
        "aiSelectableProjectIds": texts(200, longest=200),
    }
    unset: Mapping[str, Any] = {
        "maxProjects": 3,
        "lockedProjectIds": [],
        "aiSelectableProjectIds": [],
    }

    def check(value: Any) -> dict[str, Any] | None:
        if value is None:
            return None
        if not isinstance(value, dict) or set(value) - set(parts):
            raise ValueError("Give maxProjects, lockedProjectIds and aiSelectableProjectIds.")
        return {key: part.check(value.get(key, unset[key])) for key, part in parts.items()}

    schema = {
        "type": "object",
        "properties": {key: part.schema for key, part in parts.items()},
        "additionalProperties": False,
    }
    return Kind(check, schema, optional=True)
