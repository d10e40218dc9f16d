"""How a page is looked at: its frame, its width, its title, and what axe says about it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page, expect

from tests.browser.keyboard import hit
from tests.browser.rooms import Stop
from tests.browser.test_pages import FINE, LOOK
from tests.jobs.pages import POSTING
from tests.jobs.pages import page as posting_page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
WIDE, NARROW, NARROWEST = ((1440, 900), (390, 844), (320, 700))
# Width, theme and rules: all of them once, then those whose answer changes with room and colours.
LOOKS = (
    (WIDE, "light", None),
    (NARROW, "dark", [
        "color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable",
        "label", "button-name", "link-name", "aria-hidden-focus", "page-has-heading-one",
        "landmark-one-main", "region", "heading-order",
    ]),
)  # fmt: skip
RUN = """async (rules) => {
    const options = { resultTypes: ["violations"], iframes: false };
    // What lies half under an open menu is not to be hit.
    const covered = document.querySelector("details[data-menu][open]");
    const values = rules?.filter((rule) => !covered || rule !== "target-size");
    if (values) options.runOnly = { type: "rule", values };
    const { violations } = await axe.run(document, options);
    return violations.map((one) =>
        `${one.impact} ${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target).join(" | ")}`);
}"""
TWO = posting_page(POSTING, {**POSTING, "title": "River Keeper", "identifier": "2"})


def do(page: Page, stop: Stop) -> None:
    for verb, target, *text in stop.steps:
        if verb == "key":
            hit(page, target)
        elif verb == "click":
            page.locator(target).first.click()
        elif verb == "fill":
            page.locator(target).first.fill(text[0])
        elif verb == "page":
            page.locator(target).set_input_files(
                {"name": "saved.html", "mimeType": "text/html", "buffer": TWO.encode()}
            )
        else:
            form = page.locator(target).first
            form.evaluate("(one) => { one.noValidate = true; one.requestSubmit(); }")
    expect(page.locator(stop.shows).first).to_be_visible()


def wrong(page: Page) -> Iterator[str]:
    """Whatever is not right with the page as it stands, in both widths and both themes."""
    if not page.title().endswith("JobOps"):
        yield f"title {page.title()}"
    page.evaluate(AXE)
    for (width, height), theme, rules in LOOKS:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": height})
        yield from framed(page, width)
        yield from (f"{width} {theme} {one}" for one in page.evaluate(RUN, rules))
    page.set_viewport_size({"width": NARROWEST[0], "height": NARROWEST[1]})
    yield from framed(page, NARROWEST[0])
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})


def framed(page: Page, width: int) -> Iterator[str]:
    found: Mapping[str, Any] = page.evaluate(LOOK)
    bad = {name: value for name, value in found.items() if value != FINE[name]}
    if bad:
        yield f"{width} {json.dumps(bad, ensure_ascii=False)}"
