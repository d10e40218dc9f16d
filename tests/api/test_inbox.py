"""The inbox over the API: pages of mail, decisions, batches, a job's mail, sender rules."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator.api.schemas import mail as shapes
from orchestrator.models import InboundMessage, Job, SenderRule, User
from orchestrator.tracking import stages
from tests import make
from tests.api.calls import data, error, fits, get, post, send

pytestmark = pytest.mark.django_db
INBOX = "/post-application/inbox"


@pytest.fixture
def sent(ada: User) -> Job:
    job = stages.apply(make.job(ada, status="ready", title="Engineer"), actor="user")
    job.stages.update(occurred_at=timezone.now() - timedelta(days=3))
    return job


def decide(client: Client, mail: InboundMessage, verb: str, body: Any = None) -> Any:
    return post(client, f"{INBOX}/{mail.pk}/{verb}", body)


def ids(found: Any) -> list[str]:
    return [one["message"]["id"] for one in found["items"]]


def test_mail_comes_in_pages_by_what_became_of_it(client: Client, ada: User, sent: Job) -> None:
    same = timezone.now() - timedelta(hours=1)
    rows = [make.mail(ada, suggested=sent, received_at=same) for _ in range(5)]
    make.mail(ada, status="ignored")
    seen: list[str] = []
    cursor, pages = "", 0
    while cursor is not None:
        found = data(get(client, f"{INBOX}?limit=2&cursor={cursor}"))
        fits(shapes.InboxOut, found)
        seen += ids(found)
        cursor, pages = found["nextCursor"], pages + 1
    assert (pages, seen) == (3, [str(row.pk) for row in reversed(rows)])
    assert found["total"] == 5
    assert found["counts"] == {"pending": 5, "linked": 0, "ignored": 1}
    assert len(ids(data(get(client, f"{INBOX}?status=ignored")))) == 1


def test_one_message_has_every_field(client: Client, ada: User, sent: Job) -> None:
    at = timezone.now()
    account = make.mailbox(ada)
    mail = make.mail(ada, suggested=sent, received_at=at, account=account, provider="imap")
    run = account.runs.create(owner=ada, provider="imap", status="completed")
    mail.runs.add(run)
    (found,) = data(get(client, INBOX))["items"]
    assert found["matchedJob"] == {"id": str(sent.pk), "title": "Engineer", "employer": "Acme"}
    message = found["message"]
    assert message["receivedAt"] == int(at.timestamp() * 1000)
    assert (message["integrationId"], message["syncRunId"]) == (str(account.pk), str(run.pk))
    assert (message["matchConfidence"], message["classificationConfidence"]) == (80, 0.8)
    assert message["stageEventPayload"] == {"toStage": "recruiter_screen", "outcome": None}
    assert message["evidence"]["ruleId"] == "en.interview.invite"
    assert message["undoable"] is False


def test_a_page_costs_few_queries(
    client: Client, ada: User, sent: Job, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        make.mail(ada, suggested=sent)
    get(client, INBOX)
    with django_assert_max_num_queries(6):
        get(client, INBOX)


@pytest.mark.parametrize("query", ["cursor=x", "cursor=MDAwMS0wMS0wMQ", "limit=0", "status=all"])
def test_a_broken_question_is_refused(client: Client, ada: User, query: str) -> None:
    assert error(get(client, f"{INBOX}?{query}"), 400)["code"] == "INVALID_REQUEST"


def test_approving_needs_no_body_and_says_what_it_did(client: Client, ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent)
    done = fits(shapes.MailDecisionOut, data(decide(client, mail, "approve")))
    assert done["message"]["processingStatus"] == "manual_linked"
    assert done["stageEventId"] == str(sent.stages.get(message=mail).pk)
    assert (done["warning"], done["offersSenderRule"]) == (None, True)
    assert done["message"]["undoable"] is True


def test_an_orphan_a_second_decision_and_a_lower_stage(
    client: Client, ada: User, sent: Job
) -> None:
    orphan = make.mail(ada)
    assert error(decide(client, orphan, "approve"), 422)["details"]["reason"] == (
        "no_suggested_match"
    )
    stages.log(sent, "onsite", actor="user", occurred_at=timezone.now() - timedelta(days=1))
    body = {"jobId": str(sent.pk), "stageTarget": "assessment", "note": "By phone"}
    done = data(decide(client, orphan, "approve", body))
    assert done["warning"] == "This moves the application back from Final round to Assessment."
    assert sent.stages.get(message=orphan).metadata["note"] == "By phone"
    for verb in ("approve", "deny", "restore"):
        assert error(decide(client, orphan, verb), 409)["details"]["reason"] == "already_decided"


def test_a_job_of_somebody_else_is_not_there(client: Client, ada: User, ben: User) -> None:
    mail, foreign = make.mail(ada), make.job(ben)
    error(decide(client, mail, "approve", {"jobId": str(foreign.pk)}), 404)
    error(decide(client, make.mail(ben), "deny"), 404)


def test_deny_restore_and_undo(client: Client, ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent)
    assert data(decide(client, mail, "deny"))["matchedJob"] is None
    assert data(decide(client, mail, "restore"))["matchedJob"]["id"] == str(sent.pk)
    data(decide(client, mail, "approve"))
    for _ in range(2):
        back = data(decide(client, mail, "undo"))
        assert back["message"]["processingStatus"] == "pending_user"
    assert data(get(client, f"/jobs/{sent.pk}"))["status"] == "applied"


def test_undo_elsewhere_forgets_the_job(client: Client, ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent)
    data(decide(client, mail, "approve"))
    assert data(decide(client, mail, "undo", {"elsewhere": True}))["matchedJob"] is None


def test_undoing_the_step_is_undoing_the_mail(client: Client, ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent)
    step = data(decide(client, mail, "approve"))["stageEventId"]
    assert data(post(client, f"/jobs/{sent.pk}/events/{step}/undo"))["status"] == "applied"
    assert ids(data(get(client, INBOX))) == [str(mail.pk)]


@pytest.mark.parametrize("path", ["actions", "bulk"])
def test_many_at_once_and_their_undo(client: Client, ada: User, sent: Job, path: str) -> None:
    rows = [make.mail(ada, suggested=sent) for _ in range(3)]
    orphan = make.mail(ada)
    wanted = [str(row.pk) for row in (*rows, orphan, rows[0])]
    body = {"action": "approve", "messageIds": wanted}
    done = fits(shapes.MailBatchOut, data(post(client, f"{INBOX}/{path}", body)))
    assert (done["requested"], done["succeeded"], done["failed"]) == (4, 3, 1)
    assert done["results"][3]["error"]["code"] == "NO_SUGGESTED_MATCH"
    for succeeded in (3, 0):
        back = data(post(client, f"{INBOX}/batches/{done['batchId']}/undo"))
        fits(shapes.MailBatchOut, back)
        assert back["succeeded"] == succeeded
    assert data(get(client, INBOX))["total"] == 4


def test_a_thousand_and_one_are_too_many(client: Client, ada: User) -> None:
    body = {"action": "deny", "messageIds": [str(uuid4()) for _ in range(1001)]}
    error(post(client, f"{INBOX}/actions", body), 400)


def test_the_mail_of_a_job(client: Client, ada: User, sent: Job) -> None:
    account = make.mailbox(ada, provider="gmail", display_name="Work", address="ada@mail.example")
    at = timezone.now()
    auto = make.mail(
        ada, job=sent, status="auto_linked", received_at=at, account=account, provider="gmail",
        external_id="18c", decided_by="auto",
    )  # fmt: skip
    hand = make.mail(ada, job=sent, status="manual_linked", received_at=at - timedelta(hours=1))
    waits = make.mail(ada, suggested=sent, received_at=at - timedelta(hours=2))
    make.mail(ada, suggested=sent, status="ignored")
    found = fits(shapes.EmailsOut, data(get(client, f"/jobs/{sent.pk}/emails")))
    assert ids(found) == [str(one.pk) for one in (auto, hand, waits)]
    assert found["items"][0]["accountDisplayName"] == "Work"
    assert found["items"][0]["sourceUrl"].endswith("#all/18c")
    assert found["items"][1]["sourceUrl"] is None
    for kind, mail in (("auto", auto), ("manual", hand), ("review", waits)):
        assert ids(data(get(client, f"/jobs/{sent.pk}/emails?filter={kind}"))) == [str(mail.pk)]
    one = data(get(client, f"/jobs/{sent.pk}/emails?limit=1"))
    assert (len(one["items"]), one["total"]) == (1, 3)


def test_a_sender_may_be_tied_to_a_job(client: Client, ada: User, sent: Job) -> None:
    mail = make.mail(ada, suggested=sent)
    done = data(decide(client, mail, "approve", {"rememberSender": True}))
    assert done["offersSenderRule"] is False
    (rule,) = data(get(client, "/post-application/sender-rules"))
    fits(shapes.SenderRuleOut, rule)
    assert (rule["address"], rule["job"]["id"]) == ("jobs@acme.example", str(sent.pk))
    data(send(client, "DELETE", f"/post-application/sender-rules/{rule['id']}"))
    assert not SenderRule.objects.exists()
