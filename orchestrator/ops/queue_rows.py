"""What waits in the queue, for whoever must not offer it twice."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from orchestrator.ops import broker
from orchestrator.ops.broker import Unreachable, Waiting

logger = logging.getLogger(__name__)

Key = TypeVar("Key")


class _Anything(Collection[Key]):
    """While the queue cannot be asked, whatever one looks for may be in it."""

    def __contains__(self, one: object) -> bool:
        return True

    def __iter__(self) -> Iterator[Key]:
        return iter(())

    def __len__(self) -> int:
        return 0


def names() -> Collection[str]:
    """Names of the tasks that wait or were taken and not begun."""
    return _each(lambda one: one.name)


def subjects() -> Collection[str]:
    """Ids they are about."""
    return _each(lambda one: one.subject)


def named() -> Collection[tuple[str, str]]:
    """Name and id of each."""
    return _each(lambda one: (one.name, one.subject))


def first(limit: int) -> list[Waiting]:
    """The oldest of them; none while the queue cannot be asked."""
    try:
        return broker.current().rows(limit)
    except Unreachable:
        return []


def _each(key: Callable[[Waiting], Key]) -> Collection[Key]:
    try:
        return {key(one) for one in broker.current().rows()}
    except Unreachable as error:
        logger.warning("queue cannot be asked", extra={"meta": {"type": str(error)}})
        return _Anything()
