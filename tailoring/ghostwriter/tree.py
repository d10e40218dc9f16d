"""The turns of a chat as a tree, and the one path through it that is shown. Pure.

Turns are given oldest first. A pointer that leads nowhere counts as empty, so that no deletion can
ever break a chat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

Pointers = dict[UUID | None, UUID]
ENDED_BADLY = ("failed", "cancelled")


@dataclass(frozen=True)
class Node:
    """One turn without its words."""

    id: UUID
    parent: UUID | None
    role: str
    status: str
    has_text: bool
    active_child: UUID | None = None


@dataclass(frozen=True)
class Tree:
    """`children` oldest first, those of None are the first turns; `pointers` as they are stored."""

    nodes: Mapping[UUID, Node]
    children: Mapping[UUID | None, tuple[UUID, ...]]
    pointers: Mapping[UUID | None, UUID | None]


def grown(nodes: Sequence[Node], root: UUID | None) -> Tree:
    """The tree as it is shown: without the empty replies another one has taken the place of."""
    gone = phantoms(nodes)
    known = {node.id: node for node in nodes if node.id not in gone}
    children = {parent: tuple(ids) for parent, ids in _families(known.values()).items()}
    pointers: dict[UUID | None, UUID | None] = {None: root}
    pointers.update((node.id, node.active_child) for node in known.values())
    return Tree(known, children, pointers)


def phantoms(nodes: Sequence[Node]) -> set[UUID]:
    """Replies that ended badly without a word although there is another one in their place. Of
    several such the newest stays when nothing better does; one that was answered always stays.
    """
    known = {node.id: node for node in nodes}
    families = _families(nodes)
    found = set[UUID]()
    for ids in families.values():
        empty = [one for one in ids if _is_empty(known[one]) and one not in families]
        usable = len(empty) < len(ids)
        found.update(empty if usable else empty[:-1])
    return found


def repointed(nodes: Sequence[Node]) -> Pointers:
    """New pointers for those that lead to a phantom: the newest reply that is shown instead."""
    gone = phantoms(nodes)
    children = grown(nodes, None).children
    return {node.id: children[node.id][-1] for node in nodes if node.active_child in gone}


def path(tree: Tree) -> list[UUID]:
    """The turns that are shown, oldest first."""
    found = list[UUID]()
    at = _next(tree, None)
    while at is not None:
        found.append(at)
        at = _next(tree, at)
    return found


def siblings(tree: Tree, turn: UUID) -> tuple[UUID, ...]:
    """All turns in the place of this one, itself included, oldest first."""
    return tree.children[tree.nodes[turn].parent]


def ancestors(nodes: Mapping[UUID, Node], turn: UUID) -> list[UUID]:
    """What was said before this turn on its own branch, oldest first."""
    found = list[UUID]()
    at = nodes[turn].parent
    while at is not None and at in nodes and len(found) < len(nodes):
        found.append(at)
        at = nodes[at].parent
    return found[::-1]


def switched(tree: Tree, turn: UUID) -> Pointers:
    """The pointers to change so that this turn is shown: parent (None for the first) to child."""
    line = [*ancestors(tree.nodes, turn), turn]
    wanted = zip([None, *line[:-1]], line, strict=True)
    return {parent: child for parent, child in wanted if tree.pointers[parent] != child}


def _next(tree: Tree, turn: UUID | None) -> UUID | None:
    below = tree.children.get(turn)
    if not below:
        return None
    chosen = tree.pointers[turn]
    return chosen if chosen in below else below[-1]


def _families(nodes: Iterable[Node]) -> dict[UUID | None, list[UUID]]:
    found: dict[UUID | None, list[UUID]] = {}
    for node in nodes:
        found.setdefault(node.parent, []).append(node.id)
    return found


def _is_empty(node: Node) -> bool:
    return node.role == "assistant" and node.status in ENDED_BADLY and not node.has_text
