"""One typed value per runtime setting: what the owner saved, else the environment, else the
default.

Read at doors and drivers; inner rooms receive values. Secrets are sealed at rest and never shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db import transaction
from django.db.models import F

from jobops.lib import redaction
from jobops.lib.errors import Problem
from jobops.lib.secretbox import Box
from orchestrator.models import Preference, Tally, User

Origin = Literal["override", "env", "file", "default"]


class InvalidPreference(Problem):
    """`field` names the key; the sentence says what it accepts."""

    SENTENCES = {
        "invalid": "This value does not fit the setting.",
        "unknown": "There is no such setting.",
    }


@dataclass(frozen=True)
class Setting:
    """`check` returns the clean value or raises ValueError with a sentence."""

    check: Callable[[Any], Any]
    default: Any = None
    environment: str = ""
    secret: bool = False
    renders: bool = False


def _text(limit: int) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) > limit:
            raise ValueError(f"Give a text of at most {limit:,} characters.")
        return value.strip()

    return check


def _url(value: Any) -> str:
    text = _text(500)(value)
    if text and not text.startswith(("http://", "https://")):
        raise ValueError("Give an address that starts with http:// or https://.")
    return text.rstrip("/")


def _whole(low: int, high: int, *, optional: bool = False) -> Callable[[Any], int | None]:
    def check(value: Any) -> int | None:
        if value is None and optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"Give a whole number from {low} to {high}.")
        return value

    return check


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("Give true or false.")
    return value


def _one_of(*choices: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"Choose one of {', '.join(choices)}.")
        return str(value)

    return check


def _zone(value: Any) -> str:
    if value not in available_timezones():
        raise ValueError("Give a time zone such as Europe/London.")
    return str(value)


def _project_rules(value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, dict) or set(value) - {
        "maxProjects",
        "lockedProjectIds",
        "aiSelectableProjectIds",
    }:
        raise ValueError("Give maxProjects, lockedProjectIds and aiSelectableProjectIds.")
    ids: dict[str, Any] = {
        "maxProjects": _whole(0, 100)(value.get("maxProjects", 3)),
    }
    for key in ("lockedProjectIds", "aiSelectableProjectIds"):
        listed = value.get(key, [])
        if (
            not isinstance(listed, list)
            or len(listed) > 200
            or not all(isinstance(i, str) for i in listed)
        ):
            raise ValueError(f"{key} is a list of at most 200 project ids.")
        ids[key] = listed
    return ids


def _short_texts(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > 50:
        raise ValueError("Give a list of at most 50 names.")
    return [_text(60)(one) for one in value]


def _named_texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > 20:
        raise ValueError("Give an object of at most 20 names, each with a text.")
    return {_text(20)(name): _text(40)(text) for name, text in value.items()}


SETTINGS: Mapping[str, Setting] = {
    "llmBaseUrl": Setting(_url, "", "LLM_BASE_URL"),
    "llmModel": Setting(_text(200), "", "LLM_MODEL"),
    "llmApiKey": Setting(_text(500), None, "LLM_API_KEY", secret=True),
    "rxresumeUrl": Setting(_url, "https://rxresu.me", "RXRESUME_URL"),
    "rxresumeApiKey": Setting(_text(2000), None, "RXRESUME_API_KEY", secret=True),
    "autoTailorOnManualImport": Setting(_flag, True),
    "autoRegeneratePdf": Setting(_flag, True),
    "autoSkipScoreThreshold": Setting(_whole(0, 100, optional=True), None),
    "penalizeMissingSalary": Setting(_flag, False),
    "missingSalaryPenalty": Setting(_whole(0, 100), 10),
    "scoringInstructions": Setting(_text(4000), ""),
    "resumeProjects": Setting(_project_rules, None, renders=True),
    "summaryMaxWords": Setting(_whole(1, 500), 90),
    "maxKeywordsPerSkill": Setting(_whole(1, 50), 12),
    "pdfTheme": Setting(_one_of("classic", "compact", "modern"), "classic", renders=True),
    "pdfPaper": Setting(_one_of("auto", "a4", "letter"), "auto", renders=True),
    "theme": Setting(_one_of("system", "light", "dark"), "system"),
    "density": Setting(_one_of("compact", "comfortable"), "compact"),
    "singleKeys": Setting(_flag, True),
    "listWidth": Setting(_whole(320, 560), 420),
    "listSorts": Setting(_named_texts, {}),
    "onboardingSkipped": Setting(_short_texts, []),
    "timeZone": Setting(_zone, "UTC", "OWNER_TIME_ZONE"),
}


@dataclass(frozen=True)
class Value:
    value: Any
    origin: Origin
    default: Any


class Preferences:
    """All settings of one owner, read once."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        self._rows = dict(Preference.objects.filter(owner=owner).values_list("key", "value"))

    def __getitem__(self, key: str) -> Any:
        return self.describe(key).value

    def describe(self, key: str) -> Value:
        setting = SETTINGS[key]
        fallback = getattr(settings, setting.environment, None) if setting.environment else None
        default = fallback if fallback not in (None, "") else setting.default
        if key in self._rows:
            stored = self._rows[key]
            value = opened(stored) if setting.secret else json.loads(stored)
            return Value(value, "override", default)
        return Value(default, "env" if fallback not in (None, "") else "default", default)

    def zone(self) -> ZoneInfo:
        return ZoneInfo(self["timeZone"])


def of(owner: User) -> Preferences:
    return Preferences(owner)


def save(owner: User, changes: Mapping[str, Any]) -> frozenset[str]:
    """Store `changes` (None removes an override), all or nothing; the keys that really changed.

    Raises InvalidPreference with `field_errors` naming each bad key.
    """
    clean: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for key, value in changes.items():
        setting = SETTINGS.get(key)
        if setting is None:
            raise InvalidPreference("unknown", field=key)
        try:
            clean[key] = (
                None if value is None or (setting.secret and value == "") else setting.check(value)
            )
        except ValueError as refused:
            errors[key] = [str(refused)]
    if errors:
        raise InvalidPreference("invalid", field_errors=errors)
    before = of(owner)
    changed = frozenset(key for key, value in clean.items() if before[key] != value)
    with transaction.atomic():
        for key, value in clean.items():
            _store(owner, key=key, value=value)
        Tally.objects.filter(owner=owner).update(changes=F("changes") + 1)
    return changed


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
    text = box().seal(value) if SETTINGS[key].secret else json.dumps(value)
    Preference.objects.update_or_create(owner=owner, key=key, defaults={"value": text})
