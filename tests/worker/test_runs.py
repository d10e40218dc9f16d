"""A run goes on by itself after any death. Each test starts a real worker and a browser."""

from __future__ import annotations

import psutil
import pytest

from orchestrator.models import Job, PipelineRun, User
from orchestrator.pipeline import runs
from tests import make
from tests.outside.model import ModelStub
from tests.worker.harness import REAL_ROWS, RealWorker, until

pytestmark = [pytest.mark.worker, REAL_ROWS]

OPTIONS = {"topN": 4, "minSuitabilityScore": 0, "enableCrawling": False}


def ended(run: PipelineRun) -> bool:
    run.refresh_from_db()
    return run.status != "running"


def prepared(run: PipelineRun) -> int:
    return run.items.filter(step="processing", state="succeeded").count()


def test_a_run_goes_on_after_the_worker_command_was_killed(worker: RealWorker, owner: User) -> None:
    worker.start()
    for _ in range(5):
        make.job(owner)
    run = runs.start(owner, options=OPTIONS, trigger="manual", actor="user")
    until(lambda: prepared(run), what="a first prepared job")
    worker.kill()
    worker.start()
    until(lambda: ended(run))
    assert (run.status, prepared(run)) == ("completed", 4)
    assert Job.objects.for_user(owner).ready().count() == 4
    assert not Job.objects.filter(status="processing").exists()


def test_a_job_whose_worker_was_killed_gets_its_turn_again(
    worker: RealWorker, owner: User, with_model: ModelStub
) -> None:
    with_model.delay = 600
    worker.start()
    for _ in range(2):
        make.job(owner, score=80.0, score_engine="user")
    run = runs.start(owner, options=OPTIONS, trigger="manual", actor="user")
    busy = until(lambda: Job.objects.filter(render_worker__isnull=False).first())
    psutil.Process(int(busy.render_worker.split("/")[2])).kill()
    with_model.release()
    until(lambda: ended(run))
    attempts = sorted(run.items.filter(step="processing").values_list("attempt", flat=True))
    assert (run.status, prepared(run), attempts) == ("completed", 2, [1, 2])


def test_cancelling_lets_what_runs_end_and_begins_nothing_more(
    worker: RealWorker, owner: User, with_model: ModelStub
) -> None:
    with_model.delay = 600
    worker.start()
    for _ in range(5):
        make.job(owner, score=80.0, score_engine="user")
    run = runs.start(owner, options=OPTIONS, trigger="manual", actor="user")
    until(lambda: Job.objects.filter(render_worker__isnull=False).exists())
    _, already = runs.cancel(owner, actor="user")
    with_model.release()
    until(lambda: ended(run))
    states = set(run.items.filter(step="processing").values_list("state", flat=True))
    assert (run.status, already) == ("cancelled", False)
    assert states <= {"succeeded", "cancelled"}
    assert not Job.objects.filter(status="processing").exists()
