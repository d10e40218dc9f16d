"""What many open tabs cost while nothing works: requests, streams, processor time of the server.

    python -m bench tabs [--tabs 20] [--seconds 10] [--jobs 1000]

The same is measured with no tab open at all: what the server and the worker need for themselves.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Request, sync_playwright

from bench.installation import Installation, installation, program, table

SETTLED = 4.0


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench tabs")
    parser.add_argument("--tabs", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--jobs", type=int, default=1_000)
    given = parser.parse_args(arguments)
    with installation(jobs=given.jobs) as found:
        table(idle(found, tabs=given.tabs, seconds=given.seconds))


def idle(found: Installation, *, tabs: int, seconds: float) -> list[dict[str, Any]]:
    """First without a tab, then with `tabs` pages of one browser."""
    time.sleep(SETTLED)
    rows = [{"open tabs": 0, **over(found, seconds=seconds, asked=Counter())}]
    with browser() as chromium:
        asked: Counter[str] = Counter()
        context = chromium.new_context(viewport={"width": 1440, "height": 900})
        for _ in range(tabs):
            page = context.new_page()
            page.on("request", lambda request: note(asked, request))
            page.goto(f"http://127.0.0.1:{found.port}/jobs/discovered")
            page.locator(".row").first.wait_for(state="visible")
        page.wait_for_timeout(SETTLED * 1000)
        asked.clear()
        rows.append({"open tabs": tabs, **over(found, seconds=seconds, asked=asked, wait=page)})
    return rows


def note(asked: Counter[str], request: Request) -> None:
    asked[request.url] += 1


def over(
    found: Installation, *, seconds: float, asked: Counter[str], wait: Any = None
) -> dict[str, Any]:
    before = found.cpu()
    # A page's own waiting lets its events in; sleeping would not.
    wait.wait_for_timeout(seconds * 1000) if wait else time.sleep(seconds)
    return {
        "seconds": seconds,
        "requests": sum(asked.values()),
        "streams": len(list(found.folder.rglob("*.news"))),
        "CPU s of the server": round(found.cpu() - before, 2),
    }


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program(), args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


if __name__ == "__main__":
    main(sys.argv[1:])
