"""Hands and eyes that wait for the page to have come.

The text of a page is there before its styles and its scripts. A test that is quicker than they are
sees what is about to be hidden, and presses keys that nobody hears yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

# Guards against hanging, in milliseconds. What they wait for comes within a few hundred.
DEADLINE = 60_000
HANDS = ("check", "click", "fill", "focus", "hover", "press", "select_option", "set_input_files",
         "tap", "uncheck")  # fmt: skip
EYES = ("all", "all_text_contents", "bounding_box", "count", "evaluate", "input_value",
        "is_visible", "text_content")  # fmt: skip


@contextmanager
def waiting() -> Iterator[None]:
    """Meanwhile whatever is done to a page or read from it waits until the page has loaded."""
    expect.set_options(timeout=DEADLINE)
    with pytest.MonkeyPatch.context() as patch:
        for name in (*HANDS, *EYES):
            patch.setattr(Locator, name, _after_loading(getattr(Locator, name)))
        patch.setattr(Page, "evaluate", _after_loading(Page.evaluate))
        yield


def _after_loading(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def patient(self: Locator | Page, *args: Any, **options: Any) -> Any:
        (self if isinstance(self, Page) else self.page).wait_for_load_state()
        return act(self, *args, **options)

    return patient
