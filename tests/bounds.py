"""Guards against hanging. Speed is measured in bench/ and never here: a bound is many times what a
quiet machine needs, and what it guards against takes far longer still.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def ends(
    *, within: float = 80.0, after: float = 0.0, clock: Callable[[], float] = time.monotonic
) -> Iterator[None]:
    """For what waits for others; in seconds."""
    begun = clock()
    yield
    taken = clock() - begun
    assert after <= taken < within, f"{taken:.2f} s, not between {after} s and {within} s"


@contextmanager
def computes(*, within: float = 10.0) -> Iterator[None]:
    """For work on hostile input: in seconds of the processor, so that neighbours do not count.

    Most inputs here need a twentieth of a second, the worst half of one; where the work grows with
    the square of their length they need minutes.
    """
    with ends(within=within, clock=time.process_time):
        yield
