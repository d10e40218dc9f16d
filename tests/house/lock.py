"""Write the lock files anew: `python -m tests.house.lock`. Each names every package of its set with
the hashes of all its files, for every Python from 3.11 on, so one lock fits every machine.

Versions stay as they are locked; `--upgrade` or `--upgrade-package NAME` moves them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The largest first: the others take its versions.
LOCKS: Mapping[str, tuple[str, ...]] = {
    "requirements-dev.lock": ("requirements-dev.txt",),
    "requirements-scale.lock": ("requirements.txt", "requirements-scale.txt"),
    "requirements.lock": ("requirements.txt",),
}
HOW = ("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes",
       "--no-annotate", "--no-header")  # fmt: skip
MISSING = "This needs uv, which nothing else here does: pip install uv, or pipx install uv"


def main(arguments: Sequence[str]) -> int:
    program = shutil.which("uv")
    if program is None:
        print(MISSING, file=sys.stderr)
        return 1
    widest = next(iter(LOCKS))
    for name, sources in LOCKS.items():
        own = arguments if name == widest else ("--constraints", widest)
        subprocess.run([program, *HOW, *own, *sources, "-o", name], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
