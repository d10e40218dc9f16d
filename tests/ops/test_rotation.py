"""Another key, while processes still hold the former one; and no sealed column without a row in the
table.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from jobops import keys
from jobops.lib.secretbox import Box
from orchestrator import preferences
from orchestrator.models import OAuthState, Preference, TwoStep, User
from orchestrator.ops import rotation, sealed
from orchestrator.ops.rotation_refusals import RotationError
from tests.browser import house

TOKEN = "gAAAAA"  # every text of the box begins so


@pytest.fixture(autouse=True)
def same_key() -> Iterator[None]:
    before = rotation.box_file().read_text(), rotation.secret_file().read_text()
    yield
    keys.replace(rotation.box_file(), [before[0]])
    keys.replace(rotation.secret_file(), [before[1]])


@pytest.fixture
def secret(ada: User) -> Preference:
    preferences.save(ada, {"llmApiKey": "sk-canary-4711"})
    return Preference.objects.get(owner=ada, key="llmApiKey")


def known() -> list[str]:
    return keys.parts(rotation.box_file().read_text())


def test_everything_is_sealed_anew_and_the_former_key_goes(secret: Preference) -> None:
    before, former = secret.value, known()
    done = rotation.rotate()
    secret.refresh_from_db()
    assert (done.resealed, done.closed, done.old) == (1, 0, False)
    assert len(known()) == 1
    assert known() != former
    assert secret.value != before
    assert Box(known()[0].encode()).open(secret.value) == "sk-canary-4711"
    assert rotation.box_file().stat().st_mode & 0o777 == 0o600


def test_a_box_made_before_opens_what_was_sealed_anew(secret: Preference) -> None:
    held = preferences.box()
    rotation.rotate()
    secret.refresh_from_db()
    assert held.open(secret.value) == "sk-canary-4711"


def test_what_a_process_seals_with_the_former_key_meanwhile_is_not_lost(
    secret: Preference, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = preferences.box()
    monkeypatch.setattr(rotation, "drop_old", lambda: False)
    rotation.rotate()
    monkeypatch.undo()
    Preference.objects.filter(pk=secret.pk).update(value=held.seal("late"))
    assert rotation.drop_old() is False
    assert rotation.drop_old() is True
    secret.refresh_from_db()
    assert preferences.box().open(secret.value) == "late"


def test_one_that_was_killed_goes_on_with_its_key(secret: Preference) -> None:
    keys.replace(rotation.box_file(), ["begun", *known()])
    assert preferences.box().open(secret.value) == "sk-canary-4711"
    assert rotation.rotate().resealed == 1
    assert known() == ["begun"]


def test_the_worker_forgets_the_former_key_when_nobody_can_hold_it(secret: Preference) -> None:
    keys.replace(rotation.box_file(), ["new", *known()])
    os.utime(rotation.box_file(), (0, 0))
    assert rotation.sweep() == 1
    assert known() == ["new"]


def test_keys_of_the_environment_are_only_sealed_with(
    secret: Preference, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = settings.BOX_KEY
    monkeypatch.setenv("JOBOPS_BOX_KEY", "set")
    with pytest.raises(RotationError):
        rotation.rotate()
    monkeypatch.setattr(settings, "BOX_KEY", f"new,{keys.present(old)}")
    done = rotation.rotate()
    assert (done.resealed, done.old) == (1, True)
    assert "may name the new one alone" in rotation.what_of_the_old(done)
    secret.refresh_from_db()
    assert Box(b"new").open(secret.value) == "sk-canary-4711"


def test_signatures_get_a_key_and_the_former_one_is_still_read() -> None:
    before = rotation.secret_file().read_text()
    rotation.rotate_sessions()
    found = keys.parts(rotation.secret_file().read_text())
    assert (len(found), found[1:]) == (2, [before])
    os.utime(rotation.secret_file(), (0, 0))
    assert rotation.sweep() == 1
    assert rotation.secret_file().read_text() == found[0]


def test_every_sealed_column_is_in_the_table(ada: User) -> None:
    """Slow: a house in which something of everything exists."""
    house.full(ada)
    preferences.save(ada, {"llmApiKey": "sk-canary-4711"})
    box = preferences.box()
    TwoStep.objects.create(owner=ada, secret=box.seal("x"))
    found = {name for model in apps.get_models() for name in _sealed_columns(model)}
    table = {f"{one.model.__name__}.{one.column}" for one in sealed.SEALED}
    assert found <= table
    assert {"Preference.value", "MailAccount.credentials", "CalendarFeed.token"} <= found
    assert OAuthState in {one.model for one in sealed.SEALED}


def _sealed_columns(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField):
            rows = model._default_manager.filter(**{f"{field.attname}__startswith": TOKEN})
            if rows.exists():
                yield f"{model.__name__}.{field.name}"
