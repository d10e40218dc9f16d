"""Every measurement in turn: `python -m bench`, or only those named, with their arguments:
`python -m bench bulk --sizes 1000`.
"""

from __future__ import annotations

import subprocess
import sys

BENCHES = (
    "workspace", "scoring", "ranking", "claims", "pdf", "api", "pages", "listing", "bulk", "tabs",
    "console", "imports", "intake", "parsing", "runs", "chat", "drafts", "overview", "sync", "mail",
    "board", "stored", "sponsors",
)  # fmt: skip
# Minutes of a whole machine each, so only when they are named.
ALONE = ("chaos", "load", "units", "fuzz", "web")


def main(arguments: list[str]) -> int:
    cut = next((n for n, one in enumerate(arguments) if one.startswith("-")), len(arguments))
    names, rest = arguments[:cut], arguments[cut:]
    if rest and not names:
        print("Name the measurement these arguments are for.")
        return 2
    known = (*BENCHES, *ALONE)
    if unknown := [name for name in names if name not in known]:
        print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(known)}.")
        return 2
    failed = 0
    for name in names or BENCHES:
        print(f"== {name}", flush=True)
        # A process each: one measurement must not warm the caches of the next.
        failed |= subprocess.call([sys.executable, "-m", f"bench.{name}", *rest])
    return failed


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
