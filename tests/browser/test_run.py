"""A run in the browser: started, watched while it asks all sources, and cancelled."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from orchestrator.models import Job, PipelineRun, User
from orchestrator.workspace import live
from tests import make
from tests.browser.conftest import DESKTOP, Opener
from tests.outside.boards import Boards, refused, slow
from tests.work import working

NARROW = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LISTEN", 0.1)
    monkeypatch.setattr(live, "LOOK_EVERY", 0.5)


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["1440", "390"])
def test_a_run_is_started_watched_and_cancelled(
    opened: Opener, ada: User, boards: Boards, size: dict[str, int]
) -> None:
    make.heartbeat()
    make.resume(ada)
    # One source does not answer until the run was cancelled.
    boards.fault("himalayas", slow(15.0)).fault("remotive", refused())
    page = opened("/runs/new", viewport=size)
    page.get_by_label("What to look for").fill("Engineer\nDeveloper\nManager\nDesigner")
    expect(page.locator("#run-estimate")).to_contain_text("Designer")
    page.get_by_role("button", name="Run search").click()
    expect(page.locator("h1")).to_contain_text("Run of")
    with working():
        sources = page.locator("section[aria-labelledby=read] > ul > li")
        expect(page.locator("#run .steps [aria-current]")).to_contain_text("Collect")
        expect(sources.filter(has_text="Remote OK")).to_contain_text(re.compile("[1-9] new"))
        expect(sources.filter(has_text="Remotive")).to_contain_text("Failed")
        expect(sources.filter(has_text="Himalayas")).to_contain_text("Asking")
        expect(page.locator("#run-pill")).to_contain_text("Reading")
        page.get_by_role("button", name="Cancel the run").click()
        expect(page.get_by_role("button", name="Cancel the run")).to_have_count(0)
        boards.release()
        expect(page.locator("#run [role=status]")).to_contain_text("Cancelled.")
    run = PipelineRun.objects.get()
    assert run.status == "cancelled"
    assert run.counts["created"] == Job.objects.count() > 0
    expect(page.locator("#run-pill a")).to_have_count(0)
    expect(page.get_by_role("button", name="Ask the failed sources again")).to_be_visible()


def test_what_was_unfolded_and_typed_stays_when_the_numbers_change(
    opened: Opener, ada: User
) -> None:
    make.resume(ada)
    page = opened("/runs/new")
    page.locator("#run-where > summary").click()
    page.get_by_label("Country").fill("Germany")
    page.get_by_role("button", name="Fast").click()
    expect(page.get_by_label("Prepare at most")).to_have_value("5")
    expect(page.get_by_label("Country")).to_be_visible()
    expect(page.get_by_label("Country")).to_have_value("Germany")
