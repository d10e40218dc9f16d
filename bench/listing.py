"""Lists, filters, orders, searches and exported files at three sizes, in one run.

python -m bench.listing [--sizes 1000,10000,50000]
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from bench.installation import Installation, figures, installation, table

FRAGMENT = {"HX-Request": "true"}
LISTS = {
    "no filter": "",
    "workplace": "workplace=remote",
    "three filters": "source=indeed&workplace=hybrid&score=60-90",
    "place": "location=leeds",
    "pay": "salaryMode=at_least&salaryMin=90000",
    "pdf": "pdf=missing",
    "by title": "sort=title-asc",
    "by deadline": "sort=deadline-asc",
    "by pay": "sort=salary-desc",
    "words": "q=platform+engineer",
    "part of words": "q=kendeng",
    "no hit": "q=plattform",
}
API = {
    "default": "", "by title": "sort=title", "by deadline": "sort=deadlineAt",
    "words": "q=platform+engineer", "statuses": "status=ready,applied&minScore=50",
}  # fmt: skip
SEARCHES = {"every title": "engineer", "one job": "platform engineer 7", "posting": "railways"}


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench.listing")
    parser.add_argument("--sizes", default="1000,10000,50000")
    parser.add_argument("--rounds", type=int, default=25)
    given = parser.parse_args(arguments)
    rows: list[dict[str, Any]] = []
    for size in map(int, given.sizes.split(",")):
        with installation(jobs=size) as found:
            rows += [{"jobs": size, **row} for row in measured(found, rounds=given.rounds)]
    table(rows)


def measured(found: Installation, *, rounds: int) -> list[dict[str, Any]]:
    paths = {
        **{f"list, {name}": f"/jobs/all?{query}" for name, query in LISTS.items()},
        "filters' choices": "/jobs/all/filters",
        **{f"API list, {name}": f"/api/jobs?{query}" for name, query in API.items()},
        **{
            f"search, {name}": f"/search?q={words.replace(' ', '+')}"
            for name, words in SEARCHES.items()
        },
    }
    rows = [timed(found, name, path, rounds=rounds) for name, path in paths.items()]
    return [*rows, timed(found, "CSV, all of them", "/jobs/all.csv", rounds=3)]


def timed(found: Installation, name: str, path: str, *, rounds: int) -> dict[str, Any]:
    """A list is asked for as the page does it: the pane alone, beside a panel that stays."""
    line, times, size = found.keep_open(), [], 0
    headers = {} if path.startswith(("/api", "/search")) else dict(FRAGMENT)
    for _ in range(rounds + 1):
        started = time.perf_counter()
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        content = answer.read()
        times.append(time.perf_counter() - started)
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        size = len(content)
        shown = content.partition(b'id="job-')[2][:36].decode()
        if path.startswith("/jobs/all?") and len(shown) == 36:
            headers["Shown-Job"] = shown
    return {**figures(name, times[1:]), "KB": round(size / 1024)}


if __name__ == "__main__":
    main(sys.argv[1:])
