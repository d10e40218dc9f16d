from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailoring.ghostwriter import tree
from tailoring.ghostwriter.tree import Node


def key(number: int) -> UUID:
    return UUID(int=number)


def keys(*numbers: int) -> list[UUID]:
    return [key(number) for number in numbers]


def user(number: int, parent: int | None = None, *, shows: int | None = None) -> Node:
    return Node(
        key(number),
        None if parent is None else key(parent),
        "user",
        "complete",
        True,
        None if shows is None else key(shows),
    )


def reply(
    number: int,
    parent: int,
    *,
    status: str = "complete",
    has_text: bool = True,
    shows: int | None = None,
) -> Node:
    child = None if shows is None else key(shows)
    return Node(key(number), key(parent), "assistant", status, has_text, child)


def empty(number: int, parent: int, *, status: str = "failed") -> Node:
    return reply(number, parent, status=status, has_text=False)


def shown(nodes: Sequence[Node], root: int | None = None) -> list[UUID]:
    return tree.path(tree.grown(nodes, None if root is None else key(root)))


def test_nothing_was_said() -> None:
    assert shown([]) == []
    assert shown([], root=7) == []


def test_without_pointers_the_newest_is_shown() -> None:
    nodes = [user(1), reply(2, 1), user(3), reply(4, 3), reply(5, 3)]
    assert shown(nodes) == keys(3, 5)


def test_pointers_are_followed() -> None:
    nodes = [user(1, shows=2), reply(2, 1, shows=6), reply(3, 1), user(4), user(5, 2), user(6, 2)]
    assert shown(nodes, root=1) == keys(1, 2, 6)


@pytest.mark.parametrize("astray", [9, 4, 1])
def test_a_pointer_that_leads_nowhere_counts_as_empty(astray: int) -> None:
    nodes = [user(1, shows=astray), reply(2, 1), reply(3, 1), user(4)]
    assert shown(nodes, root=1) == keys(1, 3)
    assert shown(nodes, root=3) == keys(4)


def test_siblings_are_all_turns_in_one_place_oldest_first() -> None:
    grown = tree.grown([user(1), reply(2, 1), reply(3, 1), user(4)], None)
    assert tree.siblings(grown, key(3)) == tuple(keys(2, 3))
    assert tree.siblings(grown, key(1)) == tuple(keys(1, 4))


def test_switching_moves_only_the_pointers_that_differ() -> None:
    nodes = [
        user(1, shows=2), reply(2, 1, shows=4), user(3, 2), user(4, 2), reply(5, 3), reply(6, 3),
    ]  # fmt: skip
    grown = tree.grown(nodes, key(1))
    assert tree.switched(grown, key(5)) == {key(2): key(3), key(3): key(5)}
    assert tree.switched(grown, key(1)) == {}
    assert tree.switched(tree.grown(nodes, None), key(1)) == {None: key(1)}


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_an_empty_reply_that_ended_badly_stays_while_it_is_alone(status: str) -> None:
    assert tree.phantoms([user(1), empty(2, 1, status=status)]) == set()


@pytest.mark.parametrize("status", ["failed", "cancelled"])
@pytest.mark.parametrize("other", ["complete", "partial", "cancelled", "failed"])
def test_it_goes_when_there_is_another_one(status: str, other: str) -> None:
    for nodes in (
        [user(1), empty(2, 1, status=status), reply(3, 1, status=other)],
        [user(1), reply(3, 1, status=other), empty(2, 1, status=status)],
    ):
        assert tree.phantoms(nodes) == {key(2)}
        assert shown(nodes) == keys(1, 3)


def test_a_reply_that_is_being_written_is_no_phantom() -> None:
    waiting = reply(3, 1, status="partial", has_text=False)
    assert tree.phantoms([user(1), reply(2, 1), waiting]) == set()
    assert tree.phantoms([user(1), empty(2, 1), waiting]) == {key(2)}


def test_of_several_empty_ones_the_newest_stays() -> None:
    nodes = [user(1), empty(2, 1), empty(3, 1, status="cancelled"), empty(4, 1)]
    assert tree.phantoms(nodes) == set(keys(2, 3))
    assert shown(nodes) == keys(1, 4)


def test_the_pointer_to_a_phantom_moves_to_the_newest_usable_one() -> None:
    nodes = [user(1, shows=5), reply(2, 1), reply(3, 1), empty(4, 1), empty(5, 1)]
    assert shown(nodes) == keys(1, 3)
    assert tree.siblings(tree.grown(nodes, None), key(3)) == tuple(keys(2, 3))


def test_pointers_to_phantoms_are_moved_and_no_others() -> None:
    nodes = [
        user(1, shows=3), reply(2, 1, shows=4), empty(3, 1), user(4, 2, shows=6), reply(5, 4),
        reply(6, 4),
    ]  # fmt: skip
    assert tree.repointed(nodes) == {key(1): key(2)}


def test_what_was_answered_never_goes() -> None:
    nodes = [user(1), empty(2, 1), user(3, 2), reply(4, 3), reply(5, 1)]
    assert tree.phantoms(nodes) == set()


def test_an_empty_question_is_no_phantom() -> None:
    asked = Node(key(1), None, "user", "complete", False)
    assert tree.phantoms([asked, user(2)]) == set()


def test_ancestors_are_what_led_to_a_turn_whatever_is_shown() -> None:
    nodes = [user(1), reply(2, 1), reply(3, 1), user(4, 2), reply(5, 4)]
    known = {node.id: node for node in nodes}
    assert tree.ancestors(known, key(5)) == keys(1, 2, 4)
    assert tree.ancestors(known, key(1)) == []


def test_a_long_talk_is_no_deep_recursion() -> None:
    nodes = [user(0), *(user(number, number - 1) for number in range(1, 5000))]
    grown = tree.grown(nodes, None)
    assert len(tree.path(grown)) == 5000
    assert len(tree.switched(grown, key(4999))) == 5000


@st.composite
def forests(draw: st.DrawFn) -> list[Node]:
    """Any tree of turns with any pointers, also ones that lead nowhere."""
    nodes: list[Node] = []
    for number in range(draw(st.integers(1, 14))):
        parent = draw(st.none() | st.integers(0, number - 1)) if number else None
        points = draw(st.none() | st.integers(0, 14))
        status = draw(st.sampled_from(["complete", "partial", "failed", "cancelled"]))
        asked = parent is None or nodes[parent].role == "assistant"
        made = (
            user(number, parent, shows=points)
            if asked
            else reply(
                number, parent or 0, status=status, has_text=draw(st.booleans()), shows=points
            )
        )
        nodes.append(made)
    return nodes


@given(forests(), st.none() | st.integers(0, 14))
def test_the_path_is_a_walk_from_the_first_turn_to_an_end(nodes: list[Node], root: int) -> None:
    grown = tree.grown(nodes, None if root is None else key(root))
    line = tree.path(grown)
    assert line
    assert grown.nodes[line[0]].parent is None
    assert all(grown.nodes[child].parent == parent for parent, child in pairwise(line))
    assert not grown.children.get(line[-1])


@given(forests())
def test_every_turn_that_is_shown_can_be_switched_to(nodes: list[Node]) -> None:
    grown = tree.grown(nodes, None)
    for turn in grown.nodes:
        moved = {**grown.pointers, **tree.switched(grown, turn)}
        after = tree.Tree(grown.nodes, grown.children, moved)
        assert turn in tree.path(after)
        assert tree.switched(after, turn) == {}


@given(forests())
def test_no_place_ever_loses_its_last_turn(nodes: list[Node]) -> None:
    gone = tree.phantoms(nodes)
    left = [node for node in nodes if node.id not in gone]
    assert {node.parent for node in left} == {node.parent for node in nodes}
    assert all(node.parent is None or node.parent not in gone for node in left)
    assert tree.phantoms(left) == set()
