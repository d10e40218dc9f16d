"""Whole runs over the stub of all sources, in this process."""

from __future__ import annotations

from typing import Any

import pytest

from jobops.lib.errors import Invalid
from orchestrator import preferences
from orchestrator.models import Find, FollowedBoard, Job, PipelineRun, Sighting, User
from orchestrator.pipeline import runs
from tests import make
from tests.outside.boards import Boards
from tests.outside.boards import status as answers
from tests.work import drain

FEEDS = ["remoteok", "remotive", "himalayas"]


def start(owner: User, **options: Any) -> PipelineRun:
    wanted = {
        "minSuitabilityScore": 0,
        "enableAutoTailoring": False,
        "sources": FEEDS,
        "searchTerms": ["backend"],
        **options,
    }
    return runs.start(owner, options=wanted, trigger="manual", actor="user")


def finish(run: PipelineRun) -> PipelineRun:
    drain()
    run.refresh_from_db()
    return run


def found(run: PipelineRun, source: str) -> dict[str, Any]:
    counts: dict[str, Any] = run.items.get(step="crawling", plan__source=source).counts
    return counts


def follow(owner: User, token: str = "acme", ats: str = "greenhouse") -> FollowedBoard:
    return FollowedBoard.objects.create(
        owner=owner, ats=ats, token=token, label=token.title(), url=f"https://{ats}/{token}"
    )


def test_it_reads_filters_and_stores_what_sources_show(owner: User, boards: Boards) -> None:
    run = finish(start(owner))
    assert (run.status, run.error_message, run.error_counts["sources"]) == ("completed", None, 0)
    titles = set(Job.objects.values_list("title", flat=True))
    assert "Backend Developer" in titles
    counts = found(run, "remotive")
    assert (counts["fetched"], counts["created"]) == (4, 1)
    assert counts["filtered"]["term"] + counts["taken"] + counts["bad"] == 4
    assert "Product Designer" in counts["samples"]["term"]
    assert run.counts["created"] == Job.objects.count() == Find.objects.count()


def test_what_was_found_is_scored_in_the_same_run(owner: User, boards: Boards) -> None:
    finish(start(owner))
    assert Job.objects.exists()
    assert not Job.objects.filter(score=None).exists()


def test_a_second_run_adds_nothing_twice(owner: User, boards: Boards) -> None:
    first = finish(start(owner))
    second = finish(start(owner))
    assert second.counts["created"] == 0
    assert found(second, "remotive")["unchanged"] == found(first, "remotive")["created"]
    assert Job.objects.count() == first.counts["created"]
    assert set(Sighting.objects.values_list("times", flat=True)) == {2}


def test_one_failing_source_leaves_the_others_alone(owner: User, boards: Boards) -> None:
    boards.fault("remoteok", answers(403))
    run = finish(start(owner))
    item = run.items.get(reference="remoteok")
    assert (run.status, run.error_counts["sources"]) == ("completed", 1)
    assert (item.state, item.error["kind"]) == ("failed", "refused")
    assert found(run, "remotive")["created"] == 1


def test_when_every_source_fails_the_run_fails_and_names_each_cause(
    owner: User, boards: Boards
) -> None:
    for source in FEEDS:
        boards.fault(source, answers(403))
    make.job(owner)
    run = finish(start(owner))
    assert run.status == "failed"
    assert run.error_message == (
        "No source could be read, and nothing was found: "
        "Remote OK, Remotive, Himalayas (refused the request)."
    )


def test_a_followed_board_is_read_whole_and_its_known_jobs_are_looked_after(
    owner: User, boards: Boards
) -> None:
    board = follow(owner)
    finish(start(owner, sources=["remotive"], searchTerms=["data scientist"]))
    assert Job.objects.get(source="greenhouse").title.startswith("Customer Data Scientist")
    again = finish(start(owner, sources=["remotive"], searchTerms=["gardener"]))
    counts = again.items.get(step="crawling", reference=str(board.pk)).counts
    assert (counts["unchanged"], counts["filtered"]) == (1, {"term": 1})


@pytest.mark.parametrize(("chosen", "read"), [(None, {"acme", "beta"}), ([], set())])
def test_which_boards_are_read_can_be_said(
    owner: User, boards: Boards, chosen: list[str] | None, read: set[str]
) -> None:
    follow(owner), follow(owner, "beta")
    run = finish(start(owner, watchlistSelectedSourceIds=chosen))
    crawled = run.items.filter(step="crawling", kind="board")
    assert set(crawled.values_list("plan__board", flat=True)) == read


def test_only_own_boards_can_be_chosen(owner: User, ben: User, boards: Boards) -> None:
    mine, theirs = follow(owner), follow(ben)
    assert start(owner, watchlistSelectedSourceIds=[str(mine.pk)]).status == "running"
    runs.cancel(owner, actor="user")
    with pytest.raises(Invalid) as refused:
        start(owner, watchlistSelectedSourceIds=[str(theirs.pk)])
    assert list(refused.value.field_errors) == ["watchlistSelectedSourceIds"]


def test_the_budget_is_never_exceeded_and_what_it_leaves_out_is_said(
    owner: User, boards: Boards
) -> None:
    for source in ("remoteok", "workingnomads", "jobicy"):
        boards.grow(source, 100)
    names = ["remoteok", "workingnomads", "jobicy"]
    run = finish(start(owner, sources=names, searchTerms=["engineer"], runBudget=50))
    taken = [found(run, source)["taken"] for source in names]
    assert taken == [17, 17, 16]
    assert Job.objects.count() <= 50


def test_crawling_can_be_left_out(owner: User, boards: Boards) -> None:
    run = finish(start(owner, enableCrawling=False))
    assert (run.status, boards.seen) == ("completed", [])
    assert not run.items.filter(step="crawling").exists()


def test_importing_can_be_left_out(owner: User, boards: Boards) -> None:
    run = finish(start(owner, enableImporting=False))
    assert (run.status, found(run, "remotive")["taken"]) == ("completed", 1)
    assert not Job.objects.exists()


def test_blocked_employers_are_kept_out(owner: User, boards: Boards) -> None:
    finish(start(owner))
    employer = Job.objects.filter(source="remotive").get().employer
    Job.objects.all().delete()
    preferences.save(owner, {"blockedEmployers": [employer]})
    run = finish(start(owner))
    assert found(run, "remotive")["filtered"]["blocked"] == 1
    assert not Job.objects.filter(employer=employer).exists()


def test_without_a_resume_it_still_discovers(ada: User, boards: Boards) -> None:
    make.heartbeat()
    run = finish(start(ada, enableAutoTailoring=True))
    assert (run.status, run.counts["notice"]) == ("completed", "resume_missing")
    assert run.counts["created"] > 0


def test_only_what_the_run_met_is_a_candidate_when_asked(owner: User, boards: Boards) -> None:
    make.job(owner, title="Old", score=99.0)
    finish(start(owner))
    run = finish(start(owner, candidates="run", minSuitabilityScore=0, topN=2))
    left = dict(run.items.filter(step="selecting").values_list("job__title", "reason"))
    assert left.pop("Old") == "not_in_run"
    assert set(left.values()) == {"beyond_top_n"}


def test_cancelling_while_a_source_is_read_keeps_what_came(owner: User, boards: Boards) -> None:
    run = start(owner)
    drain(1)
    runs.cancel(owner, actor="user")
    run.refresh_from_db()
    assert run.status == "cancelled"
    assert set(run.items.values_list("state", flat=True)) == {"cancelled"}
    assert drain() >= 0
    assert boards.seen == []
