"""The main task of every page by keys alone, on a wide screen and on a phone.

Driven by keys elsewhere, so not repeated here:

| Task | Test | Widths |
|---|---|---|
| walk rows, tabs, panel, help, hints | test_keyboard | 1440 |
| ten jobs skipped and brought back | test_triage | 1440 |
| select by x, Shift+x, Escape | test_bulk | 1440 |
| a posting by its address | test_import | 1440 |
| a step logged and undone, a to-do | test_timeline | 1440 |
| settings changed and tested | test_settings, test_pages | 1440, 390 |
| failed work retried in the console | test_console | 1440 |
"""

from __future__ import annotations

import re
import shutil
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from orchestrator.models import Job, PipelineRun, User
from orchestrator.ops import backups
from orchestrator.tracking import stages
from tests import make
from tests.browser.conftest import DESKTOP, Opener, ready
from tests.browser.keyboard import hit, press, reach, write
from tests.browser.test_tailor_to_pdf import worked

NARROW = {"width": 390, "height": 844}
POSTED = "Baker (m/f/d) Company: Crumb Ltd You bake bread."


@pytest.fixture(params=[DESKTOP, NARROW], ids=["1440", "390"])
def size(request: Any) -> dict[str, Any]:
    scheme = "light" if request.param is DESKTOP else "dark"
    return {"viewport": request.param, "color_scheme": scheme}


@pytest.fixture
def jobs(ada: User) -> list[Job]:
    make.heartbeat()
    make.resume(ada)
    return [make.job(ada, title=f"Job {n}", score=90.0 - n) for n in range(4)]


def shown(page: Page, title: str) -> None:
    expect(page.locator("#panel-title")).to_have_text(title)
    expect(page.locator("#panel-title")).to_be_visible()


def said(page: Page, text: str) -> None:
    expect(page.locator("#toasts")).to_contain_text(text)


def test_jobs_are_triaged(opened: Opener, ada: User, jobs: list[Job], size: Any) -> None:
    ready(ada, title="Ready one")
    page = opened("/jobs/discovered", **size)
    hit(page, "j")
    hit(page, "Enter")
    shown(page, "Job 1")
    hit(page, "s")
    shown(page, "Job 2")
    press(page, "Undo")
    shown(page, "Job 1")
    hit(page, "r")
    said(page, "Job 1")
    expect(page.locator("#panel-title")).not_to_have_text("Job 1")
    assert Job.objects.get(title="Job 1").status == "processing"


def test_a_ready_job_is_marked_applied(opened: Opener, ada: User, size: Any) -> None:
    job = ready(ada, title="Ready one")
    page = opened(f"/jobs/ready/{job.pk}", **size)
    hit(page, "a")
    said(page, "Ready one")
    assert Job.objects.get().status == "applied"


def test_the_list_is_filtered_and_searched(opened: Opener, jobs: list[Job], size: Any) -> None:
    page = opened("/jobs/discovered", **size)
    hit(page, "f")
    reach(page, page.get_by_label("Score", exact=True))
    page.keyboard.type("Strong")
    reach(page, page.get_by_role("button", name="Show", exact=True))
    hit(page, "Enter")
    expect(page.locator(".filter-chips")).to_contain_text("85 and more")
    hit(page, "/")
    page.keyboard.type("Job 2")
    expect(page.get_by_role("option").first).to_contain_text("Job 2")
    hit(page, "Enter")
    shown(page, "Job 2")


def test_many_are_skipped_and_brought_back(opened: Opener, jobs: list[Job], size: Any) -> None:
    page = opened("/jobs/discovered", **size)
    hit(page, "j")
    hit(page, "x")
    hit(page, "j")
    hit(page, "Shift+X")
    press(page, "Skip 2")
    expect(page.locator("#bulk-line a")).to_be_visible()
    worked()
    expect(page.locator("#bulk-line")).to_contain_text("Skipped 2 jobs")
    expect(page.locator("#rows .row")).to_have_count(2)
    press(page, "Skipped 2 jobs", "link")
    press(page, "Undo 2 jobs")
    expect(page.locator("h1")).to_have_text("Undo")
    worked()
    assert Job.objects.filter(status="discovered").count() == 4


def test_notes_are_written_changed_deleted_and_brought_back(
    opened: Opener, ada: User, size: Any
) -> None:
    job = make.job(ada)
    page = opened(f"/job/{job.pk}", **size)
    press(page, "Notes", "link")
    expect(page).to_have_title(re.compile("Notes"))
    write(page, "Title", "Call")
    write(page, "Text", "They rang.")
    press(page, "Add")
    expect(page.locator(".note-card h3")).to_have_text("Call")
    press(page, "Edit Call", "link")
    write(page, "Title", "Second call")
    hit(page, "Enter")
    expect(page.locator(".note-card h3")).to_have_text("Second call")
    press(page, "Delete Second call")
    expect(page.locator(".note-card h3")).to_have_count(0)
    press(page, "Undo")
    expect(page.locator(".note-card h3")).to_have_text("Second call")


def test_a_file_is_kept_and_deleted(opened: Opener, ada: User, size: Any) -> None:
    job = make.job(ada)
    page = opened(f"/job/{job.pk}/documents", **size)
    field = page.get_by_label("Choose a file")
    reach(page, field)
    # The dialog of the system, which belongs to no page, chooses the file.
    field.set_input_files({"name": "letter.txt", "mimeType": "text/plain", "buffer": b"Dear"})
    press(page, "Upload")
    expect(page.locator(".documents li")).to_contain_text("letter.txt")
    press(page, "Delete… letter.txt", "link")
    press(page, "Delete it")
    expect(page.get_by_text("No files yet")).to_be_visible()


def test_a_step_is_changed(opened: Opener, ada: User, size: Any) -> None:
    job = stages.apply(ready(ada), actor="user")
    page = opened(f"/job/{job.pk}/timeline", **size)
    hit(page, "l")
    expect(page.get_by_label("What happened")).to_be_focused()
    page.keyboard.type("Offer")
    press(page, "Log event")
    expect(page.locator("#job-head .status")).to_contain_text("In progress")
    reach(page, page.locator("summary[aria-label^='Change Offer']"))
    hit(page, "Enter")
    press(page, "Edit", "link")
    write(page, "In your words", "They rang")
    hit(page, "Enter")
    expect(page.locator(".events b").first).to_have_text("They rang")
    write(page, "To do", "Answer them")
    hit(page, "Enter")
    press(page, "Done: Answer them")
    expect(page.locator(".todo.is-done")).to_have_count(1)


def test_a_posting_is_pasted_checked_and_kept(opened: Opener, ada: User, size: Any) -> None:
    page = opened("/import", **size)
    write(page, "Text of the posting", POSTED)
    write(page, "Its address", "https://c.example/9")
    press(page, "Read the text")
    expect(page.locator("h1")).to_have_text("Check the posting")
    write(page, "Title", "Baker")
    write(page, "Employer", "Crumb Ltd")
    reach(page, page.get_by_role("button", name="Import", exact=True))
    hit(page, "Enter")
    shown(page, "Baker")


def test_a_run_is_started_and_cancelled(opened: Opener, jobs: list[Job], size: Any) -> None:
    page = opened("/runs", **size)
    press(page, "New run", "link")
    expect(page.get_by_role("dialog")).to_be_visible()
    write(page, "What to look for", "Engineer")
    write(page, "Prepare at most", "2")
    press(page, "Run search")
    expect(page.locator("h1")).to_contain_text("Run of")
    press(page, "Cancel the run")
    expect(page.locator("#run")).to_contain_text(re.compile("Stopping|Cancelled"))
    assert PipelineRun.objects.get().options["topN"] == 2


def test_a_step_of_the_first_ones_is_put_aside(opened: Opener, ada: User, size: Any) -> None:
    page = opened("/onboarding", **size)
    reach(page, page.get_by_role("button", name=re.compile("Skip.*language model")))
    hit(page, "Enter")
    expect(page.locator("#model")).to_have_class("is-skipped")


def test_notices_are_marked_as_seen(opened: Opener, ada: User, size: Any) -> None:
    make.heartbeat()
    make.resume(ada)
    job = make.job(ada)
    page = opened(f"/jobs/discovered/{job.pk}", **size)
    hit(page, "r")
    expect(page.locator("#panel .status")).to_contain_text("Processing")
    worked()
    page.reload()
    press(page, "Notices", "link")
    expect(page.locator(".notice.is-unread")).to_have_count(1)
    press(page, "Mark all as seen")
    expect(page.locator(".notice.is-unread")).to_have_count(0)


def test_a_backup_is_made_and_deleted(opened: Opener, ada: User, size: Any) -> None:
    shutil.rmtree(backups.folder())
    page = opened("/settings/backups", **size)
    press(page, "Make a backup now")
    expect(page.get_by_text("sound")).to_be_visible()
    press(page, "Delete the backup", "link")
    press(page, "Delete jobops-")
    expect(page.get_by_text("No backup yet")).to_be_visible()


def test_much_is_deleted_only_after_its_question(opened: Opener, ada: User, size: Any) -> None:
    make.jobs(ada, 3, status="skipped")
    page = opened("/settings/danger", **size)
    reach(page, page.get_by_label("Status", exact=True))
    page.keyboard.type("Skipped")
    press(page, "Continue")
    press(page, "Delete 3 jobs")
    expect(page.locator("h1")).to_have_text("Danger zone")
    assert not Job.objects.exists()


def test_the_resume_is_changed(opened: Opener, ada: User, size: Any) -> None:
    base = make.resume(ada)
    page = opened(f"/design-resume/{base.pk}", **size)
    press(page, "Edit basics", "link")
    write(page, "Headline", "Engineer of rivers")
    press(page, "Save")
    expect(page.get_by_text("Engineer of rivers").first).to_be_visible()


def test_texts_are_written_and_sent_to_print(opened: Opener, jobs: list[Job], size: Any) -> None:
    page = opened(f"/jobs/discovered/{jobs[0].pk}", **size)
    hit(page, "e")
    write(page, "Headline", "Engineer of rivers")
    press(page, "Finalize & Move to Ready")
    expect(page.locator("#panel .status")).to_contain_text("Processing")
    assert Job.objects.get(pk=jobs[0].pk).tailored_headline == "Engineer of rivers"
