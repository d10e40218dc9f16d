"""Kill everything at random for minutes while people work, then count what was lost: nothing.

    python -m bench chaos [--jobs 500] [--seconds 300] [--seed 1] [--on sqlite,postgres,groups]

500 jobs are prepared by two worker processes with a real Chromium, while four clients process,
edit, print, apply, undo, skip, reopen and upload through the real API. The hand that kills is
drawn from the seed: pool workers, monitor, pusher, desk, worker command, web, supervisor, browser
and its driver. `sqlite` and `postgres` run one group of two workers, `groups` two groups of one on
PostgreSQL. Exit code 1 when anything was lost, stuck, doubled, untrue or left over.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.installation import ROOT, table
from bench.ports import free_port
from tests.house import postgres

PLACES = {
    "sqlite": ("1 group of 2, SQLite", 1, 2), "postgres": ("1 group of 2, PostgreSQL", 1, 2),
    "groups": ("2 groups of 1, PostgreSQL", 2, 1),
}  # fmt: skip
SHOWN = 5


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench chaos")
    parser.add_argument("--on", default="sqlite,postgres,groups")
    parser.add_argument("--keep", action="store_true", help="leave the folders where they are")
    given, rest = parser.parse_known_args(arguments)
    found: dict[str, dict[str, Any]] = {}
    broken: list[str] = []
    for place in given.on.split(","):
        if place != "sqlite" and postgres.programs() is None:
            print(f"{place} skipped: no PostgreSQL server is installed.")
            continue
        with folder(keep=given.keep) as one, database(place) as env:
            print(f"{PLACES[place][0]}: {one} …", file=sys.stderr, flush=True)
            if storm := weathered(place, one, env, rest):
                found[place] = storm
            else:
                broken.append(place)
    wrong = shown(found) if found else 1
    for place in broken:
        print(f"{place}: the storm itself did not come to its end")
    return wrong or int(bool(broken))


def weathered(place: str, one: Path, env: dict[str, str], rest: list[str]) -> dict[str, Any] | None:
    _, groups, workers = PLACES[place]
    said = subprocess.run(
        [sys.executable, "-m", "bench.chaos_run", "--folder", str(one), "--port", str(free_port()),
         "--groups", str(groups), "--workers", str(workers), *rest],
        cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if said.returncode:
        return None
    result: dict[str, Any] = json.loads(said.stdout.strip().splitlines()[-1])
    return result


def shown(found: dict[str, dict[str, Any]]) -> int:
    names = [one["name"] for one in next(iter(found.values()))["checks"]]
    rows = []
    for number, name in enumerate(names):
        row: dict[str, Any] = {"what": name}
        for place, storm in found.items():
            one = storm["checks"][number]
            bad = len(one["wrong"])
            row[place] = f"{bad} of {one['seen']:,} WRONG" if bad else f"{one['seen']:,}"
        rows.append(row)
    told = {
        "kills": lambda s: s["blows"],
        "calls that write": lambda s: s["acts"],
        "quiet again after, s": lambda s: s["settled"],
        "webhooks sent again": lambda s: s["resent"],
    }
    rows += [
        {"what": name, **{place: of(s) for place, s in found.items()}} for name, of in told.items()
    ]
    table(rows)
    for place, storm in found.items():
        print(textwrap.fill(f"{place} killed: {_list(storm['killed'])}", 100))
        print(textwrap.fill(f"{place} answers: {_list(storm['answers'])}", 100))
        for one in storm["checks"]:
            for line in one["wrong"][:SHOWN]:
                print(f"{place}, {one['name']}: {line}"[:300])
    return int(any(one["wrong"] for storm in found.values() for one in storm["checks"]))


def _list(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


@contextmanager
def folder(*, keep: bool) -> Iterator[Path]:
    one = Path(tempfile.mkdtemp(prefix="jobops-chaos-"))
    try:
        yield one
    finally:
        if not keep:
            shutil.rmtree(one, ignore_errors=True)


@contextmanager
def database(place: str) -> Iterator[dict[str, str]]:
    if place == "sqlite":
        yield {"DATABASE_URL": ""}
        return
    with postgres.cluster() as address:
        yield {"DATABASE_URL": address}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
