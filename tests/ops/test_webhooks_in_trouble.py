"""Messages of a receiver or a worker that is not well."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.http import http_date

from orchestrator.models import Delivery, User, Webhook
from orchestrator.ops import webhooks
from tests.ops.test_webhooks import applied, due, receiver
from tests.outside.server import Reply, Server

__all__ = ["receiver"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("named", "reached"),
    [
        ("127.0.0.0/8", True),
        ("10.0.0.0/8, 127.0.0.1/32", True),
        ("::1/128,127.0.0.1", True),
        ("10.0.0.0/8", False),
        ("128.0.0.0/1", False),
        ("127.0.0.0/99", False),
    ],
)
def test_a_network_may_be_named_as_well_as_a_host(
    receiver: Server, ada: User, settings: Any, named: str, reached: bool
) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = named
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert bool(receiver.seen) is reached
    assert (delivery.attempts_log[0]["reason"] == "private_address") is not reached


def test_the_bearer_goes_in_the_clear_into_a_named_network_only(
    receiver: Server, ada: User, settings: Any
) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = "127.0.0.0/8"
    webhooks.deliver(applied(ada).pk)
    assert "authorization" in receiver.seen[0].headers


def test_a_moment_to_come_back_at_is_a_wait(receiver: Server, ada: User) -> None:
    later = timezone.now() + timedelta(minutes=20)
    receiver.next(Reply(status=503, headers={"Retry-After": http_date(later.timestamp())}))
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert 1100 < (delivery.next_at - timezone.now()).total_seconds() <= 1200


@pytest.mark.parametrize("said", ["soon", "-5", "nan", "Mon, 01 Jan 1990 00:00:00 GMT", ""])
def test_a_wait_nobody_understands_changes_nothing(receiver: Server, ada: User, said: str) -> None:
    receiver.next(Reply(status=503, headers={"Retry-After": said}))
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert 20 < (delivery.next_at - timezone.now()).total_seconds() <= 36


def test_a_wait_of_days_is_an_hour(receiver: Server, ada: User) -> None:
    receiver.next(Reply(status=503, headers={"Retry-After": "864000"}))
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.next_at - timezone.now()).total_seconds() <= 3600


def test_a_worker_that_wakes_up_late_does_not_undo_what_another_did(
    receiver: Server, ada: User
) -> None:
    delivery = applied(ada)
    taken = Delivery.objects.get(pk=delivery.pk)
    taken.attempts = 1
    # Meanwhile it counted as lost, was taken up again, and arrived.
    Delivery.objects.filter(pk=delivery.pk).update(state="delivered", attempts=2)
    webhooks._note(taken, webhooks.Attempt(timezone.now(), 500, 7, reason="bad_status"))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts_log) == ("delivered", [])
    assert not Webhook.objects.exists()


def test_one_that_kills_its_worker_every_time_comes_to_an_end(ada: User, receiver: Server) -> None:
    delivery = applied(ada)
    long_ago = timezone.now() - timedelta(minutes=5)
    Delivery.objects.filter(pk=delivery.pk).update(state="sending", attempts=6, next_at=long_ago)
    assert webhooks.start_due() == 0
    delivery.refresh_from_db()
    assert delivery.state == "failed"


def test_what_waits_for_an_address_that_is_off_waits_a_week(ada: User, receiver: Server) -> None:
    off = timezone.now() - timedelta(days=8)
    Webhook.objects.create(owner=ada, kind="job", failures=20, disabled_at=off)
    old, young = applied(ada), None
    Delivery.objects.filter(pk=old.pk).update(created_at=off)
    young = webhooks.outbox.test(ada, "job")
    webhooks.start_due()
    states = dict(Delivery.objects.values_list("pk", "state"))
    assert states == {old.pk: "cancelled", young.pk: "pending"}


def test_one_that_is_off_can_be_tried(ada: User, receiver: Server) -> None:
    Webhook.objects.create(owner=ada, kind="job", failures=20, disabled_at=timezone.now())
    assert webhooks.send_test(ada, "job").state == "delivered"
    hook = Webhook.objects.get()
    assert hook.disabled_at is not None, "the owner turns it on again"


def test_an_answer_without_end_is_cut(ada: User, receiver: Server) -> None:
    receiver.next(Reply(status=200, body="x" * 3_000_000))
    delivery = applied(ada)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "delivered"
    assert len(delivery.attempts_log[0]["excerpt"]) < 240


def test_two_workers_send_one_attempt_once(ada: User, receiver: Server) -> None:
    delivery = applied(ada)
    due(delivery)
    first, second = webhooks.deliver(delivery.pk), webhooks.deliver(delivery.pk)
    assert (first is None, second is None) == (False, True)
    assert len(receiver.seen) == 1
