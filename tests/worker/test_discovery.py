"""A run that discovers goes on after any death, and counts nothing twice.

Each test starts a real worker; those that prepare start a browser. JOBOPS_SOAK=20 kills twenty runs
at moments nobody chose.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter

import psutil
import pytest
from django.db.models import Count

from orchestrator.models import Find, Job, LlmCall, PipelineRun, User
from orchestrator.pipeline import insights, runs
from tests.outside.boards import Boards, slow
from tests.outside.model import ModelStub
from tests.worker.harness import REAL_ROWS, RealWorker, until

pytestmark = [pytest.mark.worker, REAL_ROWS]

SOURCES = ["remoteok", "remotive", "himalayas", "jobicy"]
OPTIONS = {
    "topN": 1,
    "minSuitabilityScore": 0,
    "sources": SOURCES,
    "searchTerms": ["engineer", "developer"],
    "scoreLimit": 4,
}
SOAK = int(os.environ.get("JOBOPS_SOAK", "0"))


@pytest.fixture
def discovering(worker: RealWorker, boards: Boards, with_model: ModelStub) -> RealWorker:
    """A worker that asks the stubs; slow enough to be met at each step."""
    worker.env["JOBOPS_SOURCE_RELAY_URL"] = boards.url
    for source in SOURCES:
        boards.fault(source, slow(0.1))
    boards.grow("remoteok", 200)
    with_model.delay = 0.1
    return worker


def begin(owner: User, **options: object) -> PipelineRun:
    return runs.create(owner, options={**OPTIONS, **options}, trigger="manual")


def ended(run: PipelineRun) -> bool:
    run.refresh_from_db()
    return run.status != "running"


def told_the_truth(run: PipelineRun) -> None:
    """Whatever happened: complete, nothing twice, nothing left in work, every number true."""
    assert (run.status, run.error_message) == ("completed", None)
    assert run.counts["created"] == Job.objects.count() == Find.objects.count()
    for row in insights.insights(run)["perSource"]:
        filtered = sum(row["filtered"].values())
        assert row["state"] == "succeeded"
        assert row["fetched"] == row["bad"] + filtered + row["taken"]
    numbers = Job.objects.values_list("source", "source_job_id").annotate(rows=Count("pk"))
    assert not [one for one in numbers if one[2] > 1]
    assert not Job.objects.filter(status="processing").exists()
    assert Job.objects.for_user(run.owner).ready().count() == 1
    bought = LlmCall.objects.filter(result="ok").values_list("job_id", "purpose")
    assert max(Counter(bought).values()) == 1


@pytest.mark.parametrize("step", ["crawling", "scoring", "judging", "processing"])
def test_it_goes_on_after_the_worker_was_killed(
    discovering: RealWorker, owner: User, boards: Boards, step: str
) -> None:
    discovering.start()
    run = begin(owner)
    at_work = run.items.filter(step=step, state__in=("running", "succeeded"))
    until(at_work.exists, what=f"work at {step}")
    discovering.kill()
    discovering.start()
    until(lambda: ended(run), what="the end of the run")
    told_the_truth(run)


def test_a_source_whose_reader_was_killed_is_read_again_and_counted_once(
    discovering: RealWorker, owner: User, boards: Boards
) -> None:
    boards.grow("remoteok", 2000)
    discovering.start()
    run = begin(owner, sources=["remoteok"], enableScoring=False, runBudget=1000)
    until(Find.objects.exists, what="a first batch")
    item = run.items.get(step="crawling")
    psutil.Process(int(item.worker.split("/")[2])).kill()
    until(lambda: ended(run), what="the end of the run")
    item.refresh_from_db()
    assert (item.attempt, item.state, len(boards.asked("remoteok"))) == (2, "succeeded", 1)
    assert run.counts["created"] == item.counts["created"] <= item.counts["taken"]
    assert Job.objects.count() == Find.objects.count() == run.counts["created"] > 100


@pytest.mark.parametrize("moment", range(SOAK))
def test_it_goes_on_after_a_kill_at_any_moment(
    discovering: RealWorker, owner: User, boards: Boards, moment: int
) -> None:
    discovering.start()
    run = begin(owner)
    time.sleep(random.Random(moment).uniform(0.05, 5.0))
    discovering.kill()
    discovering.start()
    until(lambda: ended(run), seconds=110, what=f"the end of the run\n{discovering.log()[-3000:]}")
    told_the_truth(run)


def test_cancelling_while_sources_are_read_keeps_what_came(
    discovering: RealWorker, owner: User, boards: Boards
) -> None:
    for source in SOURCES[1:]:
        boards.fault(source, slow(1.0))
    discovering.start()
    run = begin(owner)
    until(Find.objects.exists, what="a first find")
    runs.cancel(owner, actor="user")
    until(lambda: ended(run), what="the end of the run")
    assert (run.status, run.counts["created"]) == ("cancelled", Job.objects.count())
    assert set(run.items.values_list("state", flat=True)) <= {"succeeded", "cancelled"}
    assert Job.objects.exists()
