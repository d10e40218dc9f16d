"""One typed value per runtime setting: what the owner saved, else the environment, else the
default.

Read at doors and drivers; inner rooms receive values. Secrets are sealed at rest and never shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from ipaddress import IPv6Address
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db import transaction

from jobops import env
from jobops.lib import redaction
from jobops.lib.errors import Invalid
from jobops.lib.secretbox import Box, SecretBoxError
from orchestrator.models import Preference, Tally, User
from orchestrator.sources.registry import SEARCHED

Origin = Literal["override", "env", "file", "default"]
HOST = re.compile(r"[\w:][\w.:-]*")
SCOPES = (
    "selected_only", "selected_plus_remote_worldwide", "remote_worldwide_prioritize_selected",
)  # fmt: skip


class InvalidPreference(Invalid):
    """`field_errors` names each key with a sentence that says what it accepts."""


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


def _text(limit: int) -> Kind:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > limit:
            raise ValueError(f"Give a text of at most {limit:,} characters.")
        return value.strip()

    return Kind(check, {"type": "string", "maxLength": limit})


def _url() -> Kind:
    short = _text(500)

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


def _whole(low: int, high: int, *, optional: bool = False) -> Kind:
    def check(value: Any) -> int | None:
        if value is None and optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"Give a whole number from {low} to {high}.")
        return value

    return Kind(check, {"type": "integer", "minimum": low, "maximum": high}, optional)


def _flag() -> Kind:
    def check(value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError("Give true or false.")
        return value

    return Kind(check, {"type": "boolean"})


def _one_of(*choices: str) -> Kind:
    def check(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"Choose one of {', '.join(choices)}.")
        return str(value)

    return Kind(check, {"type": "string", "enum": list(choices)})


def _zone() -> Kind:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in available_timezones():
            raise ValueError("Give a time zone such as Europe/London.")
        return value

    return Kind(check, {"type": "string", "examples": ["Europe/London"]})


def _texts(most: int, *, longest: int) -> Kind:
    one = _text(longest)

    def check(value: Any) -> list[str]:
        if not isinstance(value, list) or len(value) > most:
            raise ValueError(f"Give a list of at most {most} texts.")
        return [one.check(each) for each in value]

    return Kind(check, {"type": "array", "maxItems": most, "items": one.schema})


def _some_of(*choices: str, least: int = 0) -> Kind:
    def check(value: Any) -> list[str]:
        known = isinstance(value, list) and all(one in choices for one in value)
        if not known or len(value) < least:
            raise ValueError(f"Choose among {', '.join(choices)}.")
        return list(dict.fromkeys(value))

    items = {"type": "string", "enum": list(choices)}
    return Kind(check, {"type": "array", "items": items, "minItems": least})


def _named_texts() -> Kind:
    name, text = _text(20), _text(40)

    def check(value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or len(value) > 20:
            raise ValueError("Give an object of at most 20 names, each with a text.")
        return {name.check(key): text.check(each) for key, each in value.items()}

    schema = {
        "type": "object", "maxProperties": 20, "propertyNames": name.schema,
        "additionalProperties": text.schema,
    }  # fmt: skip
    return Kind(check, schema)


def _project_rules() -> Kind:
    parts = {
        "maxProjects": _whole(0, 100),
        "lockedProjectIds": _texts(200, longest=200),
        "aiSelectableProjectIds": _texts(200, longest=200),
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


SETTINGS: Mapping[str, Setting] = {
    "llmBaseUrl": Setting(_url(), "", "LLM_BASE_URL"),
    "llmModel": Setting(_text(200), "", "LLM_MODEL"),
    "llmApiKey": Setting(_text(500), None, "LLM_API_KEY", secret=True),
    "rxresumeUrl": Setting(_url(), "https://rxresu.me", "RXRESUME_URL"),
    "rxresumeApiKey": Setting(_text(2000), None, "RXRESUME_API_KEY", secret=True),
    "autoTailorOnManualImport": Setting(_flag(), True),
    "autoRegeneratePdf": Setting(_flag(), True),
    "autoSkipScoreThreshold": Setting(_whole(0, 100, optional=True), None),
    "penalizeMissingSalary": Setting(_flag(), False),
    "missingSalaryPenalty": Setting(_whole(0, 100), 10),
    "scoringInstructions": Setting(_text(4000), ""),
    "resumeProjects": Setting(_project_rules(), None, renders=True),
    "summaryMaxWords": Setting(_whole(1, 500), 90),
    "maxKeywordsPerSkill": Setting(_whole(1, 50), 12),
    "pdfTheme": Setting(_one_of("classic", "compact", "modern"), "classic", renders=True),
    "pdfPaper": Setting(_one_of("auto", "a4", "letter"), "auto", renders=True),
    "searchTerms": Setting(_texts(100, longest=200), []),
    "searchCountry": Setting(_text(100), ""),
    "searchCities": Setting(_texts(25, longest=100), []),
    "searchWorkplaces": Setting(_some_of("remote", "hybrid", "onsite"), []),
    "searchScope": Setting(_one_of(*SCOPES), SCOPES[0]),
    "matchStrictness": Setting(_one_of("exact_only", "flexible"), "exact_only"),
    "searchSources": Setting(_some_of(*SEARCHED), []),
    "postingAge": Setting(_whole(1, 365), 45),
    "sourceDeadline": Setting(_whole(10, 300), 120),
    "blockedEmployers": Setting(_texts(200, longest=200), []),
    "watchlistHours": Setting(_whole(0, 168), 24),
    "adzunaAppId": Setting(_text(200), "", "ADZUNA_APP_ID"),
    "adzunaAppKey": Setting(_text(200), None, "ADZUNA_APP_KEY", secret=True),
    "themuseApiKey": Setting(_text(200), None, "THEMUSE_API_KEY", secret=True),
    "jobCompleteWebhookUrl": Setting(_url(), "", "JOB_COMPLETE_WEBHOOK_URL"),
    "pipelineWebhookUrl": Setting(_url(), "", "PIPELINE_WEBHOOK_URL"),
    "webhookSecret": Setting(_text(500), None, "WEBHOOK_SECRET", secret=True),
    "webhookSendBearer": Setting(_flag(), True),
    "theme": Setting(_one_of("system", "light", "dark"), "system"),
    "density": Setting(_one_of("compact", "comfortable"), "compact"),
    "singleKeys": Setting(_flag(), True),
    "listWidth": Setting(_whole(320, 560), 420),
    "listSorts": Setting(_named_texts(), {}),
    "onboardingSkipped": Setting(_texts(50, longest=60), []),
    "timeZone": Setting(_zone(), "UTC", "OWNER_TIME_ZONE"),
}


@dataclass(frozen=True)
class Value:
    """`lost`: a secret is stored, and the key it was sealed with is gone."""

    value: Any
    origin: Origin
    default: Any
    lost: bool = False


class Preferences:
    """All settings of one owner, read once."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        self._rows = dict(Preference.objects.filter(owner=owner).values_list("key", "value"))

    def __getitem__(self, key: str) -> Any:
        return self.describe(key).value

    def describe(self, key: str) -> Value:
        return _described(key, self._rows.get(key))

    def may_be_private(self, key: str) -> bool:
        """Whether this address may lead into the own network: the environment's may, and what an
        administrator saved; anybody else could look around in it.
        """
        return self.owner.is_staff or self.describe(key).origin != "override"

    def zone(self) -> ZoneInfo:
        return ZoneInfo(self["timeZone"])


class OwnersZone(tzinfo):
    """The owner's time zone, looked up when the first time is shown in it."""

    def __init__(self, owner: User) -> None:
        self._owner = owner

    @cached_property
    def _zone(self) -> ZoneInfo:
        return of(self._owner).zone()

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        return self._zone.utcoffset(at)

    def dst(self, at: datetime | None) -> timedelta | None:
        return self._zone.dst(at)

    def tzname(self, at: datetime | None) -> str | None:
        return self._zone.tzname(at)

    def fromutc(self, at: datetime) -> datetime:
        return self._zone.fromutc(at.replace(tzinfo=self._zone))


def of(owner: User) -> Preferences:
    return Preferences(owner)


def one(owner_id: UUID, key: str) -> Any:
    """A single value, for who needs no other."""
    rows = Preference.objects.filter(owner_id=owner_id, key=key)
    return _described(key, rows.values_list("value", flat=True).first()).value


def save(owner: User, changes: Mapping[str, Any]) -> frozenset[str]:
    """Store `changes` (None removes an override), all or nothing; the keys that really changed.

    Raises InvalidPreference naming each bad key; then nothing was stored.
    """
    clean, mine = _checked(changes), of(owner)
    with transaction.atomic():
        for key, value in clean.items():
            _store(owner, key=key, value=value)
        Tally.objects.raised(owner.pk)
    before = {key: mine.describe(key) for key in clean}
    return frozenset(
        key
        for key, value in clean.items()
        if before[key].value != (before[key].default if value is None else value)
    )


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Clean values, None for what is to be given back. Raises InvalidPreference."""
    clean: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for key, value in changes.items():
        setting = SETTINGS.get(key)
        if setting is None:
            errors[key] = ["There is no such setting."]
            continue
        try:
            clean[key] = None if value is None else setting.kind.check(value)
        except ValueError as refused:
            errors[key] = [str(refused)]
        else:
            if setting.secret and not clean[key]:
                clean[key] = None
    if errors:
        raise InvalidPreference(errors)
    return clean


def _described(key: str, stored: str | None) -> Value:
    setting = SETTINGS[key]
    fallback = getattr(settings, setting.environment, None) if setting.environment else None
    default = fallback if fallback not in (None, "") else setting.default
    if stored is not None:
        return _stored(stored, setting=setting, default=default)
    if fallback in (None, ""):
        return Value(default, "default", default)
    from_file = env.came_from_file(setting.environment)
    return Value(default, "file" if from_file else "env", default)


def _stored(text: str, *, setting: Setting, default: Any) -> Value:
    if not setting.secret:
        return Value(json.loads(text), "override", default)
    try:
        return Value(opened(text), "override", default)
    except SecretBoxError:
        # The page that asks for it anew must open.
        return Value(None, "override", default, lost=True)


def opened(sealed: str) -> str:
    """The secret, which from now on is also recognised in logs."""
    secret = box().open(sealed)
    redaction.remember([secret])
    return secret


def box() -> Box:
    return Box(settings.BOX_KEY.encode())


def _store(owner: User, *, key: str, value: Any) -> None:
    if value is None:
        Preference.objects.filter(owner=owner, key=key).delete()
        return
    secret = SETTINGS[key].secret
    if secret:
        redaction.remember([value])
    text = box().seal(value) if secret else json.dumps(value)
    Preference.objects.update_or_create(owner=owner, key=key, defaults={"value": text})
