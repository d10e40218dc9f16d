"""Who may write a reply: one at a time, under a lease, and each end only once."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from django_q.models import OrmQ

from jobops.lib.errors import Refused
from orchestrator import leases, preferences, queue
from orchestrator.models import Job, LlmCall, User
from tailoring.ghostwriter import runs
from tailoring.ghostwriter.failures import BROKEN
from tailoring.models import ChatMessage, ChatRun
from tests import chats, make

GROUP = "tests"


@pytest.fixture
def job(ada: User) -> Job:
    make.heartbeat()
    return make.job(ada)


def test_a_begun_run_waits_in_the_interactive_queue(job: Job) -> None:
    run = chats.begun(job, engine="auto")
    assert (run.status, run.options, run.owner) == ("queued", {"engine": "auto"}, job.owner)
    assert OrmQ.objects.get().key == queue.INTERACTIVE


def test_it_refuses_a_second_run_of_the_thread(job: Job) -> None:
    run = chats.begun(job)
    with pytest.raises(Refused) as refused:
        chats.begun(job)
    assert (refused.value.kind, refused.value.details) == ("run_active", {"runId": str(run.pk)})


def test_it_refuses_when_no_worker_is_alive(job: Job) -> None:
    make.heartbeat(age=timedelta(seconds=61))
    with pytest.raises(Refused, match="No worker runs"):
        chats.begun(job)
    assert not ChatRun.objects.exists()
    assert not OrmQ.objects.exists()


def test_it_refuses_a_fifth_reply_at_once(job: Job) -> None:
    for _ in range(4):
        chats.begun(make.job(job.owner))
    with pytest.raises(Refused) as refused:
        chats.begun(job)
    assert (refused.value.kind, refused.value.details["retryAfter"]) == ("too_many_replies", 10)


def test_replies_of_others_do_not_count(job: Job, ben: User) -> None:
    for _ in range(4):
        chats.begun(make.job(ben))
    assert chats.begun(job).status == "queued"


@pytest.fixture
def spent(job: Job) -> User:
    """Ada with a model and 1000 of 1000 tokens used this month."""
    wanted = {"llmBaseUrl": "http://127.0.0.1:9/v1", "llmModel": "m", "llmMonthlyTokens": 1000}
    preferences.save(job.owner, wanted)
    call = {"owner": job.owner, "purpose": "x", "host": "h", "model": "m", "prompt_tokens": 400}
    LlmCall.objects.create(**call, completion_tokens=600)
    return job.owner


def test_it_refuses_when_the_tokens_of_the_month_are_used_up(job: Job, spent: User) -> None:
    with pytest.raises(Refused) as refused:
        chats.begun(job)
    assert refused.value.kind == "budget_exhausted"


def test_a_computed_draft_costs_no_tokens(job: Job, spent: User) -> None:
    assert chats.begun(job, engine="computed").status == "queued"


def test_tokens_of_last_month_are_forgiven(job: Job, spent: User) -> None:
    LlmCall.objects.update(at=timezone.now() - timedelta(days=32))
    assert chats.begun(job).status == "queued"


def test_a_run_is_claimed_once(job: Job) -> None:
    run = chats.begun(job)
    first, second = runs.claim(run.pk), runs.claim(run.pk)
    assert first is not None
    assert second is None
    assert first.lease_token is not None
    assert first.started_at is not None


def test_text_is_appended_and_the_first_moment_kept(job: Job) -> None:
    run = chats.claimed(job)
    assert runs.append(run, "Dear ")
    assert runs.append(run, "Acme")
    row = ChatRun.objects.select_related("message").get()
    assert (row.message.content, row.message.status) == ("Dear Acme", "partial")
    assert row.started_at <= row.first_token_at <= row.message.updated_at


def test_a_cancelled_run_keeps_its_text_and_takes_no_more(job: Job) -> None:
    run = chats.claimed(job)
    runs.append(run, "Dear ")
    assert runs.cancel(ChatRun.objects.get())
    assert not runs.append(run, "Acme")
    assert not runs.complete(run, message={"content": "Dear Acme"})
    assert not runs.fail(run, BROKEN)
    assert not runs.renew(run)
    assert not runs.is_mine(run)
    row = ChatMessage.objects.get(pk=run.message_id)
    assert (row.content, row.status) == ("Dear ", "cancelled")


def test_a_completed_run_cannot_be_cancelled(job: Job) -> None:
    run = chats.claimed(job)
    assert runs.complete(run, message={"content": "Dear Acme"}, usage={"tokensIn": 3})
    assert not runs.cancel(ChatRun.objects.get())
    row = ChatRun.objects.select_related("message").get()
    assert (row.status, row.message.status, row.usage) == ("completed", "complete", {"tokensIn": 3})
    assert row.finished_at is not None


def test_a_failed_run_says_why_on_both_rows(job: Job) -> None:
    run = chats.claimed(job)
    assert runs.fail(run, BROKEN)
    row = ChatRun.objects.select_related("message").get()
    assert (row.status, row.error_code, row.error_details) == (
        "failed", "model_failed", {"cause": "other"},
    )  # fmt: skip
    assert (row.message.status, row.message.error_code) == ("failed", "model_failed")


def test_a_stranger_with_another_token_writes_nothing(job: Job) -> None:
    run = chats.claimed(job)
    run.lease_token = uuid4()
    assert not runs.append(run, "x")
    assert not runs.fail(run, BROKEN)
    assert not runs.renew(run)
    assert ChatMessage.objects.get(pk=run.message_id).content == ""


def _state() -> tuple[str, str]:
    row = ChatRun.objects.get()
    return row.status, row.error_code


def test_a_run_whose_lease_ran_out_is_interrupted(job: Job) -> None:
    run = chats.claimed(job)
    runs.append(run, "Dear ")
    late = timezone.now() + timedelta(seconds=31)
    assert runs.reap(at=late, group=None) == 1
    assert _state() == ("failed", "interrupted")
    assert ChatMessage.objects.get(pk=run.message_id).content == "Dear "


def test_a_renewed_run_lives_on(job: Job) -> None:
    run = chats.claimed(job)
    ChatRun.objects.update(lease_expires_at=timezone.now())
    assert runs.renew(run)
    assert runs.reap(at=timezone.now() + timedelta(seconds=29), group=None) == 0


def test_a_run_of_a_dead_process_is_interrupted_at_once(job: Job) -> None:
    run = chats.claimed(job)
    host = leases.worker_name().split("/")[0]
    ChatRun.objects.filter(pk=run.pk).update(lease_worker=f"{host}/none/1/1")
    assert runs.reap(at=timezone.now(), group=None) == 1


def test_a_run_of_another_group_is_interrupted_where_only_one_can_live(job: Job) -> None:
    run = chats.claimed(job)
    ChatRun.objects.filter(pk=run.pk).update(lease_worker="elsewhere/gone/1/1")
    assert runs.reap(at=timezone.now(), group=None) == 0
    assert runs.reap(at=timezone.now(), group=GROUP) == 1


@pytest.mark.parametrize(
    ("age", "alive", "state"),
    [
        (59, False, ("queued", "")),
        (61, False, ("failed", "worker_unavailable")),
        (61, True, ("queued", "")),
        (299, True, ("queued", "")),
        (301, True, ("failed", "worker_unavailable")),
    ],
)
def test_an_unclaimed_run_waits_as_long_as_a_worker_may_come(
    job: Job, age: int, alive: bool, state: tuple[str, str]
) -> None:
    chats.begun(job)
    make.heartbeat(age=timedelta(hours=-1) if alive else timedelta(hours=1))
    runs.reap(at=timezone.now() + timedelta(seconds=age), group=None)
    assert _state() == state


def test_a_dead_run_does_not_block_the_next(job: Job) -> None:
    dead = chats.claimed(job)
    ChatRun.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    assert runs.active(dead.thread) is None
    assert chats.begun(job).status == "queued"


def test_begin_itself_ends_a_dead_run(job: Job) -> None:
    chats.claimed(job)
    ChatRun.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    run = chats.begun(job)
    assert ChatRun.objects.exclude(pk=run.pk).get().error_code == "interrupted"


def test_the_reaper_of_one_thread_leaves_the_others(job: Job) -> None:
    run = chats.claimed(job)
    other = chats.claimed(make.job(job.owner))
    late = timezone.now() + timedelta(seconds=31)
    assert runs.reap(at=late, group=None, thread=other.thread) == 1
    assert ChatRun.objects.get(pk=run.pk).status == "running"


def test_what_a_process_leaves_behind_is_released(job: Job) -> None:
    chats.claimed(job)
    assert runs.release(worker="elsewhere/gone/1/1") == 0
    assert runs.release(worker=leases.worker_name()) == 1
    assert _state() == ("failed", "interrupted")


def test_a_refusal_leaves_nothing_of_its_transaction(job: Job) -> None:
    chats.begun(job)
    with pytest.raises(Refused), transaction.atomic():
        chats.begun(job)
    assert (ChatMessage.objects.count(), OrmQ.objects.count()) == (2, 1)
