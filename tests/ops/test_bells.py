from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction

from orchestrator import bells
from orchestrator.bells import NEWS, NewsBell


def test_a_bell_rings_for_its_owner_alone() -> None:
    mine, theirs = uuid4(), uuid4()
    bell = NewsBell(mine)
    try:
        bells.ring(NEWS, theirs.bytes)
        assert bell.wait(0.05) is False
        bells.ring(NEWS, mine.bytes)
        assert bell.wait(30) is True
        assert bell.wait(0) is False
    finally:
        bell.close()


def test_every_bell_of_an_owner_rings() -> None:
    owner = uuid4()
    hung = [NewsBell(owner) for _ in range(3)]
    try:
        bells.ring(NEWS, owner.bytes)
        assert [bell.wait(30) for bell in hung] == [True, True, True]
    finally:
        for bell in hung:
            bell.close()


def test_a_thousand_rings_are_one() -> None:
    owner = uuid4()
    bell = NewsBell(owner)
    try:
        for _ in range(1000):
            bells.ring(NEWS, owner.bytes)
        assert bell.wait(30) is True
        assert bell.wait(0) is False
    finally:
        bell.close()


@pytest.mark.django_db(transaction=True)
def test_it_rings_after_the_commit_and_not_after_a_rollback() -> None:
    owner = uuid4()
    bell = NewsBell(owner)
    try:
        with transaction.atomic():
            bells.tell(owner)
            assert bell.wait(0) is False
        assert bell.wait(30) is True
        with transaction.atomic():
            bells.tell(owner)
            transaction.set_rollback(True)
        assert bell.wait(0.05) is False
    finally:
        bell.close()


@pytest.mark.django_db(transaction=True)
def test_a_bell_that_cannot_be_rung_fails_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(kind: str, message: bytes) -> None:
        raise OSError("no more sockets")

    monkeypatch.setattr(bells, "ring", broken)
    with transaction.atomic():
        bells.tell(uuid4())
