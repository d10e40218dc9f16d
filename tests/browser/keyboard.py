"""Going to a control as somebody without a pointer does, and what has to be true on arrival."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST = 120
# The ring of the focus can be seen, and no bar lies over the middle of the control.
SEEN = """(one) => {
    const shown = one.matches("summary, label") ? one : one.closest("label") ?? one;
    const box = shown.getBoundingClientRect();
    const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
    const top = document.elementFromPoint(x, box.top + Math.min(box.height / 2, 20));
    const free = Boolean(top) && (shown.contains(top) || top.contains(one));
    return free && one.matches(":focus-visible");
}"""


def hit(page: Page, key: str) -> None:
    """Press a key, wherever the focus is; where that leads to another page, wait until it is there.

    The keyboard by itself waits for nothing. A press on the body moves no focus.
    """
    page.locator("body").press(key)


def reach(page: Page, control: Locator) -> None:
    """Press Tab until `control` has the focus."""
    # A page that is still coming may move the focus, or be gone with the next press.
    page.wait_for_load_state("load")
    for _ in range(MOST):
        if control.count() and control.first.evaluate("(one) => one === document.activeElement"):
            # Scrolling there takes a frame or two, and a page that grows meanwhile a few more.
            page.wait_for_function(SEEN, arg=control.first.element_handle())
            return
        hit(page, "Tab")
    raise AssertionError(f"not within {MOST} presses of Tab: {control}")


def press(page: Page, name: str, role: str = "button", key: str = "Enter") -> None:
    reach(page, page.get_by_role(role, name=name))  # type: ignore[arg-type]
    hit(page, key)


def write(page: Page, label: str, text: str) -> None:
    """Replace what a field holds."""
    reach(page, page.get_by_label(label))
    hit(page, "Control+A")
    page.keyboard.type(text)
