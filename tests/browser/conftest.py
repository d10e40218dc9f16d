"""A real Chromium, and every sin a page commits while a test looks at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from orchestrator.models import Job, User
from tests import make
from tests.browser import patience
from tests.worker.harness import REAL_ROWS

FOUND = next(
    (path for name in ("chromium-headless-shell", "chromium") if (path := shutil.which(name))), None
)
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(REAL_ROWS)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One browser for this folder. Its loop runs in our thread, where Django refuses queries."""
    if FOUND is None:
        pytest.skip("no Chromium on this machine")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with patience.waiting(), sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=FOUND, args=["--no-sandbox"])
        yield opened
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Sins:
    """What must stay empty: script errors, refused resources, requests to another host."""

    found: list[str] = field(default_factory=list)

    def watch(self, page: Page, *, home: str) -> None:
        page.on("pageerror", lambda error: self.found.append(str(error)))
        page.on("console", lambda told: self.heard(told.type, told.text))
        page.on(
            "request",
            lambda asked: (
                None
                if asked.url.startswith((home, "data:", "blob:"))
                else self.found.append(asked.url)
            ),
        )

    def heard(self, kind: str, text: str) -> None:
        """A refusal with its status is an answer; the browser and htmx log it all the same. So is a
        row that stands on another page of the list, and a request that a newer one replaced.
        """
        answered = (
            "Failed to load resource", "Response Status Error Code",
            "htmx:oobErrorNoTarget, #job-", "htmx:afterRequest", "htmx:sendAbort",
        )  # fmt: skip
        if kind == "error" and not text.startswith(answered):
            self.found.append(text)


def ready(owner: User, **fields: Any) -> Job:
    """A job that is Ready with a file that can be shown."""
    job = make.job(owner, status="ready", **fields)
    make.printed(job)
    return job


Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, live_server: Any, ada: User) -> Iterator[Opener]:
    """Opens a path as the local owner; the test fails when the page did anything it must not."""
    contexts = []
    sins = Sins()

    def open_page(path: str, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        context.set_default_timeout(patience.DEADLINE)
        contexts.append(context)
        page = context.new_page()
        sins.watch(page, home=live_server.url)
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert sins.found == []
