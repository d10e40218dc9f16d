"""From a question to a letter on paper: a model that streams, a worker beside, a person before."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pypdf
import pytest
from playwright.sync_api import Page, expect

from orchestrator import preferences
from orchestrator.models import Job, User
from pdfs import store
from tailoring.models import ChatMessage, CoverLetter
from tests import make
from tests.browser.conftest import PHONE, Opener
from tests.kept import on_disk
from tests.outside.model import ModelStub, tells
from tests.work import working

LONG = "Dear bakers, " + "I like bread. " * 60
LIE = "I managed 800 people."
LETTER = f"Dear Ms Crumb,\n\nI like bread.\n\n{LIE}\n\nKind regards"
OTHER = "Dear Ms Crumb,\n\nI like rolls.\n\nKind regards"


@pytest.fixture
def job(ada: User, model_stub: ModelStub) -> Iterator[Job]:
    make.heartbeat()
    make.resume(ada)
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub-model"})
    with working():
        yield make.job(ada, title="Baker", employer="Crumb", score=90.0)


def ask(page: Page, words: str) -> None:
    page.locator("#chat-text").fill(words)
    page.get_by_role("button", name="Send").click()


def finished(page: Page, words: str) -> None:
    """The shown reply holds these words, and nothing is being written."""
    expect(page.locator("#chat-log article").last.locator(".prose")).to_contain_text(words)
    expect(page.locator("[data-run]")).to_have_count(0)


def letter_text() -> str:
    letter = CoverLetter.objects.get(pdf_digest__gt="")
    path = on_disk(store.name_of(letter.job.owner_id, letter.pdf_digest))
    assert path is not None
    reader = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_a_question_becomes_a_letter_on_paper(
    opened: Opener, job: Job, model_stub: ModelStub, size: dict[str, int] | None
) -> None:
    page = opened(f"/job/{job.pk}/ghostwriter", **({"viewport": size} if size else {}))
    model_stub.next(tells(LONG, every=0.05))
    ask(page, "Write me a cover letter")
    expect(page.locator("[data-run] [data-text]")).to_contain_text("I like bread.")
    page.get_by_role("button", name="Stop").click()
    finished(page, "Dear bakers")
    stopped = ChatMessage.objects.get(status="cancelled")
    assert LONG.startswith(stopped.content)
    assert stopped.content < LONG.strip()

    model_stub.next(tells(LETTER, every=0.01), tells(OTHER, every=0.01))
    page.get_by_role("button", name=re.compile("Regenerate|Try again")).last.click()
    finished(page, LIE)
    page.get_by_role("button", name="Regenerate").last.click()
    finished(page, "I like rolls.")
    expect(page.locator(".turn-versions").last).to_contain_text("3 of 3")

    page.get_by_role("button", name=re.compile("Previous version|Earlier")).last.click()
    finished(page, LIE)
    expect(page.locator("#chat-log mark").first).to_be_visible()

    page.get_by_role("button", name="Save as cover letter").last.click()
    expect(page.get_by_role("heading", name="Cover letter, version 1")).to_be_visible()
    expect(page.get_by_role("button", name="Make the PDF")).to_have_count(0)
    true = page.get_by_role("button", name="True, add to my facts")
    while left := true.count():
        true.first.click()
        expect(true).not_to_have_count(left)
    page.get_by_role("button", name="Confirm this version").click()
    expect(page.get_by_text("goes out with the application")).to_be_visible()
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_role("link", name="Open the PDF")).to_be_visible()
    assert LIE in letter_text()
    assert "Dear Ms Crumb" in letter_text()
    assert CoverLetter.objects.get().confirmed_at is not None
