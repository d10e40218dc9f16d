"""One posting, asked for by its address."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from orchestrator.sources.addresses import board_of
from orchestrator.sources.base import SourceError
from orchestrator.sources.posting import Posting
from orchestrator.sources.registry import BOARDS
from tests.outside.server import Reply, Server
from tests.sources.plain_http import PlainHttp
from tests.sources.recorded_feeds import RECORDED, recorded

LEVER_ID = "0b5d1f6e-2f4c-4b7e-9a55-3c1de8a0c001"
ASHBY_ID = "fc2f1f85-46a0-4a31-b165-683e39c07c04"
CHICAGO = "Illinois---Chicago/Customer-Success-Manager_JR332446"
# The address of a posting, the request it leads to, the recorded answer, the posting's id.
EVERY_BOARD = [
    (
        f"https://jobs.lever.co/fjord/{LEVER_ID}/apply",
        f"/api.lever.co/v0/postings/fjord/{LEVER_ID}",
        "lever_salary",
        f"fjord/{LEVER_ID}",
    ),
    (
        f"https://jobs.ashbyhq.com/HighlightTA/{ASHBY_ID}",
        "/api.ashbyhq.com/posting-api/job-board/HighlightTA",
        "ashby",
        f"HighlightTA/{ASHBY_ID}",
    ),
    (
        "https://apply.workable.com/zaelab/j/DD136DD7E7/",
        "/apply.workable.com/api/v1/widget/accounts/zaelab",
        "workable",
        "zaelab/DD136DD7E7",
    ),
    (
        "https://jobs.smartrecruiters.com/Knight/743999671674844-cna-lpn",
        "/api.smartrecruiters.com/v1/companies/Knight/postings/743999671674844",
        "smartrecruiters_detail",
        "Knight/743999671674844",
    ),
    (
        "https://fjord.recruitee.com/o/data-engineer",
        "/fjord.recruitee.com/api/offers/",
        "recruitee_remote",
        "fjord/501",
    ),
    (
        f"https://acme.wd5.myworkdayjobs.com/en-US/Careers/job/{CHICAGO}",
        f"/acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers/job/{CHICAGO}",
        "workday_detail",
        "acme.wd5/Careers/JR332446",
    ),
    (
        "https://acme.bamboohr.com/careers/86",
        "/acme.bamboohr.com/careers/86/detail",
        "bamboohr_detail",
        "acme/86",
    ),
]


def asked(url: str, server: Server) -> Posting:
    at = board_of(url)
    assert at is not None
    module: Any = import_module(BOARDS[at.ats].path)
    found = module.one(at.token, at.posting_id, PlainHttp(server.url))
    assert isinstance(found, Posting)
    return found


@pytest.mark.parametrize(("url", "request_path", "name", "number"), EVERY_BOARD)
def test_an_address_leads_to_its_posting_in_one_request(
    outside: Server, url: str, request_path: str, name: str, number: str
) -> None:
    body = (RECORDED / f"{name}.json").read_bytes()
    outside.on("GET", request_path, Reply(body=body))

    assert asked(url, outside).source_job_id == number
    assert [seen.path for seen in outside.seen] == [request_path]


def test_greenhouse_answers_with_the_posting_alone(outside: Server) -> None:
    job = recorded("greenhouse_pay.json")["jobs"][0]
    outside.on("GET", "/boards-api.greenhouse.io/v1/boards/fjord/jobs/4012345101", Reply(body=job))
    found = asked("https://job-boards.eu.greenhouse.io/fjord/jobs/4012345101", outside)

    assert (found.title, found.salary_max) == ("Backend Engineer", 900_000)
    assert outside.seen[0].query == {"pay_transparency": "true"}


@pytest.mark.parametrize("row", EVERY_BOARD, ids=lambda row: row[2])
def test_an_answer_of_another_shape_says_so(
    outside: Server, row: tuple[str, str, str, str]
) -> None:
    outside.on("GET", row[1], Reply(body="<html>Sorry</html>"))

    with pytest.raises(SourceError) as failure:
        asked(row[0], outside)

    assert failure.value.kind == "changed_shape"


@pytest.mark.parametrize(
    ("url", "request_path", "name"),
    [
        ("https://jobs.ashbyhq.com/acme/" + "0" * 36, "/api.ashbyhq.com/.*", "ashby"),
        ("https://apply.workable.com/acme/j/00", "/apply.workable.com/.*", "workable"),
        ("https://acme.recruitee.com/o/gone", "/acme.recruitee.com/.*", "recruitee"),
    ],
)
def test_a_posting_that_left_its_board_is_not_found(
    outside: Server, url: str, request_path: str, name: str
) -> None:
    outside.on("GET", request_path, Reply(body=recorded(f"{name}.json")))

    with pytest.raises(SourceError) as failure:
        asked(url, outside)

    assert failure.value.kind == "not_found"
    assert "no longer" in failure.value.sentence


def test_a_posting_without_a_title_is_no_posting(outside: Server) -> None:
    outside.on("GET", ".*", Reply(body={"id": LEVER_ID, "text": ""}))

    with pytest.raises(SourceError) as failure:
        asked(f"https://jobs.lever.co/fjord/{LEVER_ID}", outside)

    assert failure.value.kind == "changed_shape"
