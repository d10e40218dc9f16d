"""Which tests may be tried again: those that meet something whose speed is not ours.

A browser, a server, a program or a worker answers when the machine lets it, and a starved machine
may let it too late. Code alone fails for a reason that would only be hidden. The closing line of
a run counts what was tried again ("1 rerun"): a test that needs it is to be mended.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

MARKS = frozenset({"browser", "worker"})
FIXTURES = frozenset({
    # servers on loopback
    "outside", "boards", "model_stub", "rxresume_stub", "live_server", "tls", "trap",
    # Chromium
    "browser", "other_browser", "broken_browser",
    # programs
    "house", "prepared", "worker", "clone", "library",
})  # fmt: skip
CLOCK = pytest.StashKey[Any]()
# Who was ended by its time hangs, and would hang again.
AGAIN = pytest.mark.flaky(reruns=2, reruns_delay=1, rerun_except="from pytest-timeout")


def may_rerun(*, fixtures: Collection[str], marks: Collection[str]) -> bool:
    return not (MARKS.isdisjoint(marks) and FIXTURES.isdisjoint(fixtures))


# Last, because folders give their marks by this hook too.
@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.pluginmanager.hasplugin("rerunfailures"):
        return
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if may_rerun(fixtures=fixtures, marks=[mark.name for mark in item.iter_markers()]):
            item.add_marker(AGAIN)


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> None:
    item.stash[CLOCK] = settings


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A failure ends the clock of pytest-timeout, so each further try gets one of its own."""
    if getattr(item, "execution_count", 1) > 1 and (settings := item.stash.get(CLOCK, None)):
        item.config.hook.pytest_timeout_set_timer(item=item, settings=settings)
