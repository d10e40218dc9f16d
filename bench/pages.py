"""The workspace at 10,000 jobs: time in the server, and until a person sees the first row.

python -m bench.pages [--jobs 10000]
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import Any

from playwright.sync_api import sync_playwright

from bench.installation import Installation, figures, installation, program, table

PATHS = ("/jobs/discovered", "/jobs/ready", "/jobs/applied", "/jobs/all")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench.pages")
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=60)
    given = parser.parse_args(arguments)
    with installation(jobs=given.jobs) as found:
        rows = [server(found, path, rounds=given.rounds) for path in PATHS]
        rows.append(panels(found, rounds=given.rounds))
        rows += seen(found)
    table(rows)


def server(found: Installation, path: str, *, rounds: int) -> dict[str, Any]:
    line = found.keep_open()
    times = [found.request("GET", path, connection=line)[2] for _ in range(rounds)]
    return figures(f"whole page {path}", times[5:])


def panels(found: Installation, *, rounds: int) -> dict[str, Any]:
    """A different job each time, as somebody who walks down the list."""
    line = found.keep_open()
    listed = found.request("GET", f"/api/jobs?limit={rounds}", connection=line)[1]
    times = []
    for job in listed["data"]["jobs"]:
        started = time.perf_counter()
        line.request("GET", f"/jobs/all/{job['id']}", headers={"HX-Request": "true"})
        answer = line.getresponse()
        answer.read()
        times.append(time.perf_counter() - started)
        if answer.status != 200:
            raise SystemExit(f"panel: {answer.status}")
    return figures("panel fragment", times[5:])


def seen(found: Installation) -> list[dict[str, Any]]:
    """From the navigation to the first visible row, in a fresh browser profile each time."""
    times = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=["--no-sandbox"])
        for _ in range(12):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            started = time.perf_counter()
            page.goto(f"http://127.0.0.1:{found.port}/jobs/discovered", wait_until="commit")
            page.locator(".row").first.wait_for(state="visible")
            times.append(time.perf_counter() - started)
            page.close()
        browser.close()
    return [figures("first row visible in a browser", times[2:])]


if __name__ == "__main__":
    main(sys.argv[1:])
