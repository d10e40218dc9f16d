"""Many people with many jobs each at work, while a pipeline prints and while it does not.

    python -m bench load --folder /var/tmp/load                     # 50 users, 10,000 jobs each
    python -m bench load --folder /var/tmp/steps --steps 10,25,50,100,200 --jobs 200

Everybody signs in, lists, filters, searches, opens panels and pages, skips and takes back, saves
and thinks in between; one tab of each holds a stream when there is a seat. On both databases, with
one and two web processes; each pair of phases (at rest, with runs that print) is one start. The
folder keeps the rows for the next time. With --steps the number of people grows instead.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.installation import Installation, table
from bench.load_house import House, Pipeline, Watcher, at_work, house, settle
from tests.house import postgres

ORDER = ("list", "filter", "search", "panel", "skip", "undo", "save", "job page", "board",
         "overview")  # fmt: skip


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench load")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=25.0, help="of each phase")
    parser.add_argument("--warm", type=float, default=15.0, help="seconds of coming, not counted")
    parser.add_argument("--think", type=float, default=4.0, help="seconds between two clicks")
    parser.add_argument("--on", default="sqlite,postgres")
    parser.add_argument("--web", help="numbers of web processes: 1,2, and with --steps 1")
    parser.add_argument("--steps", default="", help="numbers of people, instead of --users")
    parser.add_argument("--folder", type=Path, help="kept, with its rows, for the next time")
    given = parser.parse_args(arguments)
    steps = [int(one) for one in given.steps.split(",") if one]
    given.web = given.web or ("1" if steps else "1,2")
    users = max(steps, default=given.users)
    load = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} processors, load before {load:.1f}; "
          f"{users} users with {given.jobs:,} jobs each")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="jobops-load-") as scratch:
        folder = given.folder or Path(scratch)
        places = [one for one in given.on.split(",") if one == "sqlite" or postgres.programs()]
        measured = stepped if steps else compared
        measured(folder, places, given, steps or [users])
    return 0


def compared(folder: Path, places: list[str], given: argparse.Namespace, steps: list[int]) -> None:
    kinds: dict[str, dict[str, Any]] = {kind: {"p50/p95/p99 ms": kind} for kind in ORDER}
    for place in places:
        with house(folder, place) as found:
            seeded(found, place, users=steps[0], jobs=given.jobs)
            for web in map(int, given.web.split(",")):
                with found.running(web=web, users=steps[0]) as server:
                    for printing in (False, True):
                        column = f"{place} {web}w {'runs' if printing else 'rest'}"
                        seen = phase(found, server, given, users=steps[0], printing=printing)
                        for kind, value in seen.items():
                            row = kinds.setdefault(kind, {"p50/p95/p99 ms": kind})
                            row[column] = value
    table(list(kinds.values()))
    ratios(list(kinds.values()))


def stepped(folder: Path, places: list[str], given: argparse.Namespace, steps: list[int]) -> None:
    rows = []
    for place in places:
        with house(folder, place) as found:
            seeded(found, place, users=max(steps), jobs=given.jobs)
            for web in map(int, given.web.split(",")):
                with found.running(web=web, users=max(steps)) as server:
                    for users in steps:
                        seen = phase(found, server, given, users=users, printing=False)
                        kept = {k: v for k, v in seen.items() if k not in ORDER}
                        rows.append({"on": place, "web": web, "users": users, **kept})
    table(rows)


def seeded(found: House, place: str, *, users: int, jobs: int) -> None:
    done = found.seed(users=users, jobs=jobs)
    if done["jobs"]:
        print(f"{place}: {done['jobs']:,.0f} jobs with their words in {done['seconds']:.0f} s, "
              f"copied at {done['rows a second']:,.0f} rows a second", flush=True)  # fmt: skip


def phase(
    found: House, server: Installation, given: argparse.Namespace, *, users: int, printing: bool
) -> dict[str, Any]:
    """Cells of one column: by kind, then everything together."""
    settle()
    printed = found.count("pdfs_renderedpdf")
    pipeline = Pipeline(server, found.cookies) if printing else None
    if pipeline:
        pipeline.start()
    watcher, worked = Watcher(found), server.cpu()
    watcher.start()
    met = at_work(server, found.cookies[:users], seconds=given.seconds, warm=given.warm,
                  think=given.think, seed=1)  # fmt: skip
    spent, most = server.cpu() - worked, watcher.end()
    memory = server.memory()
    if pipeline:
        pipeline.end()
    times: dict[str, list[float]] = met["times"]
    whole = given.warm + given.seconds
    every = [one for taken in times.values() for one in taken]
    print(f"… {users} users, {len(every)} requests", file=sys.stderr, flush=True)
    return {
        **{kind: cell(times.get(kind, [])) for kind in ORDER},
        "all": cell(every),
        "requests/s": round(len(every) / given.seconds, 1),
        "errors": sum(met["errors"].values()) or "0",
        **({"which": list_of(met["errors"])} if met["errors"] else {}),
        "PDFs/s": round((found.count("pdfs_renderedpdf") - printed) / whole, 1),
        "server CPU s/s": round(spent / whole, 2),
        "streams": met["streams"],
        "memory MiB": round(sum(memory.values())),
        **{name: f"{value:g}" for name, value in most.items()},
    }


def list_of(errors: dict[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(errors.items()))[:60]


def cell(seconds: list[float]) -> str:
    """p50/p95/p99 in milliseconds."""
    if not seconds:
        return "-"
    ordered = sorted(seconds)
    places = (min(len(ordered) - 1, int(len(ordered) * share)) for share in (0.5, 0.95, 0.99))
    return "/".join(f"{ordered[place] * 1000:.0f}" for place in places)


def ratios(rows: list[dict[str, Any]]) -> None:
    """p95 of everything with runs against at rest, side by side."""
    whole = next(row for row in rows if row["p50/p95/p99 ms"] == "all")
    for column, value in whole.items():
        if column.endswith(" runs"):
            rest = whole[column.replace(" runs", " rest")]
            now, before = (float(one.split("/")[1]) for one in (value, rest))
            print(f"{column}: p95 {now / before:.2f} times that at rest")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
