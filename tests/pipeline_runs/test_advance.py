"""Whole runs in this process. The tests that print take a second, for the browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from orchestrator import leases, lifecycle, preferences
from orchestrator.models import Job, Operation, PipelineRun, RunItem, User
from orchestrator.pipeline import progress, runs
from tests import make
from tests.outside.model import ModelStub, status
from tests.work import drain, queued


def start(owner: User, **options: Any) -> PipelineRun:
    wanted = {"minSuitabilityScore": 0, "enableCrawling": False, **options}
    return runs.start(owner, options=wanted, trigger="manual", actor="user")


def finish(run: PipelineRun) -> PipelineRun:
    drain()
    run.refresh_from_db()
    return run


def reasons(run: PipelineRun) -> dict[str, str]:
    left = run.items.filter(step="selecting").values_list("job__title", "reason")
    return dict(left)


def test_it_scores_chooses_and_prepares_the_best(owner: User) -> None:
    best, second = (make.job(owner, score=value) for value in (90.0, 80.0))
    make.job(owner, title="Third", score=70.0)
    run = finish(start(owner, topN=2))
    assert (run.status, run.counts["processed"], run.counts["selected"]) == ("completed", 2, 2)
    ready = set(Job.objects.for_user(owner).ready().values_list("pk", flat=True))
    assert ready == {best.pk, second.pk}
    assert reasons(run) == {"Third": "beyond_top_n"}


def test_it_scores_what_has_no_score_or_an_outdated_one(owner: User) -> None:
    make.job(owner)
    make.job(owner, score=50.0, score_outdated=True)
    make.job(owner, score=60.0)
    run = finish(start(owner, enableAutoTailoring=False))
    assert (run.status, run.counts["scored"]) == ("completed", 2)
    assert not Job.objects.filter(score=None).exists()


def test_a_step_that_is_switched_off_is_left_out(owner: User) -> None:
    make.job(owner)
    run = finish(start(owner, enableScoring=False))
    assert (run.counts["scored"], run.counts["selected"]) == (0, 0)
    assert set(reasons(run).values()) == {"unscored"}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"score": 40.0}, "below_minimum"),
        ({"score": 80.0, "deadline_at": timezone.now().date() - timedelta(2)}, "deadline_passed"),
        ({"score": 80.0, "listing_closed_at": timezone.now()}, "listing_closed"),
        ({"score": 80.0, "pdf_source": "uploaded", "pdf_digest": "0" * 64}, "uploaded_pdf"),
    ],
)
def test_it_says_why_a_job_was_not_taken(owner: User, fields: dict[str, Any], reason: str) -> None:
    make.job(owner, **fields)
    run = finish(start(owner, minSuitabilityScore=50))
    assert set(reasons(run).values()) == {reason}


def test_a_job_that_failed_three_times_this_week_is_left_alone(owner: User) -> None:
    job = make.job(owner, score=90.0)
    for _ in range(3):
        operation = Operation.objects.create(owner=owner, job=job, kind="process")
        row, _ = lifecycle.move(job, "start_processing", actor="user", operation=operation.pk)
        lifecycle.move(row, "fail_processing", actor="worker", token=row.render_token, error={})
    run = finish(start(owner))
    assert set(reasons(run).values()) == {"failed_often"}


def test_it_skips_what_it_scored_below_the_owner_s_threshold(owner: User) -> None:
    preferences.save(owner, {"autoSkipScoreThreshold": 100})
    wanted = "Requirements\n- Ten years of practice\n- Surgery\n- C++\n- Kubernetes\n"
    text = wanted + "You care for animals in our practice in Leeds. " * 10
    job = make.job(owner, source="file", description=text)
    finish(start(owner))
    job.refresh_from_db()
    assert job.status == "skipped"
    assert job.events.filter(kind="job.auto_skipped", actor="pipeline").count() == 1


def test_only_jobs_of_this_run_are_candidates_when_asked(owner: User) -> None:
    make.job(owner, title="Old", score=99.0)
    make.job(owner, title="New")
    run = finish(start(owner, candidates="run", enableAutoTailoring=False))
    assert reasons(run)["Old"] == "not_in_run"


def test_at_most_three_jobs_are_claimed_at_a_time(owner: User) -> None:
    for value in range(5):
        make.job(owner, score=90.0 + value)
    run = start(owner)
    drain(1)
    assert queued() == ["process_job"] * 3
    assert run.items.filter(step="processing", state="pending").count() == 2


def test_a_job_the_owner_took_meanwhile_is_passed_over(owner: User) -> None:
    jobs = [make.job(owner, score=90.0 + value) for value in range(4)]
    run = start(owner)
    drain(1)
    lifecycle.move(jobs[0], "skip", actor="user")
    finish(run)
    skipped = run.items.get(step="processing", reference=str(jobs[0].pk))
    assert (run.status, skipped.state, skipped.reason) == ("completed", "skipped", "moved")


def test_one_failing_job_does_not_stop_the_run(owner: User) -> None:
    bad = make.job(owner, title="漢" * 20, score=95.0, page_options={"theme": "no such theme"})
    good = make.job(owner, score=90.0)
    run = finish(start(owner))
    good.refresh_from_db()
    item = run.items.get(step="processing", reference=str(bad.pk))
    assert good.status == "ready"
    assert (run.status, item.state, run.error_counts["processing"]) == ("completed", "failed", 1)


def test_without_a_resume_the_rest_is_left_out_with_a_notice(ada: User) -> None:
    make.heartbeat()
    make.job(ada, score=90.0)
    run = finish(start(ada))
    assert (run.status, run.counts["notice"]) == ("completed", "resume_missing")


def test_the_model_judges_the_best_up_to_the_limit(owner: User, with_model: ModelStub) -> None:
    for value in (50.0, 60.0, 70.0):
        text = f"We need Python and {value:g} hens."
        make.job(owner, description=text, score=value, score_engine="computed")
    run = finish(start(owner, scoreLimit=2, enableAutoTailoring=False))
    judged = run.items.filter(step="judging", state="succeeded")
    assert sorted(judged.values_list("rank", flat=True)) == [0, 1]
    assert len(with_model.calls) == 2


def test_what_this_model_judged_is_not_judged_again(owner: User, with_model: ModelStub) -> None:
    make.job(owner, score=50.0, score_engine="computed")
    finish(start(owner, enableAutoTailoring=False))
    second = finish(start(owner, enableAutoTailoring=False))
    assert not second.items.filter(step="judging").exists()
    preferences.save(owner, {"llmModel": "stub-other"})
    third = finish(start(owner, enableAutoTailoring=False))
    assert third.items.get(step="judging").state == "succeeded"
    assert len(with_model.calls) == 2


def test_a_refused_key_is_paid_for_once(owner: User, with_model: ModelStub) -> None:
    with_model.next(*[status(401)] * 20)
    for value in range(6):
        make.job(owner, score=50.0 + value, score_engine="computed")
    run = finish(start(owner, enableAutoTailoring=False))
    assert (run.status, run.items.filter(step="judging", state="skipped").count()) == (
        "completed",
        5,
    )
    assert len(with_model.calls) <= 4


def test_cancelling_gives_back_what_nobody_picked_up(owner: User) -> None:
    jobs = [make.job(owner, score=90.0 + value) for value in range(4)]
    run = start(owner)
    drain(1)
    run, already = runs.cancel(owner, actor="user")
    assert (run.status, already) == ("cancelled", False)
    assert {job.status for job in Job.objects.filter(pk__in=[j.pk for j in jobs])} == {"discovered"}
    assert drain() == 3
    assert not Job.objects.for_user(owner).ready().exists()


def test_a_second_cancel_says_that_it_was_asked_for_already(owner: User) -> None:
    make.job(owner, score=90.0)
    start(owner)
    drain(1)
    Operation.objects.update(status="running")
    assert runs.cancel(owner, actor="user")[1] is False
    assert runs.cancel(owner, actor="user")[1] is True


def test_only_the_holder_of_the_lease_advances(owner: User) -> None:
    run = start(owner)
    PipelineRun.objects.filter(pk=run.pk).update(
        lease_token=run.pk,
        lease_worker=leases.worker_name(),
        lease_expires_at=timezone.now() + timedelta(minutes=1),
    )
    assert finish(run).step == "start"


def test_a_run_interrupted_three_times_is_given_up(owner: User) -> None:
    run = start(owner)
    PipelineRun.objects.filter(pk=run.pk).update(
        interruptions=2, lease_token=run.pk, lease_expires_at=timezone.now() - timedelta(seconds=1)
    )
    finish(run)
    assert run.status == "failed"
    assert (run.error_message or "").startswith("Interrupted")


def test_a_run_that_stands_still_is_woken(owner: User) -> None:
    run = start(owner)
    assert drain(0) == 0
    later = timezone.now() + timedelta(minutes=1)
    assert runs.wake(at=later, group=None) == 1
    assert runs.wake(at=run.moved_at, group=None) == 0


def test_progress_is_counted_from_rows(owner: User) -> None:
    make.job(owner, title="Only", score=95.0)
    start(owner)
    drain(1)
    shown = progress.snapshot(owner)
    assert (shown["step"], shown["totalToProcess"], shown["jobsProcessed"]) == ("processing", 1, 0)
    assert shown["currentJob"]["title"] == "Only"
    drain()
    assert progress.snapshot(owner)["step"] == "completed"


def test_without_any_run_progress_is_idle(ada: User) -> None:
    assert progress.snapshot(ada)["step"] == "idle"


def test_a_third_interrupted_start_fails_the_item(owner: User) -> None:
    make.job(owner, score=95.0)
    run = start(owner)
    drain(1)
    error = {"details": {"reason": "interrupted"}}
    RunItem.objects.filter(run=run, step="processing").update(attempt=3)
    Operation.objects.update(status="failed", error=error)
    runs.advance(run.pk)
    item = run.items.get(step="processing")
    assert (item.state, item.error["kind"]) == ("failed", "crashed")


def test_instructions_of_the_run_stand_in_for_the_setting(owner: User) -> None:
    preferences.save(owner, {"scoringInstructions": "avoid: python"})
    make.job(owner, title="Set")
    finish(start(owner, enableAutoTailoring=False))
    make.job(owner, title="Told")
    finish(start(owner, enableAutoTailoring=False, scoringInstructions=""))
    by_setting, by_run = (Job.objects.get(title=title) for title in ("Set", "Told"))
    assert (by_setting.score or 0) < (by_run.score or 0)
