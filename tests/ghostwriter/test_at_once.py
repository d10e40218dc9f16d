"""Many tabs at once, each on a connection of its own. Real rows make these slower than the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django_q.models import OrmQ

from jobops.lib.errors import Refused
from orchestrator.models import Job, User
from tailoring.ghostwriter import keeping, prompts_kept, runs, sending, threads
from tailoring.models import ChatMessage, ChatRun, ChatThread
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(times: int, verb: Callable[[int], object]) -> list[object]:
    def run(number: int) -> object:
        try:
            return verb(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def refusals(found: list[object]) -> list[Refused]:
    return [one for one in found if isinstance(one, Refused)]


@pytest.fixture
def job(ada: User) -> Job:
    make.heartbeat()
    return make.job(ada)


def test_of_twenty_who_ask_one_is_answered_and_nineteen_are_told_by_which(job: Job) -> None:
    found = at_once(20, lambda number: sending.send(job, f"Question {number}"))
    run = ChatRun.objects.get()
    refused = refusals(found)
    assert [(one.kind, one.details) for one in refused] == [
        ("run_active", {"runId": str(run.pk)})
    ] * 19
    assert Counter(ChatMessage.objects.values_list("role", flat=True)) == {
        "user": 1, "assistant": 1,
    }  # fmt: skip
    assert ChatThread.objects.count() == 1
    assert OrmQ.objects.count() == 1
    assert [one.pk for one in threads.messages(threads.of(job)).messages] == [
        run.message.parent_id, run.message_id,
    ]  # fmt: skip


def test_ways_of_asking_at_once_are_one_reply_too(job: Job) -> None:
    first = sending.send(job, "First")
    run = runs.claim(first.run.pk)
    assert run is not None
    runs.complete(run, message={"content": "Hello"})
    reply = ChatMessage.objects.get(pk=first.reply.pk)
    ways: tuple[Callable[[], object], ...] = (
        lambda: sending.send(job, "More"),
        lambda: sending.edit(job, first.user, "Instead"),
        lambda: sending.regenerate(job, reply),
        lambda: threads.switch(threads.of(job), first.user),
    )
    found = at_once(12, lambda number: ways[number % 4]())
    assert len(refusals(found)) == 8
    assert ChatRun.objects.filter(status="queued").count() == 1


def test_asking_and_starting_over_leave_nothing_half_written(job: Job) -> None:
    def either(number: int) -> object:
        return sending.send(job, "Hi") if number % 2 else threads.reset(threads.of(job))

    at_once(12, either)
    thread = threads.of(job)
    page = threads.messages(thread)
    assert page.total == ChatMessage.objects.count()
    assert page.total in (0, 2)
    assert ChatRun.objects.count() == page.total / 2
    assert (thread.active_root is not None) == bool(page.total)


def test_a_worker_that_writes_while_people_ask_and_switch_is_never_in_the_way(job: Job) -> None:
    sent = sending.send(job, "First")
    run = runs.claim(sent.run.pk)
    assert run is not None

    def act(number: int) -> object:
        if number:
            threads.switch(threads.of(job), sent.user)
            return sending.send(job, "Second")
        for _ in range(30):
            runs.append(run, "word ")
        return runs.complete(run, message={"content": "word"})

    assert at_once(6, act)[0] is True
    sent.reply.refresh_from_db()
    assert (sent.reply.status, sent.reply.content) == ("complete", "word")


def test_clicks_at_once_keep_one_note(job: Job) -> None:
    sent = sending.send(job, "Hi")
    run = runs.claim(sent.run.pk)
    assert run is not None
    runs.complete(run, message={"content": "Dear team"})
    reply = ChatMessage.objects.select_related("thread__job__owner").get(pk=sent.reply.pk)
    found = at_once(8, lambda _: keeping.as_note(reply).pk)
    assert len(set(found)) == job.notes.count() == 1


def test_fifty_prompts_stay_fifty(ada: User) -> None:
    for number in range(48):
        prompts_kept.save(ada, name=f"Number {number}", body="x")

    def save(number: int) -> bool:
        try:
            prompts_kept.save(ada, name=f"More {number}", body="x")
        except prompts_kept.Invalid:
            return False
        return True

    assert sum(bool(one) for one in at_once(8, save)) == 2


def test_first_words_a_cancel_and_starting_over_never_wait_for_each_other(job: Job) -> None:
    """Several times, because the moment in which they would is short."""
    for _ in range(20):
        run = runs.claim(sending.send(job, "Hi").run.pk)
        assert run is not None
        ways: tuple[Callable[[], object], ...] = (
            lambda run=run: (runs.append(run, "Dear"), runs.complete(run, message={})),
            lambda run=run: runs.cancel(run),
            lambda: threads.reset(threads.of(job)),
        )
        at_once(3, lambda number, ways=ways: ways[number]())
        assert not ChatMessage.objects.exists()
