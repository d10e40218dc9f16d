"""Kill −9 at every step of a job's way to its PDF. Each test starts a real worker and a browser."""

from __future__ import annotations

import random
import time
from contextlib import suppress

import psutil
import pytest
from pypdf import PdfReader

from orchestrator.models import Job, Operation, User
from orchestrator.pipeline import edits, process, refresh
from pdfs import store
from tests import make
from tests.kept import on_disk
from tests.outside.model import ModelStub
from tests.worker.harness import REAL_ROWS, RealWorker, gone, until

pytestmark = [pytest.mark.worker, REAL_ROWS]


def settled(*jobs: Job) -> bool:
    return not Operation.objects.filter(job__in=jobs).open().exists()


def stand(job: Job) -> tuple[str, str | None]:
    job.refresh_from_db()
    return job.status, (job.last_error or {}).get("reason")


def kill_whoever_works_on(job: Job) -> None:
    job.refresh_from_db()
    assert job.render_worker is not None
    psutil.Process(int(job.render_worker.split("/")[2])).kill()


def every_pdf_is_whole(owner: User) -> bool:
    pointed = Job.objects.filter(owner=owner, pdf_digest__isnull=False)
    files = [on_disk(store.name_of(owner.pk, str(job.pdf_digest))) for job in pointed]
    return all(len(PdfReader(file).pages) > 0 for file in files)


def test_killed_while_the_model_answers_the_job_comes_back_and_can_be_processed_again(
    worker: RealWorker, owner: User, with_model: ModelStub
) -> None:
    with_model.delay = 600
    worker.start()
    job = make.job(owner)
    operation = process.request(job, actor="user")
    until(lambda: with_model.calls, what="a call of the model")
    edits.save(job, {"tailored_headline": "Typed meanwhile"}, actor="user")
    kill_whoever_works_on(job)
    until(lambda: settled(job), what="the reaper")
    operation.refresh_from_db()
    assert stand(job) == ("discovered", "interrupted")
    assert (operation.attempts, operation.error["details"]["reason"]) == (1, "interrupted")
    with_model.release()
    process.request(job, actor="user")
    until(lambda: settled(job))
    assert stand(job) == ("ready", None)
    assert job.tailored_headline == "Typed meanwhile"


def mute_browser(worker: RealWorker) -> None:
    """From the next start on, printing begins and never ends."""
    program = worker.folder / "chromium"
    program.write_text("#!/bin/sh\n[ $# -gt 1 ] && exec sleep 100\necho Chromium 1.0\n")
    program.chmod(0o755)
    worker.env["CHROMIUM_PATH"] = str(program)


def test_killed_while_printing_no_pointer_is_left_behind(worker: RealWorker, owner: User) -> None:
    mute_browser(worker)
    worker.start()
    job = make.job(owner)
    operation = process.request(job, actor="user")
    until(lambda: Operation.objects.filter(pk=operation.pk, step="pdf").exists())
    kill_whoever_works_on(job)
    until(lambda: settled(job), what="the reaper")
    assert stand(job) == ("discovered", "interrupted")
    assert job.pdf_digest is None


def test_killed_while_printing_again_the_old_pdf_stays(worker: RealWorker, owner: User) -> None:
    worker.start()
    job = make.job(owner)
    process.request(job, actor="user")
    until(lambda: settled(job))
    job.refresh_from_db()
    old = job.pdf_digest
    worker.kill()
    mute_browser(worker)
    worker.start()
    edits.save(job, {"tailored_summary": "Something new to print."}, actor="user")
    operation = refresh.request(job, actor="user")
    until(lambda: Operation.objects.filter(pk=operation.pk, step="pdf").exists())
    kill_whoever_works_on(job)
    until(lambda: settled(job), what="the reaper")
    assert stand(job) == ("ready", "interrupted")
    assert (job.pdf_digest, job.is_regenerating) == (old, False)
    assert every_pdf_is_whole(owner)


def test_killed_between_file_and_row_the_row_never_points_at_nothing(
    worker: RealWorker, owner: User
) -> None:
    worker.start()
    job = make.job(owner)
    process.request(job, actor="user")
    folder = on_disk(store.name_of(owner.pk, "00")).parent.parent
    until(lambda: list(folder.glob("*/*.pdf")), what="a file in the store")
    worker.kill()
    worker.start()
    until(lambda: settled(job))
    # The kill may come a moment too late; both ends are whole, and nothing between them exists.
    assert stand(job) in (("discovered", "interrupted"), ("ready", None))
    assert every_pdf_is_whole(owner)


@pytest.mark.parametrize("seed", range(2))
def test_killed_at_random_nothing_is_lost_and_nothing_is_left(
    worker: RealWorker, owner: User, with_model: ModelStub, seed: int
) -> None:
    chance = random.Random(seed)
    with_model.delay = 0.05
    worker.start()
    jobs = [make.job(owner) for _ in range(4)]
    operations = [process.request(job, actor="user") for job in jobs]
    for _ in range(3):
        # The moment of death is what this test is about, so it is not waited for but drawn.
        time.sleep(chance.uniform(0.05, 0.7))
        victim = chance.choice([*worker.pool(), None])
        if victim is None:
            worker.kill()
            worker.start()
        else:
            with suppress(psutil.NoSuchProcess):  # it may have gone by itself
                victim.kill()
    until(lambda: settled(*jobs), what="the end of all work")
    assert {stand(job) for job in jobs} <= {("ready", None), ("discovered", "interrupted")}
    assert every_pdf_is_whole(owner)
    assert all(
        one.attempts <= 1 for one in Operation.objects.filter(pk__in=[o.pk for o in operations])
    )
    assert all(_history_adds_up(job) for job in jobs)


def _history_adds_up(job: Job) -> bool:
    kinds = list(job.events.order_by("seq").values_list("kind", flat=True))
    begun = kinds.count("processing.started")
    return begun == kinds.count("processing.finished") + kinds.count("processing.abandoned")


def test_the_browser_of_a_killed_worker_ends_with_it(worker: RealWorker, owner: User) -> None:
    worker.start()
    job = make.job(owner)
    process.request(job, actor="user")
    until(lambda: settled(job))
    printer = next(one for one in worker.workers() if one.children())
    browsers = printer.children(recursive=True)
    printer.kill()
    until(lambda: gone(browsers), what="driver and browser gone")


def test_the_browser_ends_with_the_command(worker: RealWorker, owner: User) -> None:
    worker.start()
    job = make.job(owner)
    process.request(job, actor="user")
    until(lambda: settled(job))
    family = worker.family()
    worker.kill()
    until(lambda: gone(family), what="nothing left, browser included")
