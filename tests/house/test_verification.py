"""What `.ci/run` names can be done: it cannot be run from inside itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

RUN = Path(__file__).parents[2] / ".ci" / "run"
BROUGHT = {"make", "timeout"}


def test_every_step_is_a_function_or_a_program() -> None:
    text = RUN.read_text()
    steps = set(re.findall(r"^step (\S+)", text, re.MULTILINE))
    functions = set(re.findall(r"^(\w+)\(\) \{", text, re.MULTILINE))
    assert {"install_packages", "audited", "on_postgresql"} <= steps
    assert steps - functions <= BROUGHT
    assert all(shutil.which(one) for one in BROUGHT)


def test_it_is_a_script_bash_can_read() -> None:
    assert subprocess.run(["bash", "-n", str(RUN)], check=False).returncode == 0
    assert RUN.stat().st_mode & 0o111
