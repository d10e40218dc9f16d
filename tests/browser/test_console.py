"""The operations console and the pages that delete much, in a browser. Slow ones start
a browser page.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from django_q.models import OrmQ
from playwright.sync_api import Page, expect

from orchestrator.models import Job, LlmCall, Operation, PipelineRun, User
from orchestrator.ops import backups
from tests import make
from tests.browser.conftest import DESKTOP, Opener
from tests.browser.keyboard import hit

NARROW = {"width": 390, "height": 844}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def busy(ada: User) -> Operation:
    """A house in which something of every kind happened."""
    make.resume(ada)
    make.heartbeat()
    job = make.job(ada, status="ready")
    make.printed(job, verdict_status="pass")
    PipelineRun.objects.create(
        owner=ada, status="completed", counts={"scored": 40, "processed": 5, "selected": 5}
    )
    LlmCall.objects.create(owner=ada, purpose="score", host="h", model="a-model", result="ok")
    return Operation.objects.create(
        owner=ada, job=make.job(ada), kind="rescore", status="failed", finished_at=timezone.now(),
        error={"code": "UPSTREAM_ERROR", "details": {"reason": "model_failed"}},
    )  # fmt: skip


@pytest.fixture(autouse=True)
def empty_folder(db: None) -> Iterator[None]:
    shutil.rmtree(backups.folder())
    yield
    shutil.rmtree(backups.folder())


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("size", [DESKTOP, NARROW], ids=["desktop", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_page_fits(opened: Opener, busy: Operation, size: Any, theme: Any) -> None:
    page = opened("/admin/", viewport=size, color_scheme=theme)
    expect(page.get_by_role("heading", level=1)).to_have_text("Operations")
    expect(page.get_by_role("heading", name="Failed or stuck")).to_be_visible()
    assert page.evaluate(SIDEWAYS) == 0


def test_failed_work_is_retried_by_keyboard(opened: Opener, busy: Operation) -> None:
    page = opened("/admin/")
    page.get_by_role("button", name="Retry: rescore failed").focus()
    hit(page, "Enter")
    expect(page.get_by_text("Queued it again.")).to_be_visible()
    assert Operation.objects.exclude(pk=busy.pk).get().kind == "rescore"


def test_an_id_is_followed_from_the_first_page(opened: Opener, busy: Operation) -> None:
    page = opened("/admin/", viewport=NARROW)
    page.get_by_label("Find by id:").fill(str(busy.pk))
    press(page, "Find")
    expect(page.get_by_role("link", name="rescore")).to_be_visible()
    assert page.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_much_is_deleted_after_its_count_was_shown(opened: Opener, ada: User, script: bool) -> None:
    make.jobs(ada, 3, status="skipped")
    kept = make.job(ada)
    page = opened("/settings/danger", viewport=NARROW, java_script_enabled=script)
    page.get_by_label("Status", exact=True).select_option("skipped")
    page.get_by_role("button", name="Continue").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Delete skipped jobs")
    press(page, "Delete 3 jobs")
    expect(page.get_by_role("heading", level=1)).to_have_text("Danger zone")
    assert list(Job.objects.all()) == [kept]


def test_a_backup_is_made_and_deleted_without_a_script(opened: Opener, ada: User) -> None:
    page = opened("/settings/backups", viewport=NARROW, java_script_enabled=False)
    press(page, "Make a backup now")
    expect(page.get_by_text("sound")).to_be_visible()
    (made,) = backups.listed()
    page.get_by_role("link", name="Delete the backup").click()
    press(page, f"Delete {made.filename}")
    expect(page.get_by_text("No backup yet")).to_be_visible()
    assert page.evaluate(SIDEWAYS) == 0


def test_the_page_draws_itself_again_when_the_backup_is_there(opened: Opener, ada: User) -> None:
    make.heartbeat()
    page = opened("/settings/backups")
    press(page, "Make a backup now")
    expect(page.get_by_text("A backup waits for the worker")).to_be_visible()
    backups.create("manual", actor="test")
    OrmQ.objects.all().delete()
    expect(page.get_by_text("sound")).to_be_visible()
    expect(page.get_by_role("button", name="Make a backup now")).to_be_visible()
