"""Speed is measured in bench/: a test that measures it fails on a busy machine. What guards against
hanging is in tests/bounds.py.
"""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import Module, modules

TAKEN = re.compile(r"(?:perf_counter|process_time|monotonic)(?:_ns)?\(\) - \w+\b(?!\.)")


def measures(found: Module) -> bool:
    return bool(TAKEN.search(found.source))


def test_no_test_measures_a_time() -> None:
    assert [one.path for one in modules("tests") if measures(one)] == []


@pytest.mark.parametrize("clock", ["time.process_time", "perf_counter", "monotonic_ns"])
def test_a_measured_time_is_seen(clock: str) -> None:
    assert measures(Module("tests.x", "tests/x.py", f"assert {clock}() - begun < 1"))
