"""JSON Patch by the examples of RFC 6902, and by chance."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from tailoring.documents import patching
from tailoring.documents.patching import PatchError
from tests import make

DOCUMENT = json.loads(make.RESUME.read_text())
VALUES: list[Any] = [None, 1, True, "x", [], {}, [1], {"a": {}}]


@pytest.mark.parametrize(
    ("value", "operation", "result"),
    [
        ({"a": 1}, {"op": "add", "path": "/b", "value": 2}, {"a": 1, "b": 2}),
        ({"a": [1, 2]}, {"op": "add", "path": "/a/1", "value": 9}, {"a": [1, 9, 2]}),
        ({"a": [1]}, {"op": "add", "path": "/a/-", "value": [2]}, {"a": [1, [2]]}),
        ({"a": 1}, {"op": "add", "path": "/a", "value": None}, {"a": None}),
        ({"a": 1}, {"op": "add", "path": "", "value": [3]}, [3]),
        ({"a": 1, "b": 2}, {"op": "remove", "path": "/a"}, {"b": 2}),
        ({"a": [1, 2, 3]}, {"op": "remove", "path": "/a/1"}, {"a": [1, 3]}),
        ({"a": 1}, {"op": "replace", "path": "/a", "value": 5}, {"a": 5}),
        ({"a": [1, 2]}, {"op": "move", "from": "/a/0", "path": "/a/1"}, {"a": [2, 1]}),
        ({"a": {"b": 1}}, {"op": "move", "from": "/a/b", "path": "/c"}, {"a": {}, "c": 1}),
        ({"a": [1]}, {"op": "copy", "from": "/a", "path": "/b"}, {"a": [1], "b": [1]}),
        ({"a/b": 1, "m~n": 2}, {"op": "remove", "path": "/a~1b"}, {"m~n": 2}),
        ({"m~n": 2}, {"op": "test", "path": "/m~0n", "value": 2.0}, {"m~n": 2}),
        ({"": 1}, {"op": "replace", "path": "/", "value": 2}, {"": 2}),
        ({"~1": 1}, {"op": "replace", "path": "/~01", "value": 2}, {"~1": 2}),
    ],
)
def test_an_operation_does_what_the_rfc_says(
    value: Any, operation: dict[str, Any], result: Any
) -> None:
    before = copy.deepcopy(value)
    assert patching.apply(value, [operation]) == result
    assert value == before


@pytest.mark.parametrize(
    ("stored", "asked"), [(1, True), (0, False), ("1", 1), ([], {}), ({"a": 1}, {"a": True})]
)
def test_values_of_another_kind_are_not_the_same(stored: Any, asked: Any) -> None:
    with pytest.raises(PatchError):
        patching.apply({"a": stored}, [{"op": "test", "path": "/a", "value": asked}])


def test_a_copy_shares_nothing_with_its_source() -> None:
    steps = [
        {"op": "copy", "from": "/a", "path": "/b"},
        {"op": "add", "path": "/b/-", "value": 1},
    ]
    assert patching.apply({"a": []}, steps) == {"a": [], "b": [1]}


def pointers(value: Any, at: str = "") -> Iterator[str]:
    """Every place of a document, and places that are none."""
    yield at
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from pointers(inside, f"{at}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for position, inside in enumerate(value):
            yield from pointers(inside, f"{at}/{position}")
        yield from (f"{at}/-", f"{at}/{len(value)}")
    else:
        yield f"{at}/below"


def by_chance(seed: int) -> list[dict[str, Any]]:
    chance, places = random.Random(seed), [*pointers(DOCUMENT), "bad", "/~", "/a/b"]
    return [
        {
            "op": chance.choice(list(patching.DO)),
            "path": chance.choice(places),
            "from": chance.choice(places),
            "value": chance.choice(VALUES),
        }
        for _ in range(chance.randint(1, 4))
    ]


def outcome(operations: list[dict[str, Any]]) -> str:
    try:
        return type(patching.apply(DOCUMENT, operations)).__name__
    except PatchError as refused:
        return refused.sentence


def test_whatever_is_asked_ends_in_a_value_or_a_sentence() -> None:
    before = json.dumps(DOCUMENT)
    outcomes = {outcome(by_chance(seed)) for seed in range(400)}
    assert "dict" in outcomes
    assert len(outcomes) > 3
    assert json.dumps(DOCUMENT) == before
