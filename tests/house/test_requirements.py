"""What is asked for, what was tested together, and the script that tests it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[\w,]+\])?==(\S+)$")


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text().splitlines()
    found = (PIN.match(line) for line in lines if line and not line.startswith(("#", "-r")))
    return {re.sub(r"[_.]", "-", match[1]).lower(): match[2] for match in found if match}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_as_the_lock_file_has_it(name):
    lines = (ROOT / name).read_text().splitlines()
    asked = [line for line in lines if line and not line.startswith(("#", "-r"))]

    assert len(pins(name)) == len(asked)
    assert pins(name).items() <= pins("requirements.lock").items()


def test_the_old_state_machine_is_never_installed_beside_the_new_one():
    assert "django-fsm-2" in pins("requirements.lock")
    assert "django-fsm" not in pins("requirements.lock")


def test_the_ci_script_is_a_script_and_ends_with_the_tests():
    script = ROOT / ".ci" / "run"
    last = [line for line in script.read_text().splitlines() if line][-2:]

    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
    assert script.stat().st_mode & 0o111
    assert last == [
        "timeout 50m python3 -m jobops.bootstrap test || failed=1",
        'exit "$failed"',
    ]
