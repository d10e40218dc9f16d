"""What one of everything costs: a job's row, a page, a PDF, a score, a worker, a stream, an owner.

    python -m bench units [--jobs 4000] [--rounds 60]

docs/scaling.md multiplies these. Processor time is that of the whole installation (web, worker and
browser) on one web process; of PostgreSQL's own processes, too, where that is the database.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import psycopg

from bench.installation import Installation, table
from bench.load_house import House, house, manage
from tests.house import postgres

PAGES = {
    "page: list": "/jobs/discovered", "page: one job": "/job/{job}",
    "page: board": "/applications/in-progress", "page: overview": "/overview",
    "page: search": "/search?q=platform", "panel": "/jobs/discovered/{job}",
    "API: list": "/api/jobs", "API: one job": "/api/jobs/{job}",
}  # fmt: skip
OWNERS = 40


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench units")
    parser.add_argument("--jobs", type=int, default=4_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--on", default="sqlite,postgres")
    given = parser.parse_args(arguments)
    print(
        f"{platform.machine()}, {os.cpu_count()} processors, load before {os.getloadavg()[0]:.1f}"
    )
    rows: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="jobops-units-") as folder:
        for place in given.on.split(","):
            if place == "sqlite" or postgres.programs():
                with house(Path(folder), place) as found:
                    for name, value in measured(found, given).items():
                        rows.setdefault(name, {"what": name})[place] = value
    table(list(rows.values()))
    return 0


def measured(found: House, given: argparse.Namespace) -> dict[str, Any]:
    found.seed(users=1, jobs=400)
    rows = {name: f"{value:,.0f}" for name, value in sizes(found, given.jobs).items()}
    found.seed(users=OWNERS, jobs=400)
    rows |= clock(found)
    with found.running(web=1, users=1) as server:
        rows |= memory(found, server)
        rows |= pages(found, server, rounds=given.rounds)
        rows |= work(found, server, rounds=given.rounds)
    rows["backup: bytes of an archive a job"] = backup(found, given.jobs)
    return rows


def sizes(found: House, jobs: int) -> dict[str, float]:
    """Bytes a job adds, with indexes, words and what lies beside it (bench.units_rows)."""
    said = manage(["shell", "-v", "0", "-c", f"from bench.units_rows import say; say({jobs})"],
                  found.env(web=1))  # fmt: skip
    return {name: float(value) for name, value in (one.split("=") for one in said.split(";"))}


def clock(found: House) -> dict[str, str]:
    """What the worker's schedules cost per owner, most of whom have nothing to do."""
    code = "from bench.units_rows import rounds; rounds()"
    said = manage(["shell", "-v", "0", "-c", code], found.env(web=1))
    return dict(one.split("=") for one in said.split(";"))


def memory(found: House, server: Installation) -> dict[str, str]:
    time.sleep(3)
    idle = sum(server.memory().values())
    lines = [stream(server, found.cookies[0]) for _ in range(8)]
    time.sleep(2)
    held = sum(server.memory().values())
    for line in lines:
        line.close()
    return {
        "memory: installation at rest, MiB": f"{idle:.0f}",
        "memory: one open stream, MiB": f"{(held - idle) / len(lines):.2f}",
    }


def stream(server: Installation, cookie: str) -> Any:
    line = server.keep_open()
    line.request("GET", "/live", headers={"Cookie": cookie})
    answer = line.getresponse()
    answer.readline()
    return line


def pages(found: House, server: Installation, *, rounds: int) -> dict[str, str]:
    line, cookie = server.keep_open(), {"Cookie": found.cookies[0]}
    job = listed(server, cookie)[0]
    rows = {}
    for name, path in PAGES.items():
        headers = {**cookie, **({"HX-Request": "true"} if name == "panel" else {})}

        def ask(where: str = path.format(job=job), sent: dict[str, str] = headers) -> None:
            line.request("GET", where, headers=sent)
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{where}: {answer.status}")

        for _ in range(5):
            ask()
        rows[f"CPU ms: {name}"] = spent(found, server, ask, rounds=rounds)
    return rows


def work(found: House, server: Installation, *, rounds: int) -> dict[str, str]:
    """A PDF with its texts, and a score, from request to answer; the browser is warm."""
    cookie = {"Cookie": found.cookies[0], "Content-Type": "application/json"}
    ids = iter(listed(server, cookie))

    def call(verb: str) -> Callable[[], None]:
        def ask() -> None:
            line = server.keep_open()
            line.request("POST", f"/api/jobs/{next(ids)}/{verb}", headers=cookie)
            answer = line.getresponse()
            content = answer.read()
            if answer.status != 200:
                raise SystemExit(f"{verb}: {answer.status} {content[:200]!r}")

        return ask

    printed, scored = call("process"), call("rescore")
    for _ in range(6):
        printed()
    pdf = spent(found, server, printed, rounds=rounds)
    rows = {"CPU ms: tailored by rules and printed": pdf}
    with_browser = sum(server.memory().values())
    rows["memory: with the browsers of 2 workers, MiB"] = f"{with_browser:.0f}"
    rows["CPU ms: scored by rules"] = spent(found, server, scored, rounds=rounds)
    rows["connections: web 1, workers 2"] = str(connections(found))
    return rows


def spent(found: House, server: Installation, act: Callable[[], None], *, rounds: int) -> str:
    """Processor time of one, in milliseconds, and how long it took, at the middle."""
    took = []
    before = server.cpu() + _database(found)
    for _ in range(rounds):
        begun = time.perf_counter()
        act()
        took.append(time.perf_counter() - begun)
    used = (server.cpu() + _database(found) - before) / rounds
    return f"{used * 1000:.1f} (took {sorted(took)[len(took) // 2] * 1000:.0f})"


def _database(found: House) -> float:
    """Processor time of PostgreSQL's processes, those that ended too."""
    if not found.address:
        return 0.0
    pid = int((found.place / "server" / "data" / "postmaster.pid").read_text().split()[0])
    first = psutil.Process(pid)
    parts = [sum(one.cpu_times()[:2]) for one in first.children()]
    return sum(parts) + sum(first.cpu_times()[:4])


def connections(found: House) -> int:
    if not found.address:
        return 0
    with psycopg.connect(found.address) as line:
        query = "SELECT count(*) - 1 FROM pg_stat_activity WHERE backend_type = 'client backend'"
        row = line.execute(query).fetchone()
    return int(row[0]) if row else 0


def listed(server: Installation, cookie: dict[str, str]) -> list[str]:
    line = server.keep_open()
    line.request("GET", "/api/jobs?status=discovered&limit=500", headers=cookie)
    return [job["id"] for job in json.loads(line.getresponse().read())["data"]["jobs"]]


def backup(found: House, jobs: int) -> str:
    manage(["backup"], found.env(web=1))
    made = sorted((found.place / "data" / "backups").glob("*.tar.gz"))
    return f"{made[-1].stat().st_size / (jobs + 400 * OWNERS):,.0f}" if made else "-"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
