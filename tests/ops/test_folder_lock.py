from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator

import pytest
from django.conf import settings

from orchestrator.ops import folder_lock
from tests.worker.harness import ONE_GROUP

pytestmark = [pytest.mark.django_db, ONE_GROUP]


@pytest.fixture(autouse=True)
def _free_afterwards() -> Iterator[None]:
    yield
    folder_lock.let_go()


def test_nobody_lives_while_nobody_holds_it() -> None:
    assert folder_lock.living_group() == ""


def test_the_holder_is_known_to_everybody() -> None:
    assert folder_lock.take("first")
    assert folder_lock.living_group() == "first"


def test_a_second_group_is_refused() -> None:
    settings.RUN_DIR.mkdir(parents=True, exist_ok=True)
    handle = os.open(settings.RUN_DIR / "worker.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        assert not folder_lock.take("second")
    finally:
        os.close(handle)


def test_it_is_free_again_when_the_holder_lets_go() -> None:
    folder_lock.take("first")
    folder_lock.let_go()
    assert folder_lock.living_group() == ""
