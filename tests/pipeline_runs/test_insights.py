"""What a run came to is told from its own rows."""

from __future__ import annotations

from typing import Any

import pytest

from orchestrator import preferences
from orchestrator.models import Job, PipelineRun, User
from orchestrator.pipeline import insights, progress, runs
from tests import make
from tests.outside.boards import Boards, refused
from tests.outside.model import ModelStub
from tests.work import drain


def ran(owner: User, **options: Any) -> PipelineRun:
    wanted = {
        "sources": ["remoteok", "remotive"],
        "searchTerms": ["engineer", "developer"],
        "minSuitabilityScore": 0,
        "enableAutoTailoring": False,
        **options,
    }
    run = runs.start(owner, options=wanted, trigger="manual", actor="user")
    drain()
    run.refresh_from_db()
    return run


def source(found: dict[str, Any], name: str) -> dict[str, Any]:
    (row,) = [one for one in found["perSource"] if one["source"] == name]
    return dict(row)


def test_every_record_of_a_source_is_accounted_for(owner: User, boards: Boards) -> None:
    found = insights.insights(ran(owner))
    for name in ("remoteok", "remotive"):
        row = source(found, name)
        filtered = sum(row["filtered"].values())
        assert row["fetched"] == row["bad"] + filtered + row["taken"]
        assert row["taken"] == row["created"] + row["refreshed"] + row["unchanged"]
        assert (row["state"], row["requests"]) == ("succeeded", 1)
    assert found["counts"]["created"] == Job.objects.count()


def test_the_first_titles_each_filter_removed_are_named(owner: User, boards: Boards) -> None:
    boards.grow("remoteok", 400)
    row = source(insights.insights(ran(owner, searchTerms=["no such trade"])), "remoteok")
    assert row["filtered"] == {"term": row["fetched"] - row["bad"]}
    assert len(row["samples"]["term"]) == 20


def test_a_failed_source_says_why(owner: User, boards: Boards) -> None:
    boards.fault("remoteok", refused())
    found = insights.insights(ran(owner))
    assert source(found, "remoteok")["error"]["kind"] == "refused"
    assert [one["label"] for one in found["errors"]] == ["Remote OK"]


def test_jobs_not_chosen_are_counted_by_reason_with_their_scores(
    owner: User, boards: Boards
) -> None:
    run = ran(owner, topN=1, minSuitabilityScore=100)
    (row,) = insights.insights(run)["notChosen"]
    assert (row["reason"], row["jobs"]) == ("below_minimum", Job.objects.count())
    assert {one["score"] for one in row["first"]} == set(
        Job.objects.values_list("score", flat=True)
    )


def test_scores_are_kept_with_the_run(owner: User, boards: Boards) -> None:
    run = ran(owner)
    before = insights.insights(run)["scores"]
    Job.objects.update(score=99.0)
    assert insights.insights(run)["scores"] == before
    assert sum(before) == run.counts["scored"]


def test_what_the_model_cost_is_told(owner: User, boards: Boards, with_model: ModelStub) -> None:
    found = insights.insights(ran(owner, scoreLimit=2))
    assert found["usage"]["calls"] == len(with_model.calls) > 0
    assert found["usage"]["promptTokens"] > 0


def test_terms_beyond_the_tenth_are_listed_as_left_out(owner: User, boards: Boards) -> None:
    terms = [f"trade {number}" for number in range(12)]
    found = insights.insights(ran(owner, searchTerms=terms))
    assert (found["terms"], found["termsLeftOut"]) == (terms[:10], terms[10:])


def test_progress_counts_what_is_stored(owner: User, boards: Boards) -> None:
    run = runs.start(
        owner,
        options={"sources": ["remotive"], "searchTerms": ["developer"]},
        trigger="manual",
        actor="user",
    )
    marks = [int(progress.mark(owner))]
    assert progress.snapshot(owner)["step"] == "crawling"
    while drain(1):
        marks.append(int(progress.mark(owner)))
        shown = progress.snapshot(owner)
        assert shown["jobsDiscovered"] == Job.objects.count()
    assert marks == sorted(marks)
    assert (shown["crawlingSourcesCompleted"], shown["crawlingSourcesTotal"]) == (1, 1)
    assert (shown["crawlingJobCardsFound"], shown["crawlingListPagesProcessed"]) == (4, 1)
    run.refresh_from_db()
    assert shown["step"] == run.status == "completed"


@pytest.mark.parametrize("key", ["jobsDiscovered", "crawlingJobCardsFound"])
def test_the_next_run_begins_to_count_anew(owner: User, boards: Boards, key: str) -> None:
    ran(owner)
    before = int(progress.mark(owner))
    preferences.save(owner, {"searchSources": ["jobicy"]})
    runs.start(owner, options={}, trigger="manual", actor="user")
    assert progress.snapshot(owner)[key] == 0
    assert int(progress.mark(owner)) > before


def test_an_unavailable_source_of_the_settings_is_named_not_asked(
    owner: User, boards: Boards
) -> None:
    preferences.save(owner, {"searchSources": ["adzuna", "remotive"]})
    run = runs.start(
        owner, options={"enableAutoTailoring": False}, trigger="schedule", actor="scheduler"
    )
    drain()
    run.refresh_from_db()
    row = source(insights.insights(run), "adzuna")
    assert (run.status, row["state"], row["reason"]) == ("completed", "skipped", "unavailable")
    assert row["error"]["kind"] == "needs_key"
    assert boards.asked("adzuna") == []


def test_without_a_run_nothing_is_counted(owner: User) -> None:
    make.job(owner)
    assert (progress.mark(owner), progress.snapshot(owner)["jobsDiscovered"]) == ("0", 0)
