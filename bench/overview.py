"""The overview with 10,000 applications of five steps each, beside a tenth of them, through one
kept-open connection.

python -m bench overview [--jobs 10000] [--rounds 15]
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from bench.installation import environment, figures, installation, run, table

PATHS = {
    "page, 90 days": "/overview",
    "page, all time": "/overview?duration=all",
    "API, all time": "/api/analytics/overview?duration=all",
}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench overview")
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args(arguments)
    table([row for jobs in (given.jobs // 10, given.jobs) for row in measured(jobs, given.rounds)])


def measured(jobs: int, rounds: int) -> list[dict[str, Any]]:
    with installation(jobs=jobs) as found:
        wanted = environment(found.folder, found.port, {})
        run(["shell", "-c", "from bench.overview_rows import fill; fill()"], wanted)
        return [
            timed(found.keep_open(), f"{name}, {jobs:,} jobs", path, rounds=rounds)
            for name, path in PATHS.items()
        ]


def timed(line: Any, name: str, path: str, *, rounds: int) -> dict[str, Any]:
    times, size = list[float](), 0
    for _ in range(rounds + 1):
        started = time.perf_counter()
        line.request("GET", path)
        answer = line.getresponse()
        size = len(answer.read())
        times.append(time.perf_counter() - started)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
    return {**figures(name, times[1:]), "KB": round(size / 1024)}


if __name__ == "__main__":
    main(sys.argv[1:])
