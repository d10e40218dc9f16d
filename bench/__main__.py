"""Every measurement in turn: `python -m bench`, or only those named."""

from __future__ import annotations

import subprocess
import sys

BENCHES = ("scoring", "pdf", "api", "pages", "listing", "bulk", "console")


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(BENCHES)}.")
        return 2
    failed = 0
    for name in names or BENCHES:
        print(f"== {name}", flush=True)
        # A process each: one measurement must not warm the caches of the next.
        failed |= subprocess.call([sys.executable, "-m", f"bench.{name}"])
    return failed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
