"""Every page, fragment and verb of the workspace at two sizes, against its budget, in one table;
then a real browser.

    python -m bench web --folder /var/tmp/web        # 10,000 and 100,000 jobs, both databases
    python -m bench web --sizes 10000 --rounds 10 --on sqlite --only "list,panel"

One owner's jobs in every state with what a year leaves on them; one web process; one kept-open
connection on loopback. Exit 1 when a budget is broken. The folder keeps the rows for the next time.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.installation import Installation
from bench.load_house import settle
from bench.web_asks import BUDGETS, STATES, Ask, asks
from bench.web_browser import SEEN, Seen, looked
from bench.web_house import House, house
from bench.web_times import Cost, cost, health_in_a_crowd
from tests.house import postgres

FIRST_LOAD = 120
HEALTH = 200.0


@dataclass
class Row:
    """What one request costs at each size."""

    ask: Ask
    costs: dict[int, Cost] = field(default_factory=dict)
    queries: dict[int, int] = field(default_factory=dict)

    def broken(self) -> list[str]:
        budget, found = BUDGETS[self.ask.kind], []
        for size, one in self.costs.items():
            limit, most = budget.ms.get(size), self.ask.queries
            if limit is not None and one.place(0.95) > limit:
                found.append(f"{one.place(0.95):.0f} ms at {size:,}, at most {limit:.0f}")
            if most is not None and self.queries.get(size, 0) > most:
                found.append(f"{self.queries[size]} queries at {size:,}, at most {most}")
            if budget.kilobytes is not None and one.size > budget.kilobytes * 1024:
                found.append(f"{one.size / 1024:.0f} KB at {size:,}, at most {budget.kilobytes}")
        if len(set(self.queries.values())) > 1 and self.ask.queries is not None:
            counts = " and ".join(str(n) for n in self.queries.values())
            found.append(f"queries grow: {counts}")
        return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench web")
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--on", default="sqlite,postgres")
    parser.add_argument("--folder", type=Path, help="kept, with its rows, for the next time")
    parser.add_argument("--only", default="", help="beginnings of names; health, browser")
    given = parser.parse_args(arguments)
    sizes, only = [int(one) for one in given.sizes.split(",")], tuple(given.only.split(","))
    load = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} processors, load before {load:.1f}")
    broken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="jobops-web-") as scratch:
        for place in given.on.split(","):
            if place == "sqlite" or postgres.programs():
                broken += measured(given.folder or Path(scratch), place, sizes, only, given.rounds)
    print("\n".join(["", *(broken or ["Every budget is kept."])]))
    return 1 if broken else 0


def measured(
    folder: Path, place: str, sizes: Sequence[int], only: tuple[str, ...], rounds: int
) -> list[str]:
    """Prints the tables of one database; what breaks a budget, in words."""
    rows: dict[str, Row] = {}
    seen: dict[int, Seen] = {}
    health: dict[int, float] = {}
    for size in sizes:
        with house(folder, place, size) as found:
            if made := found.seed(size):
                print(f"{made:,} jobs were made", file=sys.stderr, flush=True)
            with found.running() as server:
                settle()
                all_of(found, server, rows, size=size, only=only, rounds=rounds)
                if "" in only or "health" in only:
                    health[size] = health_in_a_crowd(server)
                if "" in only or "browser" in only:
                    seen[size] = looked(server)
    shown(place, [row for row in rows.values() if row.costs], sizes)
    said = [f"{place}: {row.ask.name}: {one}" for row in rows.values() for one in row.broken()]
    for size, wait in health.items():
        print(f"/health beside 20 lists at once, {size:,} jobs: {wait:.0f} ms at most")
        said += [f"{place}: /health waits {wait:.0f} ms at {size:,}"] if wait > HEALTH else []
    return said + watched(place, seen)


def all_of(
    found: House, server: Installation, rows: dict[str, Row], *, size: int,
    only: tuple[str, ...], rounds: int,
) -> None:  # fmt: skip
    ids = {status: ids_of(server, status) for status in STATES}
    wanted = [ask for ask in asks(ids) if ask.name.startswith(only) and ask.paths]
    for ask in wanted:
        print(f"{size:,}: {ask.name}", file=sys.stderr, flush=True)
        one = cost(server, ask, rounds=rounds)
        if one.status == 200:
            rows.setdefault(ask.name, Row(ask)).costs[size] = one
        elif one.status != 404:
            raise SystemExit(f"{ask.name}: {one.status}")
    here = [
        {"name": ask.name, "path": ask.paths[0], "verb": ask.verb, "place": ask.place,
         "headers": {**ask.headers, **rows[ask.name].costs[size].asked}}
        for ask in wanted if ask.name in rows
    ]  # fmt: skip
    for name, asked in found.queries(here).items():
        rows[name].queries[size] = asked


def ids_of(server: Installation, status: str) -> list[str]:
    answer = server.request("GET", f"/api/jobs?status={status}&limit=60")[1]
    return [job["id"] for job in answer["data"]["jobs"]]


def shown(place: str, rows: Sequence[Row], sizes: Sequence[int]) -> None:
    first, last = sizes[0], sizes[-1]
    each = " | ".join(f"{size:,}: p50, p95 ms" for size in sizes)
    print(f"\n{place}\n\n| Request | budget ms | {each} | growth | work | queries | KB | sent |")
    print(f"|---|---|{'---|' * len(sizes)}---|---|---|---|---|")
    for row in rows:
        limits = [BUDGETS[row.ask.kind].ms.get(size) for size in sizes]
        budget = " · ".join(f"{limit:.0f}" if limit else "–" for limit in limits)
        cells = " | ".join(times(row.costs.get(size)) for size in sizes)
        ends = row.costs.get(first), row.costs.get(last)
        grown = f"{ends[1].place(0.5) / ends[0].place(0.5):.1f}" if ends[0] and ends[1] else ""
        some = ends[1] or ends[0] or Cost()
        counts = " · ".join(str(n) for n in dict.fromkeys(row.queries.values()))
        mark = " **over**" if row.broken() else ""
        work = " · ".join(f"{one.work:.0f}" for one in row.costs.values())
        print(f"| {row.ask.name}{mark} | {budget} | {cells} | {grown} | {work} | {counts} "
              f"| {some.size / 1024:.1f} | {some.sent / 1024:.1f} |")  # fmt: skip


def times(one: Cost | None) -> str:
    return f"{one.place(0.5):.1f}, {one.place(0.95):.1f}" if one else ""


def watched(place: str, seen: Mapping[int, Seen]) -> list[str]:
    """Prints what the browser saw; what breaks a budget, in words."""
    if not seen:
        return []
    print(f"\n| Seen in a browser, {place} | budget | {' | '.join(f'{n:,}' for n in seen)} |")
    print(f"|---|---|{'---|' * len(seen)}")
    said = []
    for name in dict.fromkeys(name for one in seen.values() for name in one.figures):
        limit, unit = SEEN[name.partition(",")[0]]
        figures = {size: one.figures[name] for size, one in seen.items() if name in one.figures}
        print(f"| {name} | {limit:g} {unit} | {' | '.join(f'{n:g}' for n in figures.values())} |")
        said += [f"{place}: {name}: {n:g} {unit} at {size:,}, at most {limit:g}"
                 for size, n in figures.items() if n > limit]  # fmt: skip
    return said


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
