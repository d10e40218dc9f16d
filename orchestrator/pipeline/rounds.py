"""A round of the clock works for those who have something to do, and only so long."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from uuid import UUID

from orchestrator.models import User

# Of all owners together; the next round takes what is left over.
MOST = 1000


def go(owners: Iterable[UUID], act: Callable[[User], int], *, most: int = MOST) -> int:
    """`act` for one owner after the other until it has done `most` things; how many it did."""
    waiting, done = list(owners), 0
    # Whoever has a great deal must not come first each time.
    random.shuffle(waiting)
    for pk in waiting:
        if done >= most:
            break
        owner = User.objects.filter(pk=pk, is_active=True).first()
        done += act(owner) if owner else 0
    return done
