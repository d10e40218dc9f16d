"""One typed value per runtime setting: what the owner saved, else the environment, else the
default.

Read at doors and drivers; inner rooms receive values. Secrets are sealed at rest and never shown.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from jobops import env, keys
from jobops.lib import redaction
from jobops.lib.errors import Invalid
from jobops.lib.once import once
from jobops.lib.secretbox import Box, SecretBoxError
from orchestrator.models import Preference, Tally, User
from orchestrator.setting_kinds import Setting
from orchestrator.setting_table import SETTINGS

Origin = Literal["override", "env", "file", "default"]


class InvalidPreference(Invalid):
    """`field_errors` names each key with a sentence that says what it accepts."""


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
    return once(("preferences", owner.pk), lambda: Preferences(owner))


def one(owner_id: UUID, key: str) -> Any:
    """A single value, for who needs no other."""
    rows = Preference.objects.filter(owner_id=owner_id, key=key)
    return _described(key, rows.values_list("value", flat=True).first()).value


def stored(key: str, *, of: OuterRef) -> Subquery:
    """What the owner of a row of a query saved, as it is stored; read it with `read`."""
    rows = Preference.objects.filter(owner_id=of, key=key)
    return Subquery(rows.values("value")[:1])


def read(key: str, stored: str | None) -> Any:
    return _described(key, stored).value


def each(owners: Collection[UUID], *, keys: Collection[str]) -> Mapping[UUID, Mapping[str, Any]]:
    """A few values of many owners, in one query."""
    found = {pk: {key: _described(key, None).value for key in keys} for pk in owners}
    rows = Preference.objects.filter(owner__in=owners, key__in=keys)
    for owner_id, key, stored in rows.values_list("owner_id", "key", "value"):
        found[owner_id][key] = _described(key, stored).value
    return found


def saved(key: str, value: Any) -> QuerySet[Preference, UUID]:
    """The owners who saved this very value of a setting that is no secret."""
    rows = Preference.objects.filter(key=key, value=json.dumps(value))
    return rows.values_list("owner_id", flat=True)


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
    """With the key as it is now: `rotate_keys` may change its file while this process runs."""
    return Box(_key(), renew=_key)


def _key() -> bytes:
    return keys.present(settings.BOX_KEY).encode()


def _store(owner: User, *, key: str, value: Any) -> None:
    if value is None:
        Preference.objects.filter(owner=owner, key=key).delete()
        return
    secret = SETTINGS[key].secret
    if secret:
        redaction.remember([value])
    text = box().seal(value) if secret else json.dumps(value)
    Preference.objects.update_or_create(owner=owner, key=key, defaults={"value": text})
