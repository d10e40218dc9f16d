"""What is asked for, what was tested together, and the script that tests it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.lock import LOCKS

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[\w,]+\])?==([^\s;]+)")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}")


def pins(name: str) -> dict[str, str]:
    found = (PIN.match(line) for line in (ROOT / name).read_text().splitlines())
    return {re.sub(r"[_.]", "-", match[1]).lower(): match[2] for match in found if match}


@pytest.mark.parametrize(("lock", "sources"), LOCKS.items())
def test_every_requirement_is_pinned_as_its_lock_has_it(lock: str, sources: tuple[str, ...]):
    for name in sources:
        lines = (ROOT / name).read_text().splitlines()
        asked = [line for line in lines if line and not line.startswith(("#", "-r"))]
        assert len(pins(name)) == len(asked)
        assert pins(name).items() <= pins(lock).items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_names_the_hashes_of_its_files(lock: str):
    lines = (ROOT / lock).read_text().splitlines()
    packages = [number for number, line in enumerate(lines) if PIN.match(line)]

    assert all(HASH.match(lines[number + 1]) for number in packages)
    assert len(packages) + sum(bool(HASH.match(line)) for line in lines) == len(lines)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-scale.lock"])
def test_what_runs_is_what_was_tested(lock: str):
    tested = (ROOT / "requirements-dev.lock").read_text().replace(" \\", "").splitlines()
    foreign = [line for line in (ROOT / lock).read_text().replace(" \\", "").splitlines()
               if line not in tested and "emscripten" not in line]  # fmt: skip

    assert [line for line in foreign if PIN.match(line) and ";" not in line] == []
    assert pins(lock).items() - pins("requirements-dev.lock").items() == set()


def test_whoever_runs_it_downloads_nothing_for_developers():
    assert pins("requirements.lock").keys() & {"pytest", "mypy", "moto", "boto3", "redis"} == set()


def test_the_old_state_machine_is_never_installed_beside_the_new_one():
    assert "django-fsm-2" in pins("requirements.lock")
    assert "django-fsm" not in pins("requirements-dev.lock")


def test_the_ci_script_is_a_script_and_ends_with_the_tests():
    script = ROOT / ".ci" / "run"
    last = [line for line in script.read_text().splitlines() if line][-2:]

    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
    assert script.stat().st_mode & 0o111
    assert last == [
        "timeout 50m python3 -m jobops.bootstrap test || failed=1",
        'exit "$failed"',
    ]
