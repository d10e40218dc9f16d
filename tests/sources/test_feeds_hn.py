"""The "Who is hiring?" thread of Hacker News."""

from __future__ import annotations

import json

import pytest

from orchestrator.sources.base import SourceError
from tests.outside.server import Reply, Seen, Server
from tests.sources.recorded_feeds import SHARED, fetched, recorded, said, serve

SEARCH = "hn.algolia.com/api/v1/search_by_date"
FILES = ("hn_hiring_stories.json", "hn_hiring.json")


def test_a_comment_gives_every_field(outside: Server) -> None:
    serve(outside, SEARCH, *FILES)
    good, _ = fetched("hn_hiring", outside)
    assert said(good[0]) == {
        "source": "hn_hiring",
        "source_job_id": "91000010",
        "title": "Senior Backend Engineer",
        "employer": "Lanternfish",
        "job_url": "https://news.ycombinator.com/item?id=91000010",
        "employer_url": "https://lanternfish.example/about",
        "application_link": "https://jobs.lever.co/lanternfish/3f2c9d64-5b1e-4d0a-9c3f-7e21a8b6f001",
        "date_posted": "2026-11-02T16:05:00Z",
        "location": "Lisbon, Portugal",
        "salary": "€70k–90k",
        "is_remote": False,
        "job_type": "Full-time",
        "extras": {"workplace": "hybrid"},
    }
    assert good[0].description == recorded("hn_hiring.json")["hits"][0]["comment_text"]


def test_the_newest_thread_about_hiring_is_read(outside: Server) -> None:
    serve(outside, SEARCH, *FILES)
    fetched("hn_hiring", outside)
    assert [seen.query for seen in outside.seen] == [
        {"tags": "story,author_whoishiring"},
        {"tags": "comment,story_91000000", "hitsPerPage": "200", "page": "0"},
    ]


def test_only_comments_right_below_the_story_are_jobs(outside: Server) -> None:
    serve(outside, SEARCH, *FILES)
    good, bad = fetched("hn_hiring", outside)
    assert [one.source_job_id for one in good] == ["91000010", "91000011", "91000015"]
    assert [(one.source_job_id, one.reason) for one in bad] == [
        ("91000012", "The title is missing."),
        ("91000014", "The title is missing."),
    ]


def test_the_order_of_the_first_line_does_not_matter(outside: Server) -> None:
    serve(outside, SEARCH, *FILES)
    (_, swapped, onsite), _ = fetched("hn_hiring", outside)
    assert (swapped.employer, swapped.title, swapped.location) == (
        *("Moss & Stone", "Founding Designer, Data Engineer"),
        "REMOTE (US)",
    )
    assert (swapped.is_remote, swapped.job_type) == (True, "Contract")
    assert (onsite.location, onsite.is_remote, onsite.extras) == (
        *("Oakland, CA", False),
        {"workplace": "onsite"},
    )
    assert onsite.salary == "$120,000 - $150,000"


def test_a_long_thread_is_read_page_by_page(outside: Server) -> None:
    first = recorded("hn_hiring.json")["hits"][0]

    def comments(seen: Seen) -> Reply:
        page = int(seen.query["page"])
        size = 200 if page < 2 else 30
        hits = [first | {"objectID": f"{page}{i:03}"} for i in range(size)]
        return Reply(body={"hits": hits, "nbPages": 3})

    outside.next(Reply(body=recorded("hn_hiring_stories.json")))
    outside.on("GET", f"/{SEARCH}", comments)
    good, _ = fetched("hn_hiring", outside)
    assert [seen.query["page"] for seen in outside.seen[1:]] == ["0", "1", "2"]
    assert len(good) == 430


@pytest.mark.parametrize(
    "stories", [[], [{"objectID": "1", "title": "Ask HN: Who wants to be hired?"}], [3]]
)
def test_no_thread_is_an_error_and_not_an_empty_month(
    stories: list[object], outside: Server
) -> None:
    outside.on("GET", f"/{SEARCH}", Reply(body={"hits": stories}))
    with pytest.raises(SourceError) as found:
        fetched("hn_hiring", outside)
    assert (found.value.kind, len(outside.seen)) == ("changed_shape", 1)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared test data is not on this machine")
def test_real_comments_are_read(outside: Server) -> None:
    item = json.loads((SHARED / "hn_algolia_item.json").read_text())
    story = {"objectID": str(item["id"]), "title": item["title"], "created_at_i": 1}
    hits = [
        {"objectID": str(one["id"]), "parent_id": item["id"], "comment_text": one["text"]}
        for one in item["children"]
    ]
    outside.next(Reply(body={"hits": [story]}), Reply(body={"hits": hits}))
    good, bad = fetched("hn_hiring", outside)
    assert bad == []
    assert [(one.employer, one.title, one.location, one.is_remote) for one in good] == [
        ("Modash.io", "Senior Product Engineer", "Remote (Europe)", True),
        ("Quill", "Fullstack SWE", "Remote, PT/ET hours preferred", True),
        (
            "Open Education Applications / Neon",
            "Senior/Lead Platform & DevOps Engineer, Senior Frontend Engineer,"
            " Senior Full-Stack Engineer",
            *("Utrecht, The Netherlands", False),
        ),
    ]
    assert [one.salary for one in good] == ["€75k–110k", "$150 - 210K USD + equity", None]
