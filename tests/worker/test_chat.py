"""Replies by a real worker: killed, stopped, doubled, cancelled, and beside a pool that is full."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django_q.models import OrmQ

from orchestrator.models import Job, LlmCall, User
from tailoring.ghostwriter import runs, sending
from tailoring.ghostwriter.sending import Sent
from tailoring.models import ChatRun
from tests import make
from tests.outside.model import ModelStub, hanging, tells
from tests.worker.harness import REAL_ROWS, RealWorker, chore, gone, said, until

pytestmark = [pytest.mark.worker, REAL_ROWS]

LETTER = "Dear Acme, I build services in Python and PostgreSQL. " * 4


@pytest.fixture
def job(owner: User) -> Job:
    return make.job(owner)


def ask(job: Job) -> Sent:
    return sending.send(job, "Write me a letter.")


def row(sent: Sent) -> ChatRun:
    return ChatRun.objects.select_related("message", "thread").get(pk=sent.run.pk)


def ended(sent: Sent) -> bool:
    return row(sent).status not in ("queued", "running")


def text_of(sent: Sent) -> str:
    return row(sent).message.content


def states(sent: Sent) -> tuple[str, str, str]:
    found = row(sent)
    return found.status, found.error_code, found.message.status


def test_a_reply_is_written_while_the_model_still_talks(
    worker: RealWorker, job: Job, with_model: ModelStub
) -> None:
    with_model.next(tells(LETTER, size=20, silent_at=4))
    worker.start()
    sent = ask(job)
    until(lambda: text_of(sent) == LETTER[:80], what="what the model had said so far")
    assert row(sent).status == "running"
    with_model.stop()
    until(lambda: ended(sent))
    assert states(sent) == ("failed", "model_failed", "failed")
    assert text_of(sent) == LETTER[:80]


def test_a_task_that_comes_twice_buys_once(
    worker: RealWorker, job: Job, with_model: ModelStub
) -> None:
    worker.start()
    with_model.next(tells(LETTER, every=0.02))
    sent = ask(job)
    runs.offer_again(row(sent))
    until(lambda: ended(sent) and not OrmQ.objects.exists())
    assert states(sent) == ("completed", "", "complete")
    assert text_of(sent) == LETTER.strip()
    assert (len(with_model.calls), LlmCall.objects.count()) == (1, 1)


def test_killed_in_the_middle_the_text_is_kept_and_the_thread_free(
    worker: RealWorker, job: Job, with_model: ModelStub
) -> None:
    with_model.next(tells(LETTER, size=20, silent_at=2), tells(LETTER))
    worker.start()
    sent = ask(job)
    until(lambda: text_of(sent) == LETTER[:40], what="some text")
    family = worker.family()
    worker.kill()
    until(lambda: gone(family))
    worker.start()
    until(lambda: ended(sent), what="the run interrupted")
    assert states(sent) == ("failed", "interrupted", "failed")
    assert text_of(sent) == LETTER[:40]
    again = ask(job)
    until(lambda: ended(again))
    assert states(again) == ("completed", "", "complete")


def test_its_process_alone_is_replaced_and_the_pool_left_in_peace(
    worker: RealWorker, job: Job, with_model: ModelStub
) -> None:
    with_model.next(tells(LETTER, size=20, silent_at=2), tells(LETTER))
    worker.start()
    pool = {one.pid for one in worker.pool()}
    sent = ask(job)
    until(lambda: text_of(sent) == LETTER[:40], what="some text")
    worker.desk().kill()
    until(lambda: ended(sent), what="the run interrupted")
    assert states(sent) == ("failed", "interrupted", "failed")
    again = ask(job)
    until(lambda: ended(again), what="a reply of the next process")
    assert states(again) == ("completed", "", "complete")
    assert {one.pid for one in worker.pool()} == pool


def test_a_task_lost_between_queue_and_claim_is_offered_again(
    worker: RealWorker, job: Job, with_model: ModelStub
) -> None:
    with_model.next(tells(LETTER))
    make.heartbeat()
    sent = ask(job)
    OrmQ.objects.all().delete()
    ChatRun.objects.update(created_at=sent.run.created_at - timedelta(seconds=11))
    worker.start()
    until(lambda: ended(sent), what="the reaper's round")
    assert states(sent) == ("completed", "", "complete")


def test_nobody_waits_behind_silent_models_and_a_cancel_hangs_up_on_them(
    worker: RealWorker, owner: User, with_model: ModelStub
) -> None:
    with_model.next(hanging(), *[tells(LETTER, size=20, silent_at=1)] * 2, tells(LETTER))
    worker.start()
    silent = [ask(make.job(owner)) for _ in range(3)]
    until(lambda: len(with_model.calls) == 3)
    last = ask(make.job(owner))
    until(lambda: ended(last), what="the fourth beside three silent ones")
    assert states(last) == ("completed", "", "complete")
    for sent in silent:
        assert runs.cancel(row(sent))
        assert states(sent) == ("cancelled", "cancelled", "cancelled")
        assert not runs.cancel(row(sent))
    until(lambda: len(with_model.hung_up) == 3, what="three connections closed")
    assert sorted(text_of(sent) for sent in silent) == ["", LETTER[:20], LETTER[:20]]


def test_stopped_in_the_middle_the_run_says_so_at_once(
    tmp_path: Path, job: Job, with_model: ModelStub
) -> None:
    worker = RealWorker(tmp_path, {"JOBOPS_STOP_SECONDS": "1"})
    with_model.next(tells(LETTER, size=20, silent_at=2))
    try:
        worker.start()
        sent = ask(job)
        until(lambda: text_of(sent) == LETTER[:40], what="some text")
        assert worker.stop() == 0
        assert states(sent) == ("failed", "interrupted", "failed")
    finally:
        worker.end()


def test_stopping_lets_a_reply_end(tmp_path: Path, job: Job, with_model: ModelStub) -> None:
    worker = RealWorker(tmp_path, {"JOBOPS_STOP_SECONDS": "60"})
    with_model.next(tells(LETTER, size=20, every=0.1))
    try:
        worker.start()
        sent = ask(job)
        until(lambda: text_of(sent), what="some text")
        assert worker.stop() == 0
        assert states(sent) == ("completed", "", "complete")
        assert text_of(sent) == LETTER.strip()
    finally:
        worker.end()


def test_a_full_pool_does_not_delay_a_reply(
    worker: RealWorker, owner: User, job: Job, with_model: ModelStub, tmp_path: Path
) -> None:
    with_model.next(tells(LETTER))
    worker.start()
    for number in range(8):
        chore("hold", tmp_path, str(number))
    until(lambda: sum(bool(said(tmp_path, f"{n}.begun")) for n in range(8)) == settings.WORKERS)
    sent = ask(job)
    draft = sending.send(make.job(owner), "A letter.", draft="cover_letter", engine="computed")
    until(lambda: ended(sent) and ended(draft), what="replies beside a full pool")
    assert [states(one)[0] for one in (sent, draft)] == ["completed", "completed"]
    assert [row(one).message.origin for one in (sent, draft)] == ["model", "computed"]
    assert sum(bool(said(tmp_path, f"{n}.begun")) for n in range(8)) == settings.WORKERS
    (tmp_path / "go").touch()
