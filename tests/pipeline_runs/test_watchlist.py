"""Following companies: what an address or a name leads to, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import Http404

from jobops.lib.errors import Invalid
from orchestrator.models import FollowedBoard, Operation, Sighting, User
from orchestrator.pipeline import board_finding, watchlist
from orchestrator.pipeline.board_finding import NAMED, WatchProblem
from orchestrator.sources.registry import BOARDS, SOURCES
from tests import make
from tests.outside import boards as outside_boards
from tests.outside.boards import Boards
from tests.outside.server import Reply, Server

UUID = "a24ec4e5-5caa-473d-abd4-b71f09a8167b"
HTML = {"Content-Type": "text/html; charset=utf-8"}
FORMS = [
    ("https://boards.greenhouse.io/acme", "greenhouse", "acme"),
    ("https://job-boards.greenhouse.io/acme/", "greenhouse", "acme"),
    ("https://boards.eu.greenhouse.io/acme", "greenhouse", "acme"),
    ("https://job-boards.eu.greenhouse.io/acme/jobs/4012345", "greenhouse", "acme"),
    ("https://boards.greenhouse.io/embed/job_board?for=acme", "greenhouse", "acme"),
    ("https://boards.greenhouse.io/acme/jobs/4012345?gh_jid=4012345", "greenhouse", "acme"),
    ("https://boards-api.greenhouse.io/v1/boards/acme/jobs", "greenhouse", "acme"),
    ("https://jobs.lever.co/acme", "lever", "acme"),
    ("jobs.lever.co/acme", "lever", "acme"),
    (f"https://jobs.lever.co/acme/{UUID}/apply", "lever", "acme"),
    ("https://jobs.eu.lever.co/acme", "lever", "eu/acme"),
    ("https://api.lever.co/v0/postings/acme?mode=json", "lever", "acme"),
    ("https://jobs.ashbyhq.com/acme", "ashby", "acme"),
    ("https://jobs.ashbyhq.com/Acme%20Labs", "ashby", "Acme Labs"),
    (f"https://jobs.ashbyhq.com/acme/{UUID}", "ashby", "acme"),
    ("https://apply.workable.com/acme/", "workable", "acme"),
    ("https://apply.workable.com/acme/j/0A1B2C3D4E/", "workable", "acme"),
    ("https://careers.smartrecruiters.com/Acme1", "smartrecruiters", "Acme1"),
    ("https://jobs.smartrecruiters.com/Acme1/743999999999-baker", "smartrecruiters", "Acme1"),
    ("https://acme.recruitee.com", "recruitee", "acme"),
    ("https://acme.recruitee.com/o/baker", "recruitee", "acme"),
    ("https://acme.bamboohr.com/careers/42", "bamboohr", "acme"),
    ("https://acme.bamboohr.com/jobs/", "bamboohr", "acme"),
    ("https://acme.wd5.myworkdayjobs.com/en-US/Careers", "workday", "acme.wd5/Careers"),
    (
        "https://acme.wd5.myworkdayjobs.com/Careers/job/Leeds/Baker_R1",
        "workday",
        "acme.wd5/Careers",
    ),
    ("https://wd1.myworkdaysite.com/recruiting/acme/External", "workday", "wd1/acme/External"),
    ("  https://jobs.lever.co/acme\n", "lever", "acme"),
]


@pytest.fixture(autouse=True)
def _no_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, source in BOARDS.items():
        monkeypatch.setitem(SOURCES, name, replace(source, gap=0.0))


def refusal(owner: User, text: str) -> WatchProblem:
    with pytest.raises(WatchProblem) as refused:
        watchlist.follow(owner, text)
    assert not FollowedBoard.objects.exists()
    return refused.value


def only(boards: Boards, *answering: str) -> None:
    """All other boards have nobody of that name."""
    for ats in {*NAMED, "workable"} - set(answering):
        boards.fault(ats, outside_boards.status(404))


@pytest.mark.parametrize(("text", "ats", "token"), FORMS)
def test_an_address_leads_to_its_board(
    owner: User, boards: Boards, text: str, ats: str, token: str
) -> None:
    made = watchlist.follow(owner, text)
    assert (made.created, made.board.ats, made.board.token) == (True, ats, token)
    assert made.board.label
    assert made.board.url.startswith("https://")
    assert boards.asked(ats)


def test_a_board_that_is_followed_is_not_asked_again(owner: User, boards: Boards) -> None:
    first = watchlist.follow(owner, "https://jobs.lever.co/acme").board
    boards.fault("lever", outside_boards.status(404))
    again = watchlist.follow(owner, "https://api.lever.co/v0/postings/Acme")
    assert (again.created, again.board) == (False, first)


def test_the_company_is_called_as_its_postings_call_it(owner: User, boards: Boards) -> None:
    board = watchlist.follow(owner, "https://boards.greenhouse.io/acme").board
    assert board.label == "Amplitude"


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (outside_boards.status(404), "gone"),
        (outside_boards.refused(), "failed"),
        (outside_boards.page(), "failed"),
        (outside_boards.hasty(600), "rate_limited"),
    ],
)
def test_a_board_that_does_not_answer_is_not_saved(
    owner: User, boards: Boards, fault: Any, kind: str
) -> None:
    boards.fault("lever", fault)
    problem = refusal(owner, "https://jobs.lever.co/acme")
    assert problem.kind == kind
    assert outside_boards.LEAK not in problem.sentence


def test_a_board_without_a_posting_can_be_followed(owner: User, boards: Boards) -> None:
    boards.fault("greenhouse", outside_boards.says({"jobs": []}))
    board = watchlist.follow(owner, "https://boards.greenhouse.io/acme-labs").board
    assert (board.token, board.label) == ("acme-labs", "Acme Labs")


@pytest.mark.parametrize(
    ("page", "ats", "token"),
    [
        ('<a href="https://jobs.lever.co/acme">Open roles</a>', "lever", "acme"),
        (
            '<script src="https://boards.greenhouse.io/embed/job_board/js?for=acme"></script>',
            "greenhouse",
            "acme",
        ),
        ('<iframe src="https://jobs.ashbyhq.com/acme/embed"></iframe>', "ashby", "acme"),
        ('{"url":"https:\\/\\/apply.workable.com\\/acme\\/"}', "workable", "acme"),
        ('<a href="https://acme.wd5.myworkdayjobs.com/en-US/Careers">', "workday",
         "acme.wd5/Careers"),
    ],
)  # fmt: skip
def test_a_careers_page_leads_to_the_board_it_shows(
    owner: User, boards: Boards, site: Server, page: str, ats: str, token: str
) -> None:
    site.next(Reply(body=f"<html><body><h1>Careers</h1>{page}</body></html>", headers=HTML))
    board = watchlist.follow(owner, f"{site.url}/careers").board
    assert (board.ats, board.token) == (ats, token)
    assert len(site.seen) == 1


def test_a_page_with_two_boards_asks_which_one(owner: User, boards: Boards, site: Server) -> None:
    page = "<a href=https://jobs.lever.co/acme>A</a> <a href=https://jobs.lever.co/acme-us>B</a>"
    site.next(Reply(body=f"<html>{page}</html>", headers=HTML))
    problem = refusal(owner, f"{site.url}/careers")
    assert problem.kind == "several"
    urls = [one["url"] for one in problem.details["candidates"]]
    assert urls == ["https://jobs.lever.co/acme", "https://jobs.lever.co/acme-us"]
    assert watchlist.follow(owner, urls[1]).board.token == "acme-us"


def test_of_two_boards_the_one_that_answers_is_taken(
    owner: User, boards: Boards, site: Server
) -> None:
    page = "<a href=https://jobs.lever.co/acme>A</a> <a href=https://jobs.ashbyhq.com/acme>B</a>"
    site.next(Reply(body=f"<html>{page}</html>", headers=HTML))
    boards.fault("lever", outside_boards.status(404))
    assert watchlist.follow(owner, f"{site.url}/careers").board.ats == "ashby"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(body="<html><p>We bake bread in Bath.</p></html>", headers=HTML), "nothing_there"),
        (Reply(status=404, body="no"), "not_readable"),
        (Reply(status=403, body="no"), "not_readable"),
        (Reply(status=500, body="no"), "page_failed"),
        (Reply(body=b"%PDF-1.4", headers={"Content-Type": "application/pdf"}), "not_readable"),
        (Reply(status=302, headers={"Location": "http://169.254.169.254/latest"}), "address"),
    ],
)
def test_a_page_that_helps_nobody_says_what_to_give_instead(
    owner: User, boards: Boards, site: Server, reply: Reply, kind: str
) -> None:
    site.next(reply)
    problem = refusal(owner, f"{site.url}/careers")
    assert problem.kind == kind
    assert any(word in problem.sentence for word in ("address", "Try again"))


@pytest.mark.parametrize(
    "text",
    ["http://127.0.0.1/careers", "http://localhost:8000/", "ftp://acme.example.org/jobs",
     "https://user:secret@jobs.example.org/", "https://www.linkedin.com/company/acme/jobs"],
)  # fmt: skip
def test_an_address_that_may_not_be_asked_is_refused(
    owner: User, boards: Boards, text: str
) -> None:
    assert refusal(owner, text).kind in ("address", "not_readable")
    assert not boards.seen


def test_a_name_is_tried_at_the_boards_that_need_no_more(owner: User, boards: Boards) -> None:
    only(boards, "ashby")
    board = watchlist.follow(owner, "Acme Robotics GmbH").board
    assert (board.ats, board.token) == ("ashby", "acmerobotics")
    assert all(1 <= len(boards.asked(ats)) <= 2 for ats in NAMED)
    assert not boards.asked("workable")
    assert not boards.asked("workday")


def test_a_name_of_two_words_is_tried_with_a_hyphen_too(owner: User, boards: Boards) -> None:
    only(boards)
    boards.fault("ashby", outside_boards.status(404), outside_boards.fine())
    assert watchlist.follow(owner, "Acme Robotics").board.token == "acme-robotics"


def test_nobody_of_a_name_is_said_after_few_requests(owner: User, boards: Boards) -> None:
    only(boards)
    assert refusal(owner, "Acme Robotics").kind == "no_such_name"
    assert len(boards.seen) <= 2 * len(NAMED) + 4


def test_a_name_that_several_boards_know_asks_which_one(owner: User, boards: Boards) -> None:
    only(boards, "lever", "ashby")
    problem = refusal(owner, "Acme")
    assert [one["ats"] for one in problem.details["candidates"]] == ["lever", "ashby"]


def test_where_nobody_can_be_reached_the_rest_is_not_tried(
    owner: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SOURCE_RELAY_URL = "http://127.0.0.1:9"
    monkeypatch.setattr("orchestrator.pipeline.polite.RETRIES", 0)
    assert refusal(owner, "Acme").kind == "failed"


@pytest.mark.parametrize("text", ["", "  \n", "x" * (board_finding.LONGEST + 1)])
def test_a_text_that_is_no_text_is_invalid(owner: User, text: str) -> None:
    with pytest.raises(Invalid):
        watchlist.follow(owner, text)


def test_two_hundred_companies_are_the_most(
    owner: User, boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchlist, "MOST", 1)
    watchlist.follow(owner, "https://jobs.lever.co/acme")
    with pytest.raises(WatchProblem) as refused:
        watchlist.follow(owner, "https://jobs.lever.co/beta")
    assert (refused.value.kind, len(boards.asked("lever"))) == ("too_many", 1)


def test_an_unfollowed_company_comes_back_as_it_was(owner: User, boards: Boards) -> None:
    board = watchlist.follow(owner, "https://jobs.lever.co/acme").board
    watchlist.change(board, label="  Acme   Bakers ")
    row = sighted(board, mark="ignored")
    kept = watchlist.unfollow(FollowedBoard.objects.get())
    row.refresh_from_db()
    assert (row.board_id, FollowedBoard.objects.count()) == (None, 0)
    back = watchlist.restore(Operation.objects.get(pk=kept))
    row.refresh_from_db()
    assert (back.pk, back.label, back.created_at) == (board.pk, "Acme Bakers", board.created_at)
    assert (row.board_id, row.mark) == (board.pk, "ignored")


def test_nobody_elses_company_can_be_brought_back(owner: User, ben: User, boards: Boards) -> None:
    board = watchlist.follow(owner, "https://jobs.lever.co/acme").board
    pk = board.pk
    watchlist.unfollow(board)
    with pytest.raises(Http404):
        watchlist.restored(ben, pk)
    assert watchlist.restored(owner, pk) == watchlist.restored(owner, pk)


def test_what_was_imported_by_hand_before_is_known(owner: User, boards: Boards) -> None:
    job = make.job(owner)
    row = Sighting.objects.create(
        owner=owner, job=job, source="lever", key="acme/1", url=job.job_url
    )
    board = watchlist.follow(owner, "https://jobs.lever.co/acme").board
    row.refresh_from_db()
    assert (row.board, row.mark) == (board, "known")


def test_a_rename_keeps_the_row(owner: User, boards: Boards) -> None:
    board = watchlist.follow(owner, "https://jobs.lever.co/acme").board
    assert watchlist.change(board, label="Bakery").pk == board.pk
    with pytest.raises(Invalid):
        watchlist.change(board, label="  ")


def sighted(board: FollowedBoard, *, mark: str = "new", **fields: Any) -> Sighting:
    job = make.job(board.owner, **fields)
    return Sighting.objects.create(
        owner=board.owner, job=job, board=board, source=board.ats, url=job.job_url, mark=mark,
        key=f"{board.token}/{job.pk}",
    )  # fmt: skip
