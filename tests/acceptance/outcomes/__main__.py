"""Writes docs/access.md anew."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> int:
    tests = Path(__file__).parent / "test_outcomes.py"
    command = [sys.executable, "-m", "pytest", "-n", "0", "-k", "document", str(tests)]
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "JOBOPS_OUTCOMES_FOLDER": folder}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
