"""The main job, as a person does it: a résumé, a posting, Tailor, Finalize, a PDF that holds the
edits.
"""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor

import pypdf
import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from orchestrator.models import Job, User
from pdfs import store
from tests import make
from tests.browser.conftest import PHONE, Opener
from tests.browser.keyboard import hit
from tests.kept import on_disk
from tests.work import drain

POSTING = {
    "title": "Gameplay Engineer",
    "employer": "Moorland Games",
    "url": "https://jobs.example.org/gameplay-engineer",
    "description": "Requirements: C++ and Unity. You build combat systems.",
    "location": "Leeds",
}
HEADLINE = "Gameplay Engineer for combat systems"
SUMMARY = "Builds combat systems in Unity and Unreal Engine, with tools for the designers."


def worked() -> None:
    """Run what is queued, in a thread of its own as a worker would: Playwright's loop is in
    ours.
    """

    def work() -> None:
        drain()
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result(timeout=200)


def printed_text(owner: User) -> str:
    job = Job.objects.get(owner=owner)
    path = on_disk(store.name_of(owner.pk, job.pdf_digest or ""))
    assert path is not None
    reader = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def bring_in(page: Page) -> None:
    """The résumé and the posting, through the pages' own forms."""
    resume = {"name": "me.json", "mimeType": "application/json", "buffer": make.RESUME.read_bytes()}
    page.get_by_label("Résumé file").set_input_files(resume)
    page.get_by_role("button", name="Import").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("David Kowalski")
    page.goto(page.url.split("/design-resume")[0] + "/import")
    rows = json.dumps([POSTING]).encode()
    page.get_by_label("File of postings").set_input_files(
        {"name": "jobs.json", "mimeType": "application/json", "buffer": rows}
    )
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("button", name="Import 1 posting").click()
    expect(page.get_by_text("Imported.")).to_be_visible()
    page.get_by_role("link", name="See what was found").click()


def fill_in(page: Page) -> None:
    page.get_by_label("Headline").fill(HEADLINE)
    page.get_by_label("Summary").fill(SUMMARY)
    page.get_by_label("Skills").fill("Engines: Unity, Unreal Engine 5\nLanguages: C++, C#")


def test_from_import_to_a_pdf_with_the_edits(opened: Opener, ada: User) -> None:
    make.heartbeat()
    page = opened("/design-resume")
    bring_in(page)
    expect(page.locator("#panel-title")).to_have_text("Gameplay Engineer")
    hit(page, "e")
    expect(page.get_by_label("Headline")).to_be_visible()
    fill_in(page)
    page.get_by_role("button", name="Finalize").click()
    expect(page.locator("#panel .status")).to_contain_text("Processing")
    worked()
    expect(page.locator("#panel .status")).to_contain_text("Ready")
    text = printed_text(ada)
    assert HEADLINE in text
    assert SUMMARY in text
    assert "Unreal Engine 5" in text


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_same_on_a_phone(opened: Opener, ada: User, scripts: bool) -> None:
    make.heartbeat()
    page = opened("/design-resume", viewport=PHONE, java_script_enabled=scripts)
    bring_in(page)
    page.get_by_role("link", name="Gameplay Engineer").click()
    page.get_by_role("link", name="Tailor").click()
    fill_in(page)
    page.get_by_role("button", name="Finalize").click()
    expect(page.locator("#panel .status")).to_contain_text("Processing")
    worked()
    page.goto(page.url)
    assert SUMMARY in printed_text(ada)
    assert ada.jobs.ready().count() == 1


def test_what_is_typed_is_saved_without_a_click(opened: Opener, ada: User) -> None:
    make.resume(ada)
    job = make.job(ada)
    page = opened(f"/jobs/discovered/{job.pk}/tailor")
    page.get_by_label("Summary").fill("Typed, then the lid was closed.")
    page.get_by_label("Headline").focus()
    expect(page.locator("#tailor-saved")).to_contain_text("Saved")
    job.refresh_from_db()
    assert job.tailored_summary == "Typed, then the lid was closed."
    assert page.get_by_label("Summary").input_value() == job.tailored_summary


def test_a_draft_appears_without_a_reload(opened: Opener, ada: User) -> None:
    make.resume(ada)
    make.heartbeat()
    job = make.job(ada, description="Requirements: Unity and C++.")
    page = opened(f"/jobs/discovered/{job.pk}/tailor")
    page.get_by_role("button", name="Draft empty fields").click()
    expect(page.get_by_text("Drafting the empty fields")).to_be_visible()
    worked()
    expect(page.get_by_text("The empty fields were drafted.")).to_be_visible()
    assert page.get_by_label("Summary").input_value()
