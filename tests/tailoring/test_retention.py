"""Every bullet of a base is kept, changed on purpose, or hidden by its owner."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tailoring.documents import retention
from tailoring.documents.bullets import Bullet, Change, apply, bullets, in_order, mark
from tests.make import RESUME

RAW: dict[str, Any] = json.loads(RESUME.read_text())
OWN = [one for one in bullets(RAW) if one.home == bullets(RAW)[0].home]


def change(kind: Any, about: Bullet, after: str = "") -> Change:
    return Change(kind, about.home, about.mark, about.text, after)


def order(after: list[str]) -> Change:
    before = in_order(one.text for one in OWN)
    return Change("order", OWN[0].home, mark(before), before, in_order(after))


MEANT = {
    "a rewrite": [change("rewrite", OWN[0], "Other words")],
    "a hidden one": [change("hide", OWN[1])],
    "another order": [order([one.text for one in reversed(OWN)])],
    "all at once": [
        change("rewrite", OWN[0], "Other words"),
        change("hide", OWN[1]),
        order([one.text for one in reversed(OWN)]),
    ],
}


@pytest.mark.parametrize("changes", MEANT.values(), ids=MEANT.keys())
def test_what_was_meant_loses_nothing(changes: list[Change]) -> None:
    assert retention.lost(RAW, apply(RAW, changes).document, changes) == ()
    assert retention.keeping(RAW, changes) == tuple(changes)


def test_a_bullet_that_is_gone_without_a_change_is_named() -> None:
    document = apply(RAW, [change("hide", OWN[2])]).document
    assert [one.text for one in retention.lost(RAW, document, [])] == [OWN[2].text]


def test_a_bullet_that_stands_elsewhere_instead_is_lost() -> None:
    changes = [change("rewrite", OWN[0], OWN[1].text)]
    document = apply(RAW, [*changes, change("hide", OWN[1])]).document
    assert retention.lost(RAW, document, changes) == ()
    twice = apply(RAW, [change("hide", OWN[0]), change("hide", OWN[1])]).document
    assert [one.text for one in retention.lost(RAW, twice, [change("hide", OWN[0])])] == [
        OWN[1].text
    ]
