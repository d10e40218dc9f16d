"""Reads the public sample résumés and prints how much of them was understood.

.venv/bin/python -m bench.intake
"""

from __future__ import annotations

import sys
import time

from tests.intake.expected import EXPECTED, SAMPLES
from tests.intake.measures import found_in, measured

GOALS = {"name": 0.95, "email": 0.95, "phone": 0.95, "employers": 0.85, "titles": 0.85}


def main() -> int:
    if not SAMPLES.is_dir():
        print(f"The sample résumés are not here ({SAMPLES}); nothing was measured.")
        return 0
    started = time.perf_counter()
    readings = {name: found_in(name) for name in EXPECTED}
    seconds = (time.perf_counter() - started) / len(readings)
    short = False
    for name, share in measured(readings).items():
        short |= share.value < GOALS[name]
        missed = f"  missed: {', '.join(share.missed)}" if share.missed else ""
        print(f"{name:10} {share.right:3} of {share.wanted:3}  {share.value:.3f}{missed}")
    print(f"{len(readings)} files, {seconds:.2f} s each with the process that reads them")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
