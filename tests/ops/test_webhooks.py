from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from orchestrator import outbox, preferences
from orchestrator.models import Delivery, PipelineRun, User, Webhook
from orchestrator.ops import webhooks
from orchestrator.tracking import stages
from tests import make
from tests.outside.server import Reply, Server

SECRET = "a-secret-for-signing"
pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver(outside: Server, ada: User, settings) -> Server:
    """Where Ada's messages go; the administrator has named its host."""
    settings.WEBHOOK_PRIVATE_HOSTS = "127.0.0.1"
    preferences.save(
        ada,
        {
            "jobCompleteWebhookUrl": f"{outside.url}/job",
            "pipelineWebhookUrl": f"{outside.url}/run",
            "webhookSecret": SECRET,
        },
    )
    return outside.on("POST", "/.*", Reply(status=200, body="thanks"))


def applied(owner: User) -> Delivery:
    stages.apply(make.job(owner, title="Pilot", employer="Beta", score=77.0), actor="user")
    return Delivery.objects.get(kind="job")


def due(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(next_at=timezone.now())


def test_applying_tells_exactly_the_listed_keys(receiver: Server, ada: User) -> None:
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)

    said = receiver.seen[0].json()
    assert list(said) == ["event", "sentAt", "job"]
    job = said["job"]
    assert list(job) == [
        "id", "source", "title", "employer", "status", "suitabilityScore", "sponsorMatchScore",
    ]  # fmt: skip
    assert (said["event"], job["title"], job["status"]) == ("job.completed", "Pilot", "applied")
    assert job["suitabilityScore"] == 77
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts_log[0]["status"]) == ("delivered", 200)


def test_a_message_is_signed_and_named(receiver: Server, ada: User) -> None:
    webhooks.deliver(applied(ada).pk)

    seen = receiver.seen[0]
    signed = f"{seen.headers['x-jobops-timestamp']}.".encode() + seen.body
    expected = "v1=" + hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert seen.headers["x-jobops-signature"] == expected
    assert seen.headers["authorization"] == f"Bearer {SECRET}"
    assert seen.headers["x-jobops-event"] == "job.completed"
    assert seen.headers["x-jobops-delivery"] == str(Delivery.objects.get().pk)
    assert seen.headers["user-agent"].startswith("JobOps/")


def test_the_bearer_can_be_left_out(receiver: Server, ada: User) -> None:
    preferences.save(ada, {"webhookSendBearer": False})
    webhooks.deliver(applied(ada).pk)

    assert "authorization" not in receiver.seen[0].headers
    assert "x-jobops-signature" in receiver.seen[0].headers


def test_without_a_secret_nothing_is_signed(receiver: Server, ada: User) -> None:
    preferences.save(ada, {"webhookSecret": None})
    webhooks.deliver(applied(ada).pk)

    assert not {"x-jobops-signature", "authorization"} & set(receiver.seen[0].headers)


def test_without_an_address_nothing_is_stored(ada: User) -> None:
    stages.apply(make.job(ada), actor="user")

    assert not Delivery.objects.exists()


def test_a_change_that_is_rolled_back_tells_nothing(receiver: Server, ada: User) -> None:
    with transaction.atomic():
        stages.apply(make.job(ada), actor="user")
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()


def test_applying_twice_tells_once(receiver: Server, ada: User) -> None:
    job = make.job(ada)
    stages.apply(stages.apply(job, actor="user"), actor="user")

    assert Delivery.objects.count() == 1


def test_moving_on_by_the_timeline_tells_nothing(receiver: Server, ada: User) -> None:
    stages.log(make.job(ada), "technical_interview", actor="user")

    assert not Delivery.objects.exists()


def test_an_undone_application_is_not_told(receiver: Server, ada: User) -> None:
    job = make.job(ada)
    event = stages.undoable(stages.apply(job, actor="user"))
    stages.take_back(job, actor="user")

    delivery = Delivery.objects.get()
    assert delivery.state == "cancelled"
    assert not outbox.has_left(event.pk)
    assert webhooks.deliver(delivery.pk) is None
    assert receiver.seen == []


def test_one_that_has_left_is_known_to_have(receiver: Server, ada: User) -> None:
    job = make.job(ada)
    event = stages.undoable(stages.apply(job, actor="user"))
    webhooks.deliver(Delivery.objects.get().pk)
    stages.take_back(job, actor="user")

    assert outbox.has_left(event.pk)


@pytest.mark.parametrize(
    ("status", "told"),
    [("completed", "pipeline.completed"), ("failed", "pipeline.failed"), ("cancelled", None)],
)
def test_a_run_tells_how_it_ended(receiver: Server, ada: User, status, told) -> None:
    counts = {"created": 3, "scored": 4, "processed": 1}
    run = PipelineRun.objects.create(
        owner=ada, status=status, counts=counts, error_message="It stopped."
    )
    outbox.run_ended(run)
    outbox.run_ended(run)

    said = [json.loads(one.body) for one in Delivery.objects.all()]
    assert [one["event"] for one in said] == ([told] if told else [])
    for one in said:
        del one["event"], one["sentAt"]
        error = {"error": "It stopped."} if status == "failed" else {}
        assert one == {
            "pipelineRunId": str(run.pk), "jobsDiscovered": 3, "jobsScored": 4,
            "jobsProcessed": 1, **error,
        }  # fmt: skip


def test_a_failure_is_tried_again_with_the_same_body(receiver: Server, ada: User) -> None:
    receiver.next(Reply(status=503, body="later"), Reply(status=204))
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    wait = (delivery.next_at - timezone.now()).total_seconds()
    assert (delivery.state, delivery.attempts) == ("pending", 1)
    assert 0 < wait <= 36.5

    assert webhooks.deliver(delivery.pk) is None
    due(delivery)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    first, second = receiver.seen
    assert delivery.state == "delivered"
    assert first.body == second.body
    assert first.headers["x-jobops-delivery"] == second.headers["x-jobops-delivery"]


def test_the_receiver_may_ask_for_a_longer_wait(receiver: Server, ada: User) -> None:
    receiver.next(Reply(status=429, headers={"Retry-After": "900"}))
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()

    assert 600 < (delivery.next_at - timezone.now()).total_seconds() <= 900


def test_it_gives_up_after_six_attempts(receiver: Server, ada: User) -> None:
    receiver.next(*[Reply(status=500)] * 6)
    delivery = applied(ada)
    for _ in range(7):
        due(delivery)
        webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()

    assert (delivery.state, delivery.attempts, len(receiver.seen)) == ("failed", 6, 6)


@pytest.mark.parametrize(
    ("reply", "state"),
    [(Reply(status=410), "failed"), (Reply(status=302, headers={"Location": "/x"}), "pending")],
)
def test_gone_ends_it_and_a_redirect_is_no_success(
    receiver: Server, ada: User, reply: Reply, state: str
) -> None:
    receiver.next(reply)
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()

    assert (delivery.state, len(receiver.seen)) == (state, 1)


def test_a_private_address_nobody_named_is_not_called(
    receiver: Server, ada: User, settings
) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = ""
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()

    assert receiver.seen == []
    assert delivery.attempts_log[0]["reason"] == "private_address"


def test_what_the_receiver_says_is_cut_and_cleaned(receiver: Server, ada: User) -> None:
    receiver.next(Reply(status=500, body=f"{SECRET} {'x' * 9000}"))
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()

    excerpt = delivery.attempts_log[0]["excerpt"]
    assert SECRET not in excerpt
    assert 0 < len(excerpt) < 240


def test_what_a_dead_worker_was_sending_is_offered_again(receiver: Server, ada: User) -> None:
    delivery = applied(ada)
    long_ago = timezone.now() - timedelta(minutes=5)
    Delivery.objects.filter(pk=delivery.pk).update(state="sending", attempts=1, next_at=long_ago)

    assert webhooks.start_due() == 1
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("delivered", 2)


def test_twenty_failures_over_a_day_switch_the_address_off(receiver: Server, ada: User) -> None:
    since = timezone.now() - timedelta(hours=25)
    Webhook.objects.create(owner=ada, kind="job", failures=19, failing_since=since)
    receiver.next(Reply(status=410))
    webhooks.deliver(applied(ada).pk)
    assert Webhook.objects.get().disabled_at is not None

    stages.apply(make.job(ada), actor="user")
    waiting = Delivery.objects.get(state="pending")
    Delivery.objects.filter(pk=waiting.pk).update(next_at=since)
    assert webhooks.start_due() == 0
    assert webhooks.deliver(waiting.pk) is None
    assert len(receiver.seen) == 1

    assert webhooks.turn_on(ada, "job") == 1
    webhooks.deliver(waiting.pk)
    assert Webhook.objects.get().failures == 0
    assert len(receiver.seen) == 2


def test_a_success_forgets_the_failures(receiver: Server, ada: User) -> None:
    Webhook.objects.create(owner=ada, kind="job", failures=7, failing_since=timezone.now())
    webhooks.deliver(applied(ada).pk)

    hook = Webhook.objects.get()
    assert (hook.failures, hook.failing_since) == (0, None)


def test_a_test_message_says_that_it_is_one(receiver: Server, ada: User) -> None:
    sent = webhooks.send_test(ada, "pipeline")

    said = receiver.seen[0].json()
    assert (sent.state, list(said), said["event"]) == (
        "delivered", ["event", "sentAt"], "webhook.test",
    )  # fmt: skip


def test_a_failed_test_is_not_repeated(receiver: Server, ada: User) -> None:
    receiver.next(Reply(status=500))
    sent = webhooks.send_test(ada, "job")

    assert (sent.state, webhooks.start_due()) == ("failed", 0)


def test_a_failed_message_can_be_sent_again(receiver: Server, ada: User) -> None:
    receiver.next(Reply(status=410))
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    webhooks.send_again(delivery)
    with pytest.raises(webhooks.WebhookProblem):
        webhooks.send_again(delivery)
    webhooks.deliver(delivery.pk)

    assert receiver.seen[0].body == receiver.seen[1].body
