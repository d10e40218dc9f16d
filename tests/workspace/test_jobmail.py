"""Mail around a job: its tab, its panel, its timeline, and what is told of it."""

from __future__ import annotations

import pytest
from django.test import Client

from orchestrator.inbox import decisions
from orchestrator.models import InboundMessage, Job, User
from orchestrator.pipeline import notices
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(ada: User) -> Job:
    return make.job(ada, status="applied", title="Baker", employer="Acme")


@pytest.fixture
def linked(ada: User, sent: Job) -> InboundMessage:
    """Linked by itself."""
    mail = make.mail(ada, suggested=sent, confidence=97, subject="Come and see us")
    return decisions.link(mail, sent, target="assessment", by="auto", actor="mail").mail


def subjects(client: Client, job: Job, query: str = "") -> list[str]:
    return texts(page(client.get(f"/job/{job.pk}/emails{query}")), "//article//h3")


def test_the_tab_lists_linked_and_waiting_mails_by_kind(
    client: Client, ada: User, sent: Job, linked: InboundMessage
) -> None:
    make.mail(ada, suggested=sent, subject="Perhaps")
    decisions.approve(make.mail(ada, suggested=sent, subject="Surely"), actor="user")
    assert subjects(client, sent) == ["Come and see us", "Perhaps", "Surely"]
    assert subjects(client, sent, "?show=auto") == ["Come and see us"]
    assert subjects(client, sent, "?show=manual") == ["Surely"]
    assert subjects(client, sent, "?show=review") == ["Perhaps"]
    root = page(client.get(f"/job/{sent.pk}/emails"))
    assert texts(root, "//*[@id='job-tab-emails']") == ["Emails 3"]


def test_a_job_without_mail_says_how_to_bring_some(client: Client, sent: Job) -> None:
    assert "No mail is linked" in page(client.get(f"/job/{sent.pk}/emails")).text_content()


def test_undo_on_the_tab_is_answered_there(
    client: Client, sent: Job, linked: InboundMessage
) -> None:
    given = {"place": "job/emails?", "elsewhere": "1"}
    answer = client.post(f"/tracking-inbox/{linked.pk}/undo", given)
    assert answer["Location"] == f"/job/{sent.pk}/emails"
    sent.refresh_from_db()
    linked.refresh_from_db()
    assert (sent.status, linked.status, linked.suggested_id) == ("applied", "pending_user", None)


def test_the_panel_shows_the_newest(client: Client, ada: User, sent: Job) -> None:
    for n in range(4):
        make.mail(ada, suggested=sent, subject=f"Mail {n}")
    root = page(client.get(f"/jobs/applied/{sent.pk}", headers=HTMX))
    shown = texts(root, "//*[@aria-labelledby='panel-mails']//li")
    assert len(shown) == 3
    assert shown[0].startswith("Mail 0 To review Acme Recruiting")


def test_a_step_in_the_timeline_leads_to_its_mail_and_back(
    client: Client, sent: Job, linked: InboundMessage
) -> None:
    root = page(client.get(f"/job/{sent.pk}/timeline"))
    assert f"/tracking-inbox/{linked.pk}" in root.xpath("//*[@class='events']//a/@href")
    (undo,) = root.xpath("//*[@class='events']//button[@class='link-button']/@formaction")
    client.post(undo, {"place": "job/timeline?"})
    linked.refresh_from_db()
    assert linked.status == "pending_user"


def test_a_mail_without_a_step_is_in_the_timeline_too(client: Client, ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent, stage_target="no_change")
    decisions.approve(mail, actor="user")
    root = page(client.get(f"/job/{sent.pk}/timeline"))
    assert f"/tracking-inbox/{mail.pk}" in root.xpath("//*[@class='events']//a/@href")
    assert "Mail linked" in texts(root, "//*[@class='events']")[0]


def test_a_notice_tells_of_a_link_without_a_word_of_the_mail(
    client: Client, ada: User, linked: InboundMessage
) -> None:
    (notice,) = notices.read(ada)
    assert (notice.text, notice.detail) == ("Mail linked: Baker at Acme", "An interview.")
    root = page(client.get("/notices"))
    assert root.xpath("//main//form[@class='inline']/@action") == [
        f"/tracking-inbox/{linked.pk}/undo"
    ]
    assert linked.subject not in root.text_content()


def test_several_links_are_one_notice_with_a_way_back_for_each(
    client: Client, ada: User, sent: Job
) -> None:
    for _ in range(3):
        mail = make.mail(ada, suggested=sent, confidence=97)
        decisions.link(mail, sent, target="assessment", by="auto", actor="mail")
    assert [one.text for one in notices.read(ada)] == ["3 mails were linked"]
    root = page(client.get("/notices"))
    assert len(root.xpath("//main//form[@class='inline']")) == 3


def test_mails_to_review_a_failed_account_and_files_are_told(client: Client, ada: User) -> None:
    make.mail(ada)
    make.mail(ada)
    box = make.mailbox(ada, status="error", last_error={"message": "The password is wrong."})
    run = ada.sync_runs.create(
        provider="upload", status="completed", discovered=9, finished_at=box.updated_at
    )
    found = {one.kind: (one.text, one.detail, one.subject_id) for one in notices.read(ada)}
    assert found == {
        "mail.waiting": ("2 mails to review", "", None),
        "mailbox.failed": ("A mailbox cannot be read", "The password is wrong.", box.pk),
        "mail.completed": (
            "Your mails have been read", "9 seen, 0 about applications, 0 linked.", run.pk,
        ),
    }  # fmt: skip
    root = page(client.get("/runs"))
    assert texts(root, "//*[@id='notices']/*[@data-unread]") == ["3"]


def test_the_rail_counts_what_waits(client: Client, ada: User) -> None:
    make.mail(ada)
    assert texts(page(client.get("/runs")), "//*[@id='rail-review']") == ["1 to review"]


def test_an_open_page_hears_of_a_link_once_with_its_way_back(
    client: Client, ada: User, sent: Job
) -> None:
    cursor = page(client.get("/runs")).xpath("//@data-since")[0]
    mail = make.mail(ada, suggested=sent, confidence=97)
    decisions.link(mail, sent, target="assessment", by="auto", actor="mail")
    root = page(client.get(f"/live/news?since={cursor}", headers=HTMX))
    assert texts(root, "//*[@data-said]/p") == ["Mail linked: Baker at Acme. An interview."]
    assert root.xpath("//*[@data-said]/form/@action") == [f"/tracking-inbox/{mail.pk}/undo"]
    assert root.xpath("//@data-said") == [f"mail-{mail.pk}"]
