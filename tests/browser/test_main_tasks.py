"""What each page is for, done: on a wide screen and a phone, light and dark, with and without a
script. Slow: each test walks a dozen pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from orchestrator.models import User
from tests import make
from tests.browser import house, rooms
from tests.browser.conftest import DESKTOP, Opener
from tests.browser.tasks import ELSEWHERE, GROUPS, READ, Task

NARROW = {"width": 390, "height": 844}
LOOKS: Mapping[str, dict[str, Any]] = {
    "1440-light": {"viewport": DESKTOP, "color_scheme": "light"},
    "390-dark": {"viewport": NARROW, "color_scheme": "dark"},
    "1440-dark-plain": {
        "viewport": DESKTOP, "color_scheme": "dark", "java_script_enabled": False,
    },
    "390-light-plain": {
        "viewport": NARROW, "color_scheme": "light", "java_script_enabled": False,
    },
}  # fmt: skip
HERE = Path(__file__).parent


def named(page: Page, role: Any, name: str) -> Locator:
    """The control whose name begins so; its key, its count or what it is about may follow."""
    begins = re.compile("^" + re.escape(name).replace(":", r"\s*:"))
    found = page.get_by_role("main").get_by_role(role, name=begins)
    return found.filter(visible=True).last


def labelled(page: Page, name: str) -> Locator:
    found = page.get_by_role("main").get_by_label(re.compile(rf"^\s*{re.escape(name)}"))
    return found.and_(page.locator("input, select, textarea")).filter(visible=True).first


def step(page: Page, verb: str, name: str, text: str = "") -> None:
    if verb == "press":
        named(page, "button", name).click()
    elif verb == "follow":
        named(page, "link", name).click()
    elif verb == "open":
        table = page.get_by_role("main").get_by_role("table", name=re.compile("^" + name))
        table.get_by_role("link").first.click()
    elif verb == "write":
        labelled(page, name).fill(text)
    elif verb == "choose":
        labelled(page, name).select_option(text)
    elif verb == "tick":
        labelled(page, name).click()
    elif verb == "get":
        with page.expect_download() as found:
            named(page, "link", name).click()
        assert found.value.suggested_filename.endswith(text)
    else:
        brought = {"name": text, "mimeType": "application/pdf", "buffer": make.PDF + b"\n\n"}
        labelled(page, name).set_input_files(brought)


def done(page: Page, home: str, task: Task, ids: house.Ids) -> None:
    page.goto(home + task.at.format(**ids))
    said = page.locator("main, .toasts").get_by_text(task.reads).filter(visible=True)
    if task.steps and task.reads:
        expect(said).to_have_count(0)
    for one in task.steps:
        step(page, *one)
    if task.reads:
        expect(said.first).to_be_visible()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("group", GROUPS)
def test_each_page_does_what_it_is_for(
    opened: Opener, live_server: Any, ada: User, group: str, look: str
) -> None:
    ids = house.full(ada)
    page = opened("/keys", reduced_motion="reduce", **LOOKS[look])
    for task in GROUPS[group]:
        done(page, live_server.url, task, ids)


def test_every_page_has_its_main_task() -> None:
    """A new page has a row here, or the name of the test that does what it is for."""
    here = {task.route for group in GROUPS.values() for task in group}
    assert {*here, *ELSEWHERE, *READ} == {*rooms.PAGES}


def test_every_task_named_elsewhere_is_a_test() -> None:
    for name in ELSEWHERE.values():
        file, test = name.split(".")
        assert f"def {test}(" in (HERE / f"{file}.py").read_text()
