"""The job's own page as a person uses it. Slow ones start a browser page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from orchestrator.jobs import documents, notes
from orchestrator.models import User
from tests import make
from tests.browser.conftest import Opener, ready
from tests.browser.keyboard import hit
from tests.browser.test_pages import FINE, LONG, LOOK, NAMES, NARROW, SMALL

TABS = ("", "/tailoring", "/pdf", "/notes", "/documents", "/timeline", "/edit")
ATTACK = "<img src=x onerror=alert(1)><script>alert(1)</script>[x](javascript:alert(1))"
BRING = """async ([selector, kind, name, size]) => {
    const held = new DataTransfer();
    held.items.add(new File([new Uint8Array(size).fill(65)], name, { type: "text/plain" }));
    const init = { bubbles: true, cancelable: true };
    const event = kind === "paste"
        ? new ClipboardEvent(kind, { ...init, clipboardData: held })
        : new DragEvent(kind, { ...init, dataTransfer: held });
    document.querySelector(selector).dispatchEvent(event);
}"""


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Parts of this job").get_by_role("link", name=name).click()


def test_back_leads_to_the_list_and_not_through_the_tabs(opened: Opener, ada: User) -> None:
    job = ready(ada)
    page = opened(f"/jobs/all/{job.pk}")
    page.get_by_role("link", name="Whole page").click()
    expect(page).to_have_title(re.compile("Brief – Backend Engineer – JobOps"))
    for name in ("Notes", "Documents", "Timeline"):
        tab(page, name)
        expect(page).to_have_title(re.compile(f"{name} – Backend Engineer"))
        expect(page).to_have_url(re.compile(f"/job/{job.pk}/{name.lower()}"))
        expect(page.locator(f"#job-tab-{name.lower()}")).to_be_focused()
    page.go_back()
    expect(page).to_have_url(re.compile(f"/jobs/all/{job.pk}"))
    expect(page.locator("#list")).to_be_visible()


def test_escape_leads_back_and_a_reload_stays(opened: Opener, ada: User) -> None:
    job = ready(ada)
    page = opened(f"/job/{job.pk}?from=all")
    tab(page, "Notes")
    expect(page).to_have_title(re.compile("Notes"))
    page.reload()
    expect(page).to_have_title(re.compile("Notes"))
    hit(page, "Escape")
    expect(page).to_have_url(re.compile(f"/jobs/all/{job.pk}"))


def test_keys_act_and_stay_on_the_page(opened: Opener, ada: User) -> None:
    job = ready(ada)
    page = opened(f"/job/{job.pk}")
    hit(page, "s")
    expect(page.locator("#job-head .status")).to_contain_text("Skipped")
    expect(page.locator("#toasts")).to_contain_text("Skipped Backend Engineer at Acme.")
    expect(page).to_have_url(re.compile(f"/job/{job.pk}$"))
    hit(page, "u")
    expect(page.locator("#job-head .status")).to_contain_text("Ready")
    hit(page, "e")
    expect(page).to_have_title(re.compile("Tailoring"))


def test_a_verb_takes_nothing_away_that_was_typed(opened: Opener, ada: User) -> None:
    job = ready(ada)
    page = opened(f"/job/{job.pk}/notes")
    page.get_by_label("Text").fill("Half a thought")
    page.get_by_role("button", name="Mark applied").click()
    expect(page.locator("#job-head .status")).to_contain_text("Applied")
    expect(page.locator("#panel-title")).to_be_focused()
    expect(page.get_by_label("Text")).to_have_value("Half a thought")


def test_a_note_is_previewed_kept_deleted_and_brought_back(opened: Opener, ada: User) -> None:
    job = make.job(ada)
    page = opened(f"/job/{job.pk}/notes")
    page.on("dialog", lambda dialog: pytest.fail("a note opened a dialog"))
    page.get_by_label("Title").fill("Call")
    page.get_by_label("Text").fill(f"They **rang**.\n\n{ATTACK}")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#note-preview strong")).to_have_text("rang")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".note-card h3")).to_have_text("Call")
    expect(page.locator(".note-card .prose strong")).to_have_text("rang")
    expect(page.get_by_label("Title")).to_have_value("")
    expect(page).to_have_url(re.compile("/notes$"))
    page.get_by_role("button", name="Delete Call").click()
    expect(page.locator(".note-card h3")).to_have_count(0)
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(page.locator(".note-card h3")).to_have_text("Call")
    expect(page.locator("#job-tab-notes")).to_contain_text("1")


def test_an_invalid_note_says_so_and_keeps_the_text(opened: Opener, ada: User) -> None:
    page = opened(f"/job/{make.job(ada).pk}/notes")
    page.get_by_label("Text").fill("Kept")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("alert").filter(has_text="Title")).to_be_focused()
    expect(page.get_by_label("Text")).to_have_value("Kept")


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_a_file_is_dropped_or_pasted(opened: Opener, ada: User, kind: str) -> None:
    job = make.job(ada)
    page = opened(f"/job/{job.pk}/documents")
    page.evaluate(BRING, ["#job-head", kind, "letter.txt", 9])
    expect(page.locator(".documents li")).to_contain_text("letter.txt")
    assert job.documents.get().byte_size == 9


def test_the_drop_zone_shows_where_the_file_goes(opened: Opener, ada: User) -> None:
    page = opened(f"/job/{make.job(ada).pk}/documents")
    page.evaluate(BRING, ["#job-head", "dragover", "letter.txt", 9])
    expect(page.locator(".drop[data-over]")).to_have_count(1)


def test_a_large_file_is_refused_before_it_is_sent(opened: Opener, ada: User) -> None:
    job = make.job(ada)
    page = opened(f"/job/{job.pk}/documents")
    page.evaluate(BRING, ["#job-head", "drop", "film.mov", 10 * 2**20 + 1])
    field = page.get_by_label("Choose a file")
    assert "larger than 10 MiB" in field.evaluate("(one) => one.validationMessage")
    assert not job.documents.exists()


def test_a_pdf_that_is_dropped_waits_for_its_button(opened: Opener, ada: User) -> None:
    job = ready(ada)
    page = opened(f"/job/{job.pk}/pdf")
    page.evaluate(BRING, ["#job-head", "drop", "mine.pdf", 9])
    expect(page.get_by_role("button", name="Replace the PDF")).to_be_focused()
    assert job.pdfs.count() == 1


@pytest.mark.parametrize("path", TABS)
def test_a_page_full_of_long_content_fits_a_phone(opened: Opener, ada: User, path: str) -> None:
    make.resume(ada)
    job = make.job(
        ada, title=LONG[:200], employer=NAMES, location="Place" * 30, score=80.0,
        description=LONG * 20,
    )  # fmt: skip
    make.printed(job)
    notes.add(job, title=LONG[:120], content=f"{NAMES} {'x' * 200}\n\n|a|b|\n|-|-|\n|{'y' * 90}|2|",
              actor="user")  # fmt: skip
    documents.add(job, b"x", file_name="n" * 240 + ".pdf", media_type="x/y", actor="user")
    page = opened(f"/job/{job.pk}{path}", viewport=NARROW, has_touch=True, is_mobile=True)
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate(LOOK) == FINE
    assert page.evaluate(SMALL) == []
    assert page.locator(".action-bar").is_visible()


@pytest.mark.parametrize("path", TABS)
def test_a_page_works_without_a_script(opened: Opener, ada: User, path: str) -> None:
    page = opened(f"/job/{ready(ada).pk}{path}", java_script_enabled=False)
    expect(page.locator("h1")).to_have_text("Backend Engineer")
    expect(page.locator("main form").first).to_be_attached()


def test_notes_and_uploads_work_without_a_script(opened: Opener, ada: User) -> None:
    job = make.job(ada)
    page = opened(f"/job/{job.pk}/notes", java_script_enabled=False)
    page.get_by_label("Title").fill("Call")
    page.get_by_label("Text").fill("They rang.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#note-preview")).to_contain_text("They rang.")
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".note-card h3")).to_have_text("Call")
    page.get_by_role("link", name="Documents").click()
    page.get_by_label("Choose a file").set_input_files(
        {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"Dear Acme"}
    )
    page.get_by_role("button", name="Upload").click()
    expect(page.locator(".documents li")).to_contain_text("letter.txt")
    page.get_by_role("link", name="Delete… letter.txt").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator("#documents + p")).to_contain_text("No files yet")
    assert (job.notes.count(), job.documents.count()) == (1, 0)


def test_news_bring_the_page_up_to_date(opened: Opener, ada: User) -> None:
    job = make.job(ada)
    page = opened(f"/job/{job.pk}/notes")
    notes.add(job, title="From elsewhere", content="x", actor="user")
    page.evaluate("document.dispatchEvent(new CustomEvent('jobops:news'))")
    expect(page.locator(".note-card h3")).to_have_text("From elsewhere")
