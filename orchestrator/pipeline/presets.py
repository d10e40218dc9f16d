"""Saved searches: kept by their owner, started by hand or by their cadence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from jobops.lib.errors import Invalid, Refused
from jobops.lib.text import clean_control
from jobops.lib.words import later
from orchestrator import preferences
from orchestrator.models import SearchPreset, Tally, User
from orchestrator.pipeline import cadence as cadences
from orchestrator.pipeline import defaults, run_options

LONGEST_NAME = 80
MOST = 200
WRONG_NAME = f"Give a name of 1 to {LONGEST_NAME} characters."
STRANGE = later("A saved search has no such part.")
TIMED = {"cadence", "enabled"}


def listed(owner: User) -> list[SearchPreset]:
    """Last used first; those never used after them, the newest first."""
    return list(owner.presets.order_by(F("last_used_at").desc(nulls_last=True), "-pk"))


def save(
    owner: User,
    *,
    name: str,
    options: Mapping[str, Any],
    cadence: Mapping[str, Any] | None = None,
    enabled: bool = True,
) -> SearchPreset:
    """Raises Invalid, or Refused when the name is taken."""
    preset = SearchPreset(owner=owner)
    parts = {"name": name, "options": options, "cadence": cadence, "enabled": enabled}
    return _store(preset, _checked(owner, parts))


def change(preset: SearchPreset, changes: Mapping[str, Any]) -> SearchPreset:
    """`changes` has name, options, cadence or enabled; options are replaced as a whole. Raises
    Invalid or Refused.
    """
    return _store(preset, _checked(preset.owner, changes))


def rename(preset: SearchPreset, name: str) -> SearchPreset:
    return change(preset, {"name": name})


def delete(preset: SearchPreset) -> None:
    """Its runs stay."""
    with transaction.atomic():
        preset.delete()
        Tally.objects.raised(preset.owner_id)


def used(preset: SearchPreset) -> SearchPreset:
    """It was chosen for a run just now."""
    preset.last_used_at = timezone.now()
    with transaction.atomic():
        SearchPreset.objects.filter(pk=preset.pk).update(last_used_at=preset.last_used_at)
        Tally.objects.raised(preset.owner_id)
    return preset


def named(owner: User, name: str) -> SearchPreset | None:
    """Its letters may be large or small."""
    wanted = " ".join(name.split()).casefold()
    return next((one for one in owner.presets.all() if one.name.casefold() == wanted), None)


def zone_changed(owner: User) -> None:
    """Half past seven is another moment now."""
    zone, now = preferences.of(owner).zone(), timezone.now()
    for preset in owner.presets.filter(enabled=True, cadence__isnull=False):
        due = next_due(preset, zone=zone, at=now)
        SearchPreset.objects.filter(pk=preset.pk).update(next_run_at=due)


def next_due(preset: SearchPreset, *, zone: ZoneInfo, at: datetime) -> datetime | None:
    """The first time after `at`; None when it does not run by itself."""
    if not preset.enabled or preset.cadence is None:
        return None
    return cadences.next_run(preset.cadence, after=at, zone=zone)


def _checked(owner: User, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored. Raises Invalid with the names of the wire."""
    clean = dict(changes)
    if strange := set(changes) - {"name", "options", *TIMED}:
        raise Invalid({key: [STRANGE] for key in strange})
    if "name" in changes:
        clean["name"] = _name(changes["name"])
    if "options" in changes:
        clean["options"] = run_options.checked(changes["options"])
        defaults.effective(owner, clean["options"])
    if changes.get("cadence") is not None:
        clean["cadence"] = cadences.checked(changes["cadence"])
    if not isinstance(changes.get("enabled", True), bool):
        raise Invalid({"enabled": ["Give true or false."]})
    return clean


def _name(raw: Any) -> str:
    name = " ".join(clean_control(raw).split()) if isinstance(raw, str) else ""
    if not 1 <= len(name) <= LONGEST_NAME:
        raise Invalid({"name": [WRONG_NAME]})
    return name


def _store(preset: SearchPreset, changes: Mapping[str, Any]) -> SearchPreset:
    for name, value in changes.items():
        setattr(preset, name, value)
    if preset._state.adding or TIMED & set(changes):
        zone = preferences.of(preset.owner).zone()
        preset.next_run_at = next_due(preset, zone=zone, at=timezone.now())
        preset.waiting_since = None
    try:
        with transaction.atomic():
            _refuse_taken(preset)
            preset.save()
            Tally.objects.raised(preset.owner_id)
    except IntegrityError:
        raise Refused("name_taken") from None
    return preset


def _refuse_taken(preset: SearchPreset) -> None:
    """The database knows large and small letters of some alphabets only."""
    others = SearchPreset.objects.filter(owner=preset.owner).exclude(pk=preset.pk)
    names = [one.casefold() for one in others.values_list("name", flat=True)]
    if preset.name.casefold() in names:
        raise Refused("name_taken")
    if preset._state.adding and len(names) >= MOST:
        raise Refused("too_many_searches")
