"""The start page in a real browser: each line's action in place, at a desk and on a phone, with
and without a script.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from orchestrator.models import Interview, Job, User
from orchestrator.tracking import todos
from tests import make
from tests.browser.conftest import DESKTOP, Opener, ready

PHONE = {"width": 390, "height": 844}
LONG = "Senior Staff Principal Platform and Site Reliability Engineering Lead " * 5
WAYS = [
    pytest.param({"viewport": size, "color_scheme": scheme, "java_script_enabled": script},
                 id=f"{size['width']}-{scheme}-{'script' if script else 'plain'}")
    for size in (DESKTOP, PHONE) for scheme in ("light", "dark") for script in (True, False)
]  # fmt: skip


@pytest.fixture
def day(ada: User) -> Job:
    """A ready job with a long title, a to-do that is late, an interview in an hour."""
    now = timezone.now()
    sent = make.job(ada, title="Sent one", status="applied")
    todos.add(sent, "Call them", kind="todo", actor="user", due_at=now - timedelta(days=1))
    Interview.objects.create(job=sent, kind="panel", scheduled_at=now + timedelta(hours=1))
    ready(ada, title="Second", score=80.0)
    return ready(ada, title=LONG, score=90.0)


def part(page: Page, name: str) -> Any:
    return page.get_by_role("region", name=name)


@pytest.mark.parametrize("way", WAYS)
def test_the_day_is_worked_through(opened: Opener, day: Job, way: dict[str, Any]) -> None:
    page = opened("/", **way)
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    assert int(page.evaluate("document.documentElement.scrollWidth - innerWidth")) <= 0
    expect(part(page, "Interviews")).to_contain_text("Panel: Sent one, Acme")
    part(page, "To-dos").get_by_role("button", name="Done").click()
    expect(part(page, "To-dos")).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("Done: Call them.")
    part(page, "Ready to apply").get_by_role("button", name="Mark applied").first.click()
    expect(part(page, "Ready to apply").locator("li")).to_have_count(1)
    assert page.url.endswith("/today")
    day.refresh_from_db()
    assert day.status == "applied"


def test_the_keyboard_goes_on_at_the_next_line(opened: Opener, day: Job) -> None:
    page = opened("/today")
    part(page, "Ready to apply").get_by_role("button", name="Mark applied").first.focus()
    page.keyboard.press("Enter")
    expect(part(page, "Ready to apply").get_by_role("link", name="Second, Acme")).to_be_focused()


def test_undo_brings_a_line_back(opened: Opener, day: Job) -> None:
    page = opened("/today")
    part(page, "Ready to apply").get_by_role("button", name="Mark applied").first.click()
    expect(part(page, "Ready to apply").locator("li")).to_have_count(1)
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(part(page, "Ready to apply").locator("li")).to_have_count(2)


def test_what_comes_is_shown_without_a_reload(opened: Opener, day: Job, ada: User) -> None:
    page = opened("/today")
    expect(page.locator("html")).to_have_attribute("data-listens", "")
    todos.add(Job.objects.get(title="Sent one"), "Write", kind="todo", actor="user",
              due_at=timezone.now() - timedelta(minutes=1))  # fmt: skip
    expect(part(page, "To-dos")).to_contain_text("Write")


def test_samples_come_and_go(opened: Opener, ada: User) -> None:
    page = opened("/today")
    page.get_by_role("button", name="Show me with sample data").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    page.get_by_role("button", name="Take it out").click()
    page.get_by_role("button", name="Remove them").click()
    expect(page.get_by_text("No jobs yet")).to_be_visible()
    assert not Job.objects.exists()
