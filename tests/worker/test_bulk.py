"""A bulk action goes on by itself after any death. Each test starts a real worker."""

from __future__ import annotations

import psutil
import pytest

from orchestrator.bulk import actions
from orchestrator.models import Job, JobEvent, Operation, User
from tests import make
from tests.outside.model import ModelStub
from tests.worker.harness import REAL_ROWS, RealWorker, until

pytestmark = [pytest.mark.worker, REAL_ROWS]


def ask(owner: User, action: str, count: int) -> Operation:
    jobs = [str(make.job(owner).pk) for _ in range(count)]
    return actions.request(owner, action, jobs, actor="user")


def ended(operation: Operation) -> bool:
    operation.refresh_from_db()
    return operation.finished_at is not None


def test_a_worker_killed_in_the_middle_is_no_loss_and_nothing_is_done_twice(
    worker: RealWorker, owner: User
) -> None:
    worker.start()
    found = ask(owner, "skip", 400)
    until(lambda: found.items.filter(state="succeeded").count() > 20)
    worker.kill()
    assert not ended(found)
    worker.start()
    until(lambda: ended(found))
    assert (found.status, found.result["succeeded"], found.result["failed"]) == (
        "succeeded", 400, 0,
    )  # fmt: skip
    assert JobEvent.objects.filter(kind="job.skipped").count() == 400
    assert set(found.items.values_list("attempts", flat=True)) == {1}


def test_two_workers_share_the_work_of_several_actions(worker: RealWorker, owner: User) -> None:
    worker.start()
    found = [ask(owner, "skip", 60), ask(owner, "rescore", 12), ask(owner, "apply", 40)]
    until(lambda: all(ended(one) for one in found))
    assert [one.result["succeeded"] for one in found] == [60, 12, 40]


def test_a_job_whose_worker_died_is_told_and_the_others_go_on(
    worker: RealWorker, owner: User, with_model: ModelStub
) -> None:
    with_model.delay = 600
    worker.start()
    found = ask(owner, "rescore", 6)
    busy = until(lambda: Job.objects.filter(score_worker__isnull=False).first())
    psutil.Process(int(busy.score_worker.split("/")[2])).kill()
    with_model.release()
    until(lambda: ended(found))
    reasons = [
        error["details"]["reason"]
        for error in found.items.filter(state="failed").values_list("error", flat=True)
    ]
    assert (found.status, found.result["succeeded"], reasons) == ("succeeded", 5, ["interrupted"])
    assert not Job.objects.exclude(score_token=None).exists()


def test_stopping_lets_what_runs_end(
    worker: RealWorker, owner: User, with_model: ModelStub
) -> None:
    with_model.delay = 600
    worker.start()
    found = ask(owner, "rescore", 8)
    until(lambda: with_model.calls, what="a call of the model")
    actions.cancel(found, actor="user")
    with_model.release()
    until(lambda: ended(found))
    counts = found.result
    assert found.status == "cancelled"
    assert counts["succeeded"] >= 1
    assert counts["succeeded"] + counts["cancelled"] == 8
    assert not Job.objects.exclude(score_token=None).exists()
