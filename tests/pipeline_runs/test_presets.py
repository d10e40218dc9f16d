"""Saved searches, as their owner keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobops.lib.errors import Invalid, Refused
from orchestrator.models import PipelineRun, SearchPreset, User
from orchestrator.pipeline import edits, presets, runs, standing

DAILY = {"kind": "daily", "at": "07:30"}


def saved(owner: User, name: str = "Data", **parts: Any) -> SearchPreset:
    return presets.save(owner, **{"name": name, "options": {"topN": 5}, **parts})


def test_it_keeps_what_was_asked_for_and_nothing_else(owner: User) -> None:
    preset = saved(owner, name="  Data   jobs ", options={"topN": 5, "country": None})
    preset.refresh_from_db()
    assert (preset.name, preset.options, preset.next_run_at) == ("Data jobs", {"topN": 5}, None)


@pytest.mark.parametrize(("first", "second"), [("Data", "data"), ("Über", "ÜBER"), ("ß", "SS")])
def test_a_name_is_given_once_whatever_its_letters(owner: User, first: str, second: str) -> None:
    kept = saved(owner, first)
    with pytest.raises(Refused) as refused:
        saved(owner, second)
    assert refused.value.kind == "name_taken"
    assert presets.rename(kept, second).name == second


def test_two_owners_may_use_one_name(owner: User, ben: User) -> None:
    assert saved(owner).name == saved(ben).name


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "\0", 5, None])
def test_a_name_has_one_to_eighty_letters(owner: User, name: Any) -> None:
    with pytest.raises(Invalid) as refused:
        saved(owner, name)
    assert list(refused.value.field_errors) == ["name"]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"topN": 99}, "topN"),
        ({"sources": ["adzuna"]}, "sources"),
        ({"country": "Atlantis"}, "country"),
        ({"everything": True}, "everything"),
    ],
)
def test_options_are_those_of_a_run(owner: User, options: dict[str, Any], named: str) -> None:
    with pytest.raises(Invalid) as refused:
        saved(owner, options=options)
    assert list(refused.value.field_errors) == [named]
    assert not owner.presets.exists()


def test_there_is_an_end_to_how_many(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presets, "MOST", 1)
    saved(owner)
    with pytest.raises(Refused) as refused:
        saved(owner, "Another")
    assert refused.value.kind == "too_many_searches"


def test_the_next_time_follows_every_change(owner: User) -> None:
    preset = saved(owner, cadence=DAILY)
    assert preset.next_run_at is not None
    assert (preset.next_run_at.hour, preset.next_run_at.minute) == (7, 30)
    assert standing.next_scheduled(owner) == preset.next_run_at
    later = presets.change(preset, {"cadence": {"kind": "daily", "at": "09:00"}})
    assert later.next_run_at is not None
    assert later.next_run_at.hour == 9
    assert presets.change(preset, {"enabled": False}).next_run_at is None
    assert presets.change(preset, {"enabled": True}).next_run_at == later.next_run_at
    assert presets.change(preset, {"cadence": None}).next_run_at is None


def test_the_next_time_is_in_the_owners_zone(owner: User) -> None:
    preset = saved(owner, cadence=DAILY)
    edits.save_preferences(owner, {"timeZone": "Asia/Tokyo"})
    preset.refresh_from_db()
    assert preset.next_run_at is not None
    assert (preset.next_run_at.hour, preset.next_run_at.minute) == (22, 30)
    assert preset.next_run_at - timezone.now() <= timedelta(days=1)


def test_a_change_of_the_name_leaves_the_rest(owner: User) -> None:
    preset = saved(owner, cadence=DAILY)
    before = preset.next_run_at
    renamed = presets.rename(preset, "Nightly")
    assert (renamed.options, renamed.cadence, renamed.next_run_at) == ({"topN": 5}, DAILY, before)


def test_what_waits_is_not_started_after_it_was_switched_off(owner: User) -> None:
    preset = saved(owner, cadence=DAILY)
    preset.waiting_since = timezone.now()
    preset.save()
    assert presets.change(preset, {"enabled": False}).waiting_since is None


@pytest.mark.parametrize("parts", [{"enabled": "yes"}, {"cadence": "daily"}, {"owner": 1}])
def test_a_wrong_change_changes_nothing(owner: User, parts: dict[str, Any]) -> None:
    preset = saved(owner, cadence=DAILY)
    with pytest.raises(Invalid):
        presets.change(preset, {"name": "Other", **parts})
    preset.refresh_from_db()
    assert (preset.name, preset.cadence) == ("Data", DAILY)


def test_the_last_used_comes_first(owner: User) -> None:
    first, second, third = (saved(owner, name) for name in ("One", "Two", "Three"))
    presets.used(second)
    presets.used(first)
    assert [one.name for one in presets.listed(owner)] == ["One", "Two", "Three"]
    assert presets.named(owner, " three ") == third
    assert presets.named(owner, "four") is None


def test_its_runs_stay_when_it_goes(owner: User) -> None:
    preset = saved(owner)
    runs.create(owner, options=preset.options, trigger="manual", preset=preset)
    presets.delete(preset)
    assert not owner.presets.exists()
    assert PipelineRun.objects.get(owner=owner).preset is None
