"""The chat in a real browser: a reply as it is written, what is typed meanwhile, the drawer."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from orchestrator import preferences
from orchestrator.models import Heartbeat, Job, User
from tailoring.ghostwriter import runs
from tailoring.models import ChatMessage, ChatRun
from tests import chats, make
from tests.browser.conftest import PHONE, Opener
from tests.browser.keyboard import hit

PIECES = ("Dear **", "Crumb** 👋🏽", ",\n\n<b>I bake", "</b>.")
WHOLE = "".join(PIECES)


@pytest.fixture
def job(ada: User) -> Job:
    make.heartbeat()
    make.resume(ada)
    preferences.save(ada, {"llmBaseUrl": "http://127.0.0.1:9/v1", "llmModel": "m"})
    return make.job(ada, title="Baker", employer="Crumb", score=90.0)


@pytest.fixture
def page(opened: Opener, job: Job) -> Page:
    return opened(f"/job/{job.pk}/ghostwriter")


def asked(page: Page, words: str) -> ChatRun:
    """Sent by keys; the run that this test writes in place of a worker."""
    page.locator("#chat-text").fill(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-run]")).to_have_count(1)
    run = runs.claim(ChatRun.objects.get(status="queued").pk)
    assert run is not None
    return run


def written(run: ChatRun, text: str = WHOLE) -> None:
    runs.complete(run, message={"content": text})


def streamed(page: Page) -> Any:
    return page.locator("[data-run] [data-text]")


def log(page: Page) -> Any:
    return page.locator("#chat-log article")


def test_a_reply_is_shown_as_it_is_written_and_then_as_it_is_meant(page: Page) -> None:
    streams: list[str] = []
    page.on("request", lambda one: streams.append(one.url) if "/stream" in one.url else None)
    run = asked(page, "Write to them.")
    expect(page.locator("[data-wait]")).to_contain_text("Waiting for the model")
    expect(page.locator("#chat-voice")).to_have_text("The Ghostwriter is writing.")
    told = ""
    for piece in PIECES:
        runs.append(run, piece)
        told += piece
        expect(streamed(page)).to_have_text(told, use_inner_text=False)
    expect(page.locator("[data-wait]")).to_contain_text("Writing")
    written(run)
    reply = log(page).nth(1)
    expect(reply.locator(".prose strong")).to_have_text("Crumb")
    expect(reply.locator(".prose b")).to_have_count(0)
    expect(page.locator("#chat-voice")).to_have_text("Reply finished, 5 words.")
    expect(page.locator("#chat-send")).to_contain_text("Send")
    assert len(streams) == 1


def test_what_is_typed_meanwhile_stays(page: Page) -> None:
    run = asked(page, "Write to them.")
    box = page.locator("#chat-text")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    page.keyboard.type("And then ")
    runs.append(run, "Dear")
    expect(streamed(page)).to_have_text("Dear")
    page.keyboard.type("a second")
    written(run)
    expect(log(page).nth(1).locator(".prose strong")).to_have_text("Crumb")
    page.keyboard.type(" one.")
    expect(box).to_have_value("And then a second one.")


def test_a_page_that_comes_back_goes_on_where_the_text_is(page: Page) -> None:
    run = asked(page, "Write to them.")
    page.locator("#chat-text").fill("Unsent")
    runs.append(run, PIECES[0])
    runs.append(run, PIECES[1])
    expect(streamed(page)).to_have_text(PIECES[0] + PIECES[1])
    page.reload()
    expect(streamed(page)).to_have_text(PIECES[0] + PIECES[1])
    runs.append(run, PIECES[2])
    expect(streamed(page)).to_have_text("".join(PIECES[:3]), use_inner_text=False)
    expect(page.locator("#chat-text")).to_have_value("Unsent")
    written(run)
    expect(log(page)).to_have_count(2)


def test_a_reply_can_be_stopped(page: Page) -> None:
    run = asked(page, "Write to them.")
    runs.append(run, "Half a")
    expect(streamed(page)).to_have_text("Half a")
    page.get_by_role("button", name="Stop").click()
    reply = log(page).nth(1)
    expect(reply).to_contain_text("Stopped")
    expect(reply.locator(".prose")).to_have_text("Half a")
    expect(page.locator("#chat-voice")).to_have_text("Reply stopped.")
    expect(page.locator("#chat-text")).to_be_focused()
    assert ChatRun.objects.get().status == "cancelled"


def test_a_failed_reply_says_why_where_it_was_awaited(page: Page) -> None:
    run = asked(page, "Write to them.")
    runs.append(run, "Half a")
    runs.fail(run, runs.INTERRUPTED)
    expect(log(page).nth(1).locator(".note.danger")).to_contain_text("The worker stopped")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-run]")).to_have_count(1)
    expect(page.locator(".turn-versions")).to_have_text("Version 2 of 2")


def test_a_refused_message_stays_in_the_box(page: Page) -> None:
    Heartbeat.objects.all().delete()
    page.locator("#chat-text").fill("Write to them.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#chat-said")).to_contain_text("No worker runs")
    expect(page.locator("#chat-text")).to_have_value("Write to them.")
    page.reload()
    expect(page.locator("#chat-text")).to_have_value("Write to them.")
    make.heartbeat()
    page.get_by_role("button", name="Send").click()
    expect(log(page)).to_have_count(2)
    expect(page.locator("#chat-said")).to_be_empty()


def test_whoever_reads_further_up_is_not_moved(page: Page) -> None:
    run = asked(page, "Write to them.")
    runs.append(run, "A line.\n" * 200)
    expect(streamed(page)).to_contain_text("A line.")
    main = page.locator("#main")
    end = "main => main.scrollHeight - main.scrollTop - main.clientHeight < 2"
    page.wait_for_function(f"() => ({end})(document.getElementById('main'))")
    main.evaluate("main => main.scrollTo({ top: 100 })")
    runs.append(run, "The end.\n" * 100)
    expect(streamed(page)).to_contain_text("The end.")
    assert main.evaluate("main => main.scrollTop") == 100


def test_a_chip_fills_the_box_and_sends_nothing(page: Page) -> None:
    page.get_by_role("link", name="Why me").click()
    box = page.locator("#chat-text")
    expect(box).to_be_focused()
    expect(box).to_have_value(box.input_value().strip())
    assert "Crumb" in box.input_value()
    assert not ChatMessage.objects.exists()


def test_a_message_is_asked_in_other_words(page: Page, job: Job) -> None:
    written(asked(page, "Write to them."))
    expect(page.locator("#chat-voice")).to_contain_text("Reply finished")
    page.locator(".turn-acts").get_by_role("link", name="Edit").click()
    field = page.locator("textarea[name=again]")
    expect(field).to_be_focused()
    field.fill("Write to them again.")
    page.get_by_role("button", name="Ask anew").click()
    expect(log(page).first).to_contain_text("Version 2 of 2")
    page.get_by_role("button", name="Previous version").click()
    expect(log(page).nth(1)).to_contain_text("Crumb")


def test_a_reply_is_copied_as_it_was_written(opened: Opener, job: Job) -> None:
    written(chats.claimed(job))
    page = opened(f"/job/{job.pk}/ghostwriter", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".is-reply").get_by_role("link", name="Copy").click()
    expect(page.locator("#chat-voice")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == WHOLE


def test_the_drawer_opens_and_closes_by_keys(opened: Opener, ada: User, job: Job) -> None:
    other = make.job(ada, title="Miller", score=80.0)
    page = opened("/jobs/discovered")
    page.locator(f"#job-{job.pk} .row").focus()
    hit(page, "g")
    expect(page.get_by_role("complementary", name="Ghostwriter Baker")).to_be_visible()
    box = page.locator("#chat-text")
    expect(box).to_be_focused()
    page.keyboard.type("g is a letter here")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(page.locator(f"#job-{job.pk} .row")).to_be_focused()
    hit(page, "g")
    expect(box).to_have_value("g is a letter here")
    page.reload()
    expect(page.locator("#drawer")).to_be_visible()
    page.locator(f"#job-{other.pk} .row").click()
    expect(page.get_by_role("complementary", name="Ghostwriter Miller")).to_be_visible()
    expect(box).to_have_value("")


def test_a_reply_goes_on_in_the_drawer(opened: Opener, job: Job) -> None:
    run = chats.claimed(job)
    runs.append(run, "Dear")
    preferences.save(job.owner, {"chatOpen": True})
    page = opened(f"/jobs/discovered/{job.pk}")
    expect(streamed(page)).to_have_text("Dear")
    runs.append(run, " Crumb")
    expect(streamed(page)).to_have_text("Dear Crumb")
    written(run)
    expect(page.locator(".is-reply .prose strong")).to_have_text("Crumb")


def test_a_phone_opens_the_drawer_only_when_asked(opened: Opener, job: Job) -> None:
    preferences.save(job.owner, {"chatOpen": True})
    page = opened(f"/jobs/discovered/{job.pk}", viewport=PHONE)
    expect(page.locator("#panel-title")).to_be_visible()
    expect(page.locator("#drawer")).to_be_hidden()
    page.locator("[data-drawer]").click()
    expect(page.locator("#chat-text")).to_be_focused()
    assert page.locator("#drawer").bounding_box() == {"x": 0, "y": 0, **PHONE}


def test_without_a_script_every_wish_is_a_form(opened: Opener, job: Job) -> None:
    page = opened(f"/jobs/discovered/{job.pk}", java_script_enabled=False)
    page.get_by_role("link", name="Ghostwriter").click()
    page.get_by_label("Message to the Ghostwriter").fill("Write to them.")
    page.get_by_role("button", name="Send").click()
    run = runs.claim(ChatRun.objects.get().pk)
    assert run is not None
    runs.append(run, "Half a")
    page.get_by_role("link", name="Refresh").click()
    expect(page.locator("[data-text]").last).to_have_text("Half a")
    written(run)
    page.get_by_role("link", name="Refresh").click()
    expect(page.locator(".is-reply .prose strong")).to_have_text("Crumb")
    page.get_by_role("button", name="Save as note").click()
    expect(page.locator("#toasts")).to_contain_text("Kept as the note")
    page.locator(".turn-acts").get_by_role("link", name="Edit").click()
    page.get_by_label("Your message in other words").fill("Shorter.")
    page.get_by_role("button", name="Ask anew").click()
    expect(page.locator(".is-yours")).to_contain_text("Version 2 of 2")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Regenerate").click()
    expect(page.get_by_role("link", name="Refresh")).to_be_visible()
    assert job.notes.get().content == WHOLE
