"""The pages of followed companies, as a browser without scripts uses them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator import preferences
from orchestrator.models import FollowedBoard, Job, PipelineRun, RunItem, Sighting, User
from orchestrator.pipeline import board_rows
from orchestrator.pipeline.board_rows import Counts
from tests import make
from tests.outside import boards as outside_boards
from tests.outside.boards import Boards
from tests.outside.server import Reply, Server
from tests.workspace.reading import HTMX, page, texts

EARLIER = timezone.now() - timedelta(hours=3)
HTML = {"Content-Type": "text/html; charset=utf-8"}


def follow(owner: User, token: str = "acme", **fields: Any) -> FollowedBoard:
    values = {"label": token.title(), "url": f"https://jobs.lever.co/{token}", **fields}
    return FollowedBoard.objects.create(owner=owner, ats="lever", token=token, **values)


def checked(owner: User, token: str = "acme", **fields: Any) -> FollowedBoard:
    times = dict.fromkeys(("first_checked_at", "last_checked_at", "last_ok_at"), EARLIER)
    return follow(owner, token, **{**times, **fields})


def sighted(board: FollowedBoard, mark: str = "new", **fields: Any) -> Job:
    job = make.job(board.owner, **fields)
    Sighting.objects.create(
        owner=board.owner, job=job, board=board, source="lever", key=f"{board.token}/{job.pk}",
        url=job.job_url, mark=mark,
    )  # fmt: skip
    return job


def at(board: FollowedBoard, rest: str = "") -> str:
    return f"/watchlist/{board.pk}{rest}"


def said(client: Client, response: Any) -> str:
    return " ".join(texts(page(client.get(response["Location"])), "//*[@data-toast]/p"))


def undo(client: Client, response: Any) -> Any:
    shown = page(client.get(response["Location"]))
    (action,) = shown.xpath("//*[@data-toast]//form/@action")
    return client.post(action)


def numbers(board: FollowedBoard) -> Counts:
    return board_rows.counts([board])[board.pk]


def test_an_empty_list_says_what_it_is_for(client: Client, ada: User) -> None:
    shown = page(client.get("/watchlist"))
    assert texts(shown, "//h1") == ["Watchlist"]
    assert texts(shown, "//*[@class='empty']/h2") == ["You follow no company yet"]


def test_following_leads_to_the_company(client: Client, ada: User, boards: Boards) -> None:
    sent = client.post("/watchlist", {"text": "https://jobs.lever.co/acme"})
    board = FollowedBoard.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, at(board))
    assert "You follow" in said(client, sent)
    again = client.post("/watchlist", {"text": "jobs.lever.co/acme"})
    assert "already" in said(client, again)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Give an address or a name."),
        ("http://127.0.0.1/jobs", "not allowed"),
        ("https://jobs.lever.co/acme", "no board at this address"),
    ],
)
def test_what_cannot_be_followed_is_said_at_the_field(
    client: Client, ada: User, boards: Boards, text: str, told: str
) -> None:
    boards.fault("lever", outside_boards.status(404))
    answer = client.post("/watchlist", {"text": text})
    shown = page(answer)
    assert answer.status_code == 422
    assert told in " ".join(texts(shown, "//*[@class='error']"))
    assert shown.xpath("//input[@name='text']/@value") == ([text] if text else [])


def test_of_several_boards_one_is_chosen(
    client: Client, ada: User, boards: Boards, site: Server
) -> None:
    links = "<a href=https://jobs.lever.co/acme>A</a> <a href=https://jobs.lever.co/acme-us>B</a>"
    site.next(Reply(body=f"<html>{links}</html>", headers=HTML))
    answer = client.post("/watchlist", {"text": f"{site.url}/careers"})
    offered = page(answer).xpath("//button[@name='text']/@value")
    assert (answer.status_code, len(offered)) == (422, 2)
    client.post("/watchlist", {"text": offered[1]})
    assert FollowedBoard.objects.get().token == "acme-us"


def test_the_list_says_how_each_company_stands(client: Client, ada: User) -> None:
    fine = checked(ada, "alpha")
    follow(ada, "beta", enabled=False)
    checked(ada, "gamma", failures=2, last_error="timeout")
    checked(ada, "omega", failures=5, last_error="not_found", paused_at=EARLIER)
    for mark in ("new", "new", "known", "ignored"):
        sighted(fine, mark)
    sighted(fine, status="skipped")
    shown = page(client.get("/watchlist"))
    found = texts(shown, "//tbody/tr")
    assert found[0] == "AlphaLever21113 h"
    assert found[1].startswith("BetaLeverSwitched off")
    assert "The last check failed: took too long" in found[2]
    assert "Paused after 5 failed checks: not found" in found[3]
    assert texts(shown, "//*[@id='rail-fresh']") == ["2 new"]


def test_the_list_says_when_the_next_check_is(client: Client, ada: User) -> None:
    checked(ada)
    assert "Next check by itself" in client.get("/watchlist").content.decode()
    preferences.save(ada, {"watchlistHours": 0})
    assert "Nothing is checked by itself" in client.get("/watchlist").content.decode()


def test_new_rows_come_first_and_lead_to_discovered(client: Client, ada: User) -> None:
    board = checked(ada)
    old, new = sighted(board, "known", title="Miller"), sighted(board, title="Baker")
    shown = page(client.get(at(board)))
    assert texts(shown, "//nav[@class='tabs']/a") == ["New 1", "Seen 1", "Ignored 0", "Moved on 0"]
    assert shown.xpath("//*[@class='document-name']/a/@href") == [f"/jobs/discovered/{new.pk}"]
    seen = page(client.get(at(board, "?show=known")))
    assert seen.xpath("//*[@class='document-name']/a/@href") == [f"/jobs/discovered/{old.pk}"]


def test_a_job_that_moved_on_says_where_it_is(client: Client, ada: User) -> None:
    board = checked(ada)
    job = sighted(board, status="expired", listing_closed_at=EARLIER)
    shown = page(client.get(at(board, "?show=moved")))
    assert shown.xpath("//*[@class='document-name']/a/@href") == [f"/jobs/all/{job.pk}"]
    line = texts(shown, "//*[@class='documents']/li")[0]
    assert "Expired" in line
    assert "Listing closed" in line


@pytest.mark.parametrize("mark", ["known", "ignored"])
def test_one_row_is_marked_and_taken_back(client: Client, ada: User, mark: str) -> None:
    board = checked(ada)
    job = sighted(board)
    sighted(board)
    sent = client.post(at(board, "/mark"), {"job": str(job.pk), "mark": mark, "show": "new"})
    assert sent.status_code == 303
    assert numbers(board) == Counts(new=1, **{mark: 1})
    undone = undo(client, sent)
    assert (undone["Location"], numbers(board)) == (at(board), Counts(new=2))


def test_all_new_rows_are_marked_as_seen_and_taken_back(client: Client, ada: User) -> None:
    board = checked(ada)
    for mark in ("new", "new", "ignored"):
        sighted(board, mark)
    sent = client.post(at(board, "/mark"), {"mark": "known", "show": "new"})
    assert numbers(board) == Counts(known=2, ignored=1)
    undo(client, sent)
    assert numbers(board) == Counts(new=2, ignored=1)


def test_a_fragment_brings_the_rows_a_toast_and_the_focus(client: Client, ada: User) -> None:
    board = checked(ada)
    jobs = [sighted(board, title=f"Baker {n}") for n in range(3)]
    answer = client.post(
        at(board, "/mark"),
        {"job": str(jobs[1].pk), "mark": "known", "show": "new", "at": "2", "page": "1"},
        headers=HTMX,
    )
    shown = page(answer)
    assert texts(shown, "//*[@class='document-name']") == ["Baker 2", "Baker 0"]
    assert texts(shown, "//*[@data-focus]") == ["Seen: Baker 0"]
    assert texts(shown, "//*[@data-toast]/p") == ["Seen: 1 job."]
    assert texts(shown, "//*[@id='rail-fresh']") == ["2 new"]


def test_a_company_is_renamed_switched_off_and_on(client: Client, ada: User) -> None:
    board = checked(ada, failures=5, paused_at=EARLIER)
    client.post(at(board, "/change"), {"label": "Acme Bakers"})
    client.post(at(board, "/change"), {"enabled": "on"})
    board.refresh_from_db()
    assert (board.label, board.paused_at, board.failures) == ("Acme Bakers", None, 0)
    client.post(at(board, "/change"), {"enabled": "off"})
    board.refresh_from_db()
    assert board.enabled is False
    refused = client.post(at(board, "/change"), {"label": " "})
    assert refused.status_code == 422
    assert "Give the name." in refused.content.decode()


def test_unfollowing_can_be_undone(client: Client, ada: User) -> None:
    board = checked(ada)
    sighted(board, "ignored")
    sent = client.post(at(board, "/unfollow"))
    assert FollowedBoard.objects.count() == 0
    undone = undo(client, sent)
    assert (undone["Location"], numbers(board)) == (at(board), Counts(ignored=1))


def test_checking_now_leads_to_the_run(client: Client, ada: User) -> None:
    board = checked(ada)
    make.heartbeat()
    sent = client.post(at(board, "/check"))
    run = PipelineRun.objects.get()
    assert sent["Location"] == f"/runs/{run.pk}"
    assert run.options["watchlistSelectedSourceIds"] == [str(board.pk)]
    again = client.post("/watchlist/check")
    assert (again["Location"], said(client, again)) == (
        "/watchlist",
        "A run is already in progress.",
    )


def test_an_empty_company_says_why(client: Client, ada: User) -> None:
    never, silent, unfit = (
        follow(ada),
        follow(ada, "beta", last_checked_at=EARLIER),
        checked(ada, "gamma"),
    )
    run = PipelineRun.objects.create(owner=ada, step="completed", status="completed")
    RunItem.objects.create(
        run=run, step="crawling", kind="board", reference=str(unfit.pk), state="succeeded",
        counts={"fetched": 12, "filtered": {"term": 9, "place": 3}},
    )  # fmt: skip
    found = {
        board.token: " ".join(texts(page(client.get(at(board))), "//*[@class='empty']"))
        for board in (never, silent, unfit)
    }
    assert found["acme"].startswith("Not checked yet")
    assert found["beta"].startswith("No check has succeeded yet")
    assert "12 postings read at the last check" in found["gamma"]
    assert "9 by your search terms, 3 for their place" in found["gamma"]


def test_fifty_rows_are_shown_at_once(client: Client, ada: User) -> None:
    board = checked(ada)
    for _ in range(51):
        sighted(board)
    first, second = (page(client.get(at(board, f"?show=new&page={n}"))) for n in (1, 2))
    assert [len(one.xpath("//*[@class='documents']/li")) for one in (first, second)] == [50, 1]
    assert texts(first, "//nav[@aria-label='More jobs']/a") == ["Older"]
    assert texts(second, "//nav[@aria-label='More jobs']/a") == ["Newer"]


@pytest.mark.parametrize("rest", ["", "/check", "/mark", "/change", "/unfollow"])
def test_a_stranger_finds_nothing(client: Client, ada: User, ben: User, rest: str) -> None:
    board = checked(ben)
    ask = client.post if rest else client.get
    assert ask(at(board, rest), {"mark": "known"}).status_code == 404
    assert FollowedBoard.objects.get().enabled


def test_nobody_takes_back_what_somebody_else_did(client: Client, ada: User, ben: User) -> None:
    board = checked(ben)
    sighted(board)
    kept = board_rows.mark(board, "known").undo
    assert client.post(f"/watchlist/undo/{kept}").status_code == 404
    assert numbers(board) == Counts(known=1)


@pytest.mark.parametrize("field", [{"mark": "gone"}, {"mark": "known", "job": "x"}])
def test_a_mark_nobody_offers_is_nothing(client: Client, ada: User, field: Any) -> None:
    assert client.post(at(checked(ada), "/mark"), field).status_code == 404


def test_more_companies_and_rows_cost_no_more_queries(client: Client, ada: User) -> None:
    spent = []
    first = checked(ada, "a0")
    for count in (1, 20):
        for n in range(count):
            sighted(checked(ada, f"c{count}-{n}"))
            sighted(first)
        for address in ("/watchlist", at(first)):
            client.get(address)
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            spent.append(len(asked))
    assert spent[:2] == spent[2:]
    assert max(spent) <= 10, spent
