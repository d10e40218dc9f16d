"""The workspace at several sizes, in one table beside the interface it was measured against.

    python -m bench workspace [--sizes 1000,10000,50000] [--rounds 25]

List, filters, search, panel and one verb through one kept-open connection; 500 jobs skipped by one
bulk action; the first row in a real browser; many open tabs while nothing works. Medians of one
run; a verb and a bulk action are taken back after each round.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Mapping
from typing import Any

from bench import bulk, listing, pages, tabs
from bench.installation import Installation, installation

# Another interface over the same jobs on the same machine: what → jobs → milliseconds.
REFERENCE: Mapping[str, Mapping[int, float]] = {
    "list, first page": {1_000: 20, 10_000: 285, 50_000: 1_767},
    "first row in a browser": {10_000: 2_250},
}
PATHS: Mapping[str, str] = {
    "list, first page": "/api/jobs",
    "list, as the page shows it": "/jobs/all?",
    "list, three filters": "/jobs/all?source=indeed&workplace=hybrid&score=60-90",
    "list, by title": "/jobs/all?sort=title-asc",
    "list, words": "/jobs/all?q=platform+engineer",
    "search, common word": "/search?q=engineer",
    "search, one job": "/search?q=platform+engineer+7",
    "whole page": "/jobs/discovered",
}
SKIPS = 3


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench workspace")
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--tabs", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10.0)
    given = parser.parse_args(arguments)
    sizes = [int(size) for size in given.sizes.split(",")]
    found: dict[str, dict[int, float]] = {}
    idle: list[dict[str, Any]] = []
    for size in sizes:
        print(f"{size:,} jobs …", file=sys.stderr, flush=True)
        with installation(jobs=size) as one:
            for name, took in measured(one, rounds=given.rounds).items():
                found.setdefault(name, {})[size] = took
            if size == sizes[-1]:
                idle = tabs.idle(one, tabs=given.tabs, seconds=given.seconds)
    show(found, sizes)
    for row in idle:
        print("\n" + ", ".join(f"{name}: {value}" for name, value in row.items()), end="")
    print()


def measured(found: Installation, *, rounds: int) -> dict[str, float]:
    """Medians in milliseconds."""
    rows = {
        name: listing.timed(found, name, path, rounds=rounds)["p50 ms"]
        for name, path in PATHS.items()
    }
    rows["panel"] = pages.panels(found, rounds=rounds + 5)["p50 ms"]
    ids = bulk.discovered(found, bulk.MANY)
    rows["skip one, with the next panel"] = skip_one(found, ids[:rounds])
    skips, worked = [], []
    for _ in range(SKIPS):
        before = found.cpu()
        skips.append(bulk.act(found, "skip", ids))
        worked.append(found.cpu() - before)
        bulk.act(found, "undo", ids)
    rows[f"skip {len(ids)} at once"] = milliseconds(skips)
    rows["processor time of that, web and worker"] = milliseconds(worked)
    rows["first row in a browser"] = pages.seen(found)[0]["p50 ms"]
    return rows


def skip_one(found: Installation, ids: list[str]) -> float:
    line, times = found.keep_open(), []
    headers = {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded",
               **found.forms()}  # fmt: skip
    for pk in ids:
        started = time.perf_counter()
        line.request("POST", f"/jobs/{pk}/skip", body="place=discovered%3F", headers=headers)
        answer = line.getresponse()
        answer.read()
        times.append(time.perf_counter() - started)
        if answer.status != 200:
            raise SystemExit(f"skip: {answer.status}")
    bulk.act(found, "undo", ids)
    return milliseconds(times)


def milliseconds(seconds: list[float]) -> float:
    return round(statistics.median(seconds) * 1000, 1)


def show(found: Mapping[str, Mapping[int, float]], sizes: list[int]) -> None:
    print(f"| Median, ms | {' | '.join(f'{size:,} jobs' for size in sizes)} | reference |")
    print(f"|---|{'---|' * len(sizes)}---|")
    for name, took in found.items():
        others = REFERENCE.get(name, {})
        beside = " · ".join(f"{others[size]:,.0f}" for size in sizes if size in others)
        cells = " | ".join(f"{took[size]:,.1f}" for size in sizes)
        print(f"| {name} | {cells} | {beside} |")


if __name__ == "__main__":
    main(sys.argv[1:])
