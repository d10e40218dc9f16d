"""What checks of followed boards find, remember and give up."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobops.lib.errors import Invalid, Refused
from orchestrator import lifecycle, preferences
from orchestrator.models import FollowedBoard, Job, Operation, PipelineRun, Sighting, User
from orchestrator.pipeline import board_rows, notices, watchlist
from orchestrator.pipeline.board_finding import WatchProblem
from orchestrator.pipeline.board_rows import Counts
from orchestrator.sources.registry import SOURCES, Limit
from tests.outside import boards as outside_boards
from tests.outside.boards import Boards
from tests.work import drain


@pytest.fixture(autouse=True)
def _no_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("lever", "greenhouse"):
        monkeypatch.setitem(SOURCES, name, replace(SOURCES[name], gap=0.0))


def posting(number: int, title: str = "Baker") -> dict[str, Any]:
    return {
        "id": f"{number}",
        "text": f"{title} {number}",
        "hostedUrl": f"https://jobs.lever.co/acme/{number}",
        "createdAt": int(timezone.now().timestamp() * 1000),
        "categories": {"location": "Bath", "commitment": "Full-time"},
        "descriptionPlain": "You bake bread.",
        "description": "<p>You bake bread.</p>",
    }


def shows(boards: Boards, *numbers: int) -> None:
    boards.fault("lever", outside_boards.says([posting(one) for one in numbers]))


def follow(owner: User, token: str = "acme", ats: str = "lever", **fields: Any) -> FollowedBoard:
    return FollowedBoard.objects.create(
        owner=owner, ats=ats, token=token, label=token.title(), url=f"https://{ats}/{token}",
        **fields,
    )  # fmt: skip


@pytest.fixture
def baker(owner: User) -> User:
    preferences.save(owner, {"searchTerms": ["baker"]})
    return owner


def check(board: FollowedBoard, ids: Any = None) -> PipelineRun:
    run = watchlist.check(board.owner, ids)
    drain()
    run.refresh_from_db()
    board.refresh_from_db()
    return run


def counts(board: FollowedBoard) -> Counts:
    return board_rows.counts([board])[board.pk]


def states(board: FollowedBoard) -> dict[str, str]:
    return {row.key: row.state for row in board_rows.rows(board)}  # type: ignore[attr-defined]


def test_what_the_first_check_shows_is_known_and_later_arrivals_are_new(
    baker: User, boards: Boards
) -> None:
    board = follow(baker)
    shows(boards, 1, 2)
    run = check(board)
    assert run.status == "completed"
    assert {item.kind for item in run.items.filter(step="crawling")} == {"board"}
    assert states(board) == {"acme/1": "known", "acme/2": "known"}
    shows(boards, 1, 2, 3)
    check(board)
    assert states(board) == {"acme/1": "known", "acme/2": "known", "acme/3": "new"}
    assert counts(board) == Counts(new=1, known=2)
    assert board_rows.fresh(baker).count() == 1


def test_a_board_followed_later_shows_its_rows_as_known(baker: User, boards: Boards) -> None:
    first = follow(baker)
    shows(boards, 1)
    check(first)
    second = follow(baker, "beta")
    check(second)
    assert counts(second) == Counts(known=1)


def test_a_first_check_that_broke_off_is_not_the_first(baker: User, boards: Boards) -> None:
    board = follow(baker)
    boards.fault("lever", outside_boards.status(403))
    check(board)
    assert (board.first_checked_at, board.failures, board.last_error) == (None, 1, "refused")
    shows(boards, 1)
    check(board)
    assert counts(board) == Counts(known=1)
    assert board.first_checked_at == board.last_ok_at == board.last_checked_at
    assert (board.failures, board.last_error) == (0, None)


def test_a_job_that_left_discovered_has_moved_whatever_its_mark(
    baker: User, boards: Boards
) -> None:
    board = follow(baker)
    shows(boards, 1, 2)
    check(board)
    board_rows.mark(board, "ignored", [Job.objects.get(source_job_id="acme/1").pk])
    for job in Job.objects.all():
        lifecycle.move(job, "skip", actor="user")
    assert counts(board) == Counts(moved=2)


def test_marking_all_new_rows_as_seen_is_taken_back_whole(baker: User, boards: Boards) -> None:
    board = follow(baker, first_checked_at=timezone.now())
    shows(boards, 1, 2, 3)
    check(board)
    board_rows.mark(board, "ignored", [Job.objects.get(source_job_id="acme/1").pk])
    marked = board_rows.mark(board, "known")
    assert (marked.changed, counts(board)) == (2, Counts(known=2, ignored=1))
    assert watchlist.take_back(Operation.objects.get(pk=marked.undo)) == board
    assert counts(board) == Counts(new=2, ignored=1)
    assert board_rows.mark(board, "new", []).undo is None


def test_five_failed_checks_in_a_row_pause_a_board_with_a_notice(
    baker: User, boards: Boards
) -> None:
    board = follow(baker, failures=3)
    boards.fault("lever", outside_boards.status(404))
    check(board)
    assert (board.failures, board.paused_at) == (4, None)
    check(board)
    assert board.failures == 5
    assert board.paused_at
    told = [one for one in notices.read(baker) if one.subject == "board"]
    assert [(one.subject_id, one.good) for one in told] == [(board.pk, False)]
    with pytest.raises(WatchProblem):
        watchlist.check(baker)
    assert watchlist.next_check(baker) is None


def test_a_paused_board_that_answers_when_asked_for_goes_on(baker: User, boards: Boards) -> None:
    board = follow(baker, failures=5, paused_at=timezone.now(), last_error="timeout")
    shows(boards, 1)
    check(board, [board.pk])
    assert (board.paused_at, board.failures, board.last_error) == (None, 0, None)


def test_switching_on_ends_a_pause(owner: User) -> None:
    board = follow(owner, failures=5, paused_at=timezone.now(), last_error="timeout")
    watchlist.change(board, enabled=True)
    assert (board.paused_at, board.failures, board.enabled) == (None, 0, True)
    assert list(watchlist.active(owner)) == [board]


def test_a_limit_of_ours_is_not_the_boards_failure(baker: User, boards: Boards) -> None:
    board = follow(baker, failures=4)
    boards.fault("lever", outside_boards.hasty(600))
    check(board)
    assert (board.failures, board.paused_at, board.last_error) == (4, None, "rate_limited")
    assert board.last_checked_at


def test_boards_that_answer_once_a_minute_wait_for_their_turn(
    baker: User, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Takes the two seconds that two turns of one second take."""
    spaced = replace(SOURCES["workable"], gap=0.0, limits=(Limit(1, 1),))
    monkeypatch.setitem(SOURCES, "workable", spaced)
    for token in ("acme", "beta", "gamma"):
        follow(baker, token, "workable")
    watchlist.check(baker)
    drain()
    assert set(FollowedBoard.objects.values_list("failures", "last_error")) == {(0, None)}
    asked = [one.at for one in boards.asked("workable")]
    assert [later - at > 0.9 for at, later in itertools.pairwise(asked)] == [True, True]


def test_a_listing_that_two_reads_half_a_day_apart_miss_is_closed(
    baker: User, boards: Boards
) -> None:
    board = follow(baker)
    shows(boards, 1, 2)
    check(board)
    shows(boards, 2)
    check(board)
    Sighting.objects.filter(key="acme/1").update(missed_at=timezone.now() - timedelta(hours=13))
    check(board)
    gone = Job.objects.get(source_job_id="acme/1")
    assert (gone.status, gone.listing_closed_at is not None) == ("expired", True)
    assert counts(board) == Counts(known=1, moved=1)


def test_a_check_asks_only_for_the_chosen_boards(baker: User, boards: Boards) -> None:
    one, other = follow(baker), follow(baker, "beta")
    shows(boards, 1)
    run = check(one, [one.pk])
    other.refresh_from_db()
    assert (one.last_ok_at is not None, other.last_checked_at) == (True, None)
    assert run.requested["boardsOnly"] is True


def test_a_check_refuses_strangers_and_a_second_run(owner: User, ben: User, boards: Boards) -> None:
    theirs = follow(ben)
    with pytest.raises(Invalid):
        watchlist.check(owner, [theirs.pk])
    with pytest.raises(WatchProblem):
        watchlist.check(owner)
    follow(owner)
    watchlist.check(owner)
    with pytest.raises(Refused):
        watchlist.check(owner)


def test_the_next_check_follows_the_setting(owner: User) -> None:
    assert watchlist.next_check(owner) is None
    board = follow(owner, last_checked_at=timezone.now())
    preferences.save(owner, {"watchlistHours": 6})
    assert watchlist.next_check(owner) == board.last_checked_at + timedelta(hours=6)
    preferences.save(owner, {"watchlistHours": 0})
    assert watchlist.next_check(owner) is None
