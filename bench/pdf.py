"""How fast the PDF room is, against the shortest program that does the same: `python -m bench.pdf`.

The baseline keeps one page open, sets the content, waits for the fonts and prints, with the same
HTML, browser and options. Both take turns, so that a busy machine slows both.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from bench import pdf_matrix
from pdfs import inspect, metadata, processes, render, themes
from tests.pdfs import personas

NEWEST = datetime(2026, 1, 2, tzinfo=UTC)
OPTIONS = {"tagged": True, "outline": True, "print_background": True, "prefer_css_page_size": True}
Timed = Callable[[], object]


class Baseline:
    """Playwright in a thread of its own, as its sync interface asks for."""

    def __init__(self) -> None:
        from playwright.sync_api import sync_playwright

        self.playwright = sync_playwright().start()
        self.browser = self.playwright.chromium.launch(executable_path=render.status().path)
        self.page = self.browser.new_page()

    def print(self, html: str) -> bytes:
        self.page.set_content(html)
        self.page.evaluate("document.fonts.ready.then(() => true)")
        return self.page.pdf(**OPTIONS)

    def close(self) -> None:
        self.browser.close()
        self.playwright.stop()


def seconds(work: Timed) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def show(name: str, times: list[float], *, against: list[float] | None = None) -> None:
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    line = f"{name:34} p50 {p50 * 1e3:8.1f} ms   p95 {p95 * 1e3:8.1f} ms   n {len(times)}"
    if against:
        base50, base95 = statistics.median(against), statistics.quantiles(against, n=20)[-1]
        line += f"   ratio {p50 / base50:.2f} (p95 {p95 / base95:.2f})"
    print(line, flush=True)


def sealed(composed: themes.Composed) -> bytes:
    expected = composed.expected
    return metadata.seal(
        render.render(composed.html),
        title=expected.title,
        author=expected.name,
        language=expected.language,
        newest=NEWEST,
    )


def warm(rounds: int) -> None:
    baseline = Baseline()
    for name, persona, theme in (
        ("one page", personas.UKRAINIAN, "classic"),
        ("one full page", personas.FULL, "compact"),
        ("two pages", personas.FULL, "classic"),
        ("two pages, long", personas.ACADEMIC, "modern"),
    ):
        composed = themes.compose(persona, themes.Page(theme))
        ours: list[float] = []
        theirs: list[float] = []
        for turn in range(rounds + 3):
            mine = seconds(lambda c=composed: sealed(c))
            other = seconds(lambda c=composed: baseline.print(c.html))
            if turn >= 3:
                ours.append(mine)
                theirs.append(other)
        print(f"-- {name}: {len(composed.html) / 1000:.0f} kB HTML")
        show("shortest Playwright program", theirs)
        show("render and seal", ours, against=theirs)
    baseline.close()


def first(rounds: int) -> None:
    html = themes.compose(personas.FULL, themes.Page()).html
    ours, theirs = [], []

    def short() -> None:
        baseline = Baseline()
        baseline.print(html)
        theirs.append(time.perf_counter() - start)
        baseline.close()

    for _ in range(rounds):
        render.close()
        ours.append(seconds(lambda: render.render(html)))
        start = time.perf_counter()
        thread = threading.Thread(target=short)
        thread.start()
        thread.join()
    print("-- first render of a process, with the launch")
    show("shortest Playwright program", theirs)
    show("first render", ours, against=theirs)


def rest(rounds: int) -> None:
    print("-- beside the browser")
    for name, persona, theme in (
        ("1 page", personas.FULL, "compact"),
        ("2 pages", personas.FULL, "classic"),
    ):
        page = themes.Page(theme)
        composed = themes.compose(persona, page)
        pdf = sealed(composed)
        steps: dict[str, Timed] = {
            "compose": lambda p=persona, g=page: themes.compose(p, g),
            "quick check": lambda c=composed, b=pdf: inspect.quick(b, c.expected),
            "full inspection": lambda c=composed, b=pdf: inspect.full(b, c.expected),
        }
        for step, work in steps.items():
            show(f"{step}, {name}", [seconds(work) for _ in range(rounds)])


def soak(renders: int) -> None:
    html = [
        themes.compose(person, themes.Page(theme)).html
        for person in (personas.FULL, personas.ACADEMIC, personas.DIACRITICS)
        for theme in themes.THEMES
    ]
    marks: dict[int, int] = {}
    for n in range(1, renders + 1):
        render.render(html[n % len(html)])
        # Five before a round number, where page and browser have the same age each time.
        if n in (95, renders - 5):
            browser = processes.memory(render.members())
            own = processes.memory(processes.family(processes.this())[:1])
            marks[n] = browser + own
            print(f"after {n:5}: worker {own >> 20} MiB, driver and browser {browser >> 20} MiB")
    if 95 in marks:
        print(f"memory at the end against 100 renders: {marks[renders - 5] / marks[95]:.2f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--soak", type=int, default=0, metavar="RENDERS")
    parser.add_argument("--matrix", action="store_true", help="what a robot reads, of everything")
    parser.add_argument("--each", action="store_true", help="the same with a row for each locale")
    chosen = parser.parse_args()
    found = render.status()
    print(f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    print(f"{found.version} at {found.path}; load {os.getloadavg()[0]:.1f}")
    failed = 0
    if chosen.matrix or chosen.each:
        failed = pdf_matrix.matrix(each=chosen.each)
    elif chosen.soak:
        soak(chosen.soak)
    else:
        warm(chosen.rounds)
        rest(chosen.rounds)
        first(5)
        failed = pdf_matrix.matrix()
    render.close()
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
