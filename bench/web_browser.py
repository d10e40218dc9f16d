"""What a person sees in a real Chromium: the largest paint, what jumps, and how long a key takes
until its effect is painted. Medians.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.installation import Installation, program

SEEN: Mapping[str, tuple[float, str]] = {
    "first load": (120, "KB"),
    "largest paint": (1000, "ms"),
    "layout shift": (0.02, ""),
    "until painted": (100, "ms"),
    "input delay to next paint": (100, "ms"),
}
PAGES = ("/today", "/jobs/discovered", "/jobs/ready", "/jobs/applied", "/jobs/all",
         "/applications/in-progress", "/tracking-inbox", "/overview", "/runs", "/notices",
         "/settings/display", "/search?q=engineer")  # fmt: skip
ROUNDS, VISITS, PAUSE = 20, 3, 300
# From the key to the end of the frame that shows another element, or other content, where `watched`
# is. What begins to listen hears one key; the next one begins anew.
SCRIPT = """
window.__seen = { lcp: 0, shift: 0, events: [], took: [] };
new PerformanceObserver((list) => list.getEntries().forEach((e) => (__seen.lcp = e.startTime)))
  .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((e) => {
  if (!e.hadRecentInput) __seen.shift += e.value; }))
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((e) => {
  if (e.interactionId) __seen.events.push(e.duration); }))
  .observe({ type: "event", durationThreshold: 16, buffered: true });
window.__watch = (watched) => {
  const begun = (event) => {
    const at = event.timeStamp, before = document.querySelector(watched);
    const first = before?.firstElementChild;
    const one = new MutationObserver(() => {
      const now = document.querySelector(watched);
      if (now === before && now?.firstElementChild === first) return;
      one.disconnect();
      requestAnimationFrame(() => setTimeout(() => __seen.took.push(performance.now() - at)));
    });
    one.observe(document.body, { subtree: true, childList: true });
  };
  for (const kind of ["keydown", "pointerdown"])
    addEventListener(kind, begun, { capture: true, once: true });
};
"""


@dataclass(frozen=True)
class Seen:
    """By name, which begins with that of its budget."""

    figures: Mapping[str, float]


def looked(found: Installation) -> Seen:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=["--no-sandbox"])
        try:
            figures = dict(first_load(found, browser))
            for path in PAGES:
                figures |= painted(found, browser, path)
            figures |= dict(interactions(found, browser))
        finally:
            browser.close()
    return Seen(figures)


def opened(found: Installation, browser: Browser, path: str) -> Page | None:
    """A new visitor's page with everything on it; None where there is no such page."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(SCRIPT)
    answer = page.goto(f"http://127.0.0.1:{found.port}{path}", wait_until="load")
    if answer is None or answer.status != 200:
        page.close()
        return None
    page.wait_for_timeout(300)
    return page


def first_load(found: Installation, browser: Browser) -> Iterator[tuple[str, float]]:
    """As they came over the line, with their headers; the stream of news goes on for ever."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    total: list[int] = []
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.on("Network.loadingFinished", lambda one: total.append(one["encodedDataLength"]))
    page.goto(f"http://127.0.0.1:{found.port}/jobs/discovered", wait_until="load")
    page.wait_for_timeout(1_000)
    page.close()
    yield "first load", round(sum(total) / 1024, 1)


def painted(found: Installation, browser: Browser, path: str) -> dict[str, float]:
    paints, shifts = list[float](), list[float]()
    for _ in range(VISITS):
        page = opened(found, browser, path)
        if page is None:
            return {}
        paints.append(page.evaluate("__seen.lcp"))
        shifts.append(page.evaluate("__seen.shift"))
        page.close()
    return {f"largest paint, {path}": round(statistics.median(paints)),
            f"layout shift, {path}": round(max(shifts), 4)}  # fmt: skip


def interactions(found: Installation, browser: Browser) -> Iterator[tuple[str, float]]:
    page = opened(found, browser, "/jobs/discovered")
    assert page is not None
    page.locator(".row").first.click()
    page.wait_for_timeout(500)
    keys = {"j": "j", "k": "k", "skip": "s", "undo": "u"}
    for name, key in keys.items():
        took = repeated(page, lambda n, key=key: page.keyboard.press(key), watched="#panel")
        yield f"until painted, {name}", took
    rows = page.locator(".row")
    took = repeated(page, lambda n: rows.nth(n % 9 + 1).click(), watched="#panel")
    yield "until painted, another row clicked", took
    took = repeated(page, lambda n: filtered(page, n), watched="#list")
    yield "until painted, words in the list", took
    if took := palette(page):
        yield "until painted, a letter in the palette", took
    events = page.evaluate("__seen.events")
    yield "layout shift, while triaging", round(page.evaluate("__seen.shift"), 4)
    # What is faster than 16 ms is not reported at all.
    yield "input delay to next paint", statistics.median(events) if events else 0.0


def filtered(page: Page, number: int) -> None:
    page.evaluate(
        "value => (document.getElementById('filter-words').value = value)",
        ("platform", "security", "embedded")[number % 3],
    )
    page.locator("#filter-words").press("Enter")


def palette(page: Page) -> float:
    """0 where there is none."""
    page.keyboard.press("Control+k")
    page.wait_for_timeout(500)
    if not page.locator("dialog[open] [role=combobox]").count():
        return 0.0
    letters = "engineer platform dat"
    return repeated(page, lambda n: page.keyboard.type(letters[n]),
                    watched="dialog[open] [role=listbox]")  # fmt: skip


def repeated(page: Page, act: Callable[[int], Any], *, watched: str) -> float:
    """The pause lets everything end, so that the next key is not one of the former."""
    page.evaluate("__seen.took = []")
    for number in range(ROUNDS):
        page.evaluate("watched => __watch(watched)", watched)
        act(number)
        page.wait_for_timeout(PAUSE)
    took = page.evaluate("__seen.took")
    return round(statistics.median(took), 1) if took else 0.0
