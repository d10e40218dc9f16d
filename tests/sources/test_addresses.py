"""Which board an address belongs to, and where a board lives."""

from __future__ import annotations

import pytest

from jobops.lib.text import canonical_url
from orchestrator.sources.addresses import BoardAddress, board_of, boards_in, home_of
from orchestrator.sources.registry import BOARDS
from orchestrator.sources.tokens import TOKENS, employer_of

UUID = "a24ec4e5-5caa-473d-abd4-b71f09a8167b"
BOARD_FORMS = [
    ("https://boards.greenhouse.io/acme", "greenhouse", "acme"),
    ("https://job-boards.greenhouse.io/acme/", "greenhouse", "acme"),
    ("https://boards.eu.greenhouse.io/acme?utm_source=x", "greenhouse", "acme"),
    ("https://job-boards.eu.greenhouse.io/acme", "greenhouse", "acme"),
    ("https://boards.greenhouse.io/embed/job_board?for=acme", "greenhouse", "acme"),
    ("https://boards.greenhouse.io/embed/job_board/js?for=acme&b=1", "greenhouse", "acme"),
    ("https://boards.eu.greenhouse.io/embed/job_board?for=acme", "greenhouse", "acme"),
    ("https://boards-api.greenhouse.io/v1/boards/acme/jobs?content=true", "greenhouse", "acme"),
    ("https://jobs.lever.co/acme", "lever", "acme"),
    ("https://jobs.lever.co/acme?location=Berlin", "lever", "acme"),
    ("https://jobs.eu.lever.co/acme", "lever", "eu/acme"),
    ("https://api.lever.co/v0/postings/acme?mode=json", "lever", "acme"),
    ("https://api.eu.lever.co/v0/postings/acme", "lever", "eu/acme"),
    ("https://jobs.ashbyhq.com/Acme%20Labs", "ashby", "Acme Labs"),
    ("https://jobs.ashbyhq.com/acme/embed?version=2", "ashby", "acme"),
    ("https://api.ashbyhq.com/posting-api/job-board/acme", "ashby", "acme"),
    ("https://apply.workable.com/acme/", "workable", "acme"),
    ("https://apply.workable.com/acme/#jobs", "workable", "acme"),
    ("https://apply.workable.com/api/v1/widget/accounts/acme", "workable", "acme"),
    ("https://apply.workable.com/api/v3/accounts/acme/jobs", "workable", "acme"),
    ("https://jobs.smartrecruiters.com/Acme1", "smartrecruiters", "Acme1"),
    ("https://careers.smartrecruiters.com/Acme1", "smartrecruiters", "Acme1"),
    ("https://api.smartrecruiters.com/v1/companies/Acme1/postings", "smartrecruiters", "Acme1"),
    ("https://acme.recruitee.com", "recruitee", "acme"),
    ("https://Acme.recruitee.com/en/#offers", "recruitee", "acme"),
    ("https://acme.bamboohr.com/careers", "bamboohr", "acme"),
    ("https://acme.bamboohr.com/jobs/", "bamboohr", "acme"),
    ("https://acme.bamboohr.com/jobs/embed2.php?version=1.0.0", "bamboohr", "acme"),
    ("https://acme.wd5.myworkdayjobs.com/Careers", "workday", "acme.wd5/Careers"),
    ("https://acme.wd103.myworkdayjobs.com/en-US/Careers/jobs", "workday", "acme.wd103/Careers"),
    (
        "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/Careers/jobs",
        "workday",
        "acme.wd5/Careers",
    ),
    ("https://wd1.myworkdaysite.com/recruiting/acme/External", "workday", "wd1/acme/External"),
    (
        "https://wd1.myworkdaysite.com/en-US/recruiting/acme/External",
        "workday",
        "wd1/acme/External",
    ),
    ("jobs.lever.co/acme", "lever", "acme"),
    ("http://www.jobs.lever.co/acme", "lever", "acme"),
]
POSTING_FORMS = [
    ("https://boards.greenhouse.io/acme/jobs/4012345?gh_jid=4012345", "acme", "4012345"),
    ("https://job-boards.eu.greenhouse.io/acme/jobs/4012345", "acme", "4012345"),
    ("https://boards.greenhouse.io/embed/job_app?for=acme&token=4012345", "acme", "4012345"),
    ("https://boards-api.greenhouse.io/v1/boards/acme/jobs/4012345", "acme", "4012345"),
    (f"https://jobs.lever.co/acme/{UUID}", "acme", UUID),
    (f"https://jobs.eu.lever.co/acme/{UUID}/apply", "eu/acme", UUID),
    (f"https://jobs.ashbyhq.com/acme/{UUID}/application?utm_source=x", "acme", UUID),
    ("https://apply.workable.com/acme/j/AB12CD34EF/apply/", "acme", "AB12CD34EF"),
    ("https://jobs.smartrecruiters.com/Acme/743999671674844-cook", "Acme", "743999671674844"),
    ("https://careers.smartrecruiters.com/Acme/743999671674844", "Acme", "743999671674844"),
    ("https://acme.recruitee.com/o/data-engineer", "acme", "data-engineer"),
    ("https://acme.recruitee.com/en/o/data-engineer/c/new", "acme", "data-engineer"),
    ("https://acme.bamboohr.com/careers/86", "acme", "86"),
    ("https://acme.bamboohr.com/careers/86/detail", "acme", "86"),
    (
        "https://acme.wd5.myworkdayjobs.com/en-US/Careers/job/Berlin/Cook_R-1",
        "acme.wd5/Careers",
        "Berlin/Cook_R-1",
    ),
    (
        "https://acme.wd5.myworkdayjobs.com/Careers/job/Berlin/Cook_R-1/apply/applyManually",
        "acme.wd5/Careers",
        "Berlin/Cook_R-1",
    ),
    (
        "https://acme.wd5.myworkdayjobs.com/Careers/details/Cook_R-1?q=cook",
        "acme.wd5/Careers",
        "Cook_R-1",
    ),
    (
        "https://wd1.myworkdaysite.com/recruiting/acme/External/job/Berlin/Cook_R-1",
        "wd1/acme/External",
        "Berlin/Cook_R-1",
    ),
]
NO_BOARDS = [
    "https://example.org/acme",
    "https://www.greenhouse.com/acme",
    "https://support.greenhouse.io/acme",
    "https://boards.greenhouse.io/",
    "https://boards.greenhouse.io/embed/job_board",
    "https://boards.greenhouse.io/embed/job_board?for=../x",
    "https://jobs.lever.co.evil.example/acme",
    "https://evil.example/jobs.lever.co/acme",
    "https://apply.workable.com/j/AB12CD34EF",
    "https://www.recruitee.com",
    "https://api.recruitee.com/c/1",
    "https://www.bamboohr.com/careers/",
    "https://acme.bamboohr.com/login.php",
    "https://jobs.smartrecruiters.com/oneclick-ui/company/Acme/publication/1",
    "https://acme.wd5.myworkdayjobs.com/",
    "https://wd5.myworkdayjobs.com/acme",
    "https://jobs.ashbyhq.com/..%2Fx",
    "https://[::1",
    "mailto:jobs@lever.co",
    "",
]


@pytest.mark.parametrize(("url", "ats", "token"), BOARD_FORMS)
def test_the_address_of_a_board_is_known(url: str, ats: str, token: str) -> None:
    assert board_of(url) == BoardAddress(ats, token)


@pytest.mark.parametrize(("url", "token", "posting"), POSTING_FORMS)
def test_the_address_of_a_posting_names_board_and_posting(
    url: str, token: str, posting: str
) -> None:
    found = board_of(url)

    assert found is not None
    assert (found.token, found.posting_id) == (token, posting)


@pytest.mark.parametrize("url", NO_BOARDS)
def test_any_other_address_is_no_board(url: str) -> None:
    assert board_of(url) is None


def test_a_page_shows_its_boards_in_order_and_each_once() -> None:
    page = """
        <a href="https://example.org/careers">Careers</a>
        <iframe src="//boards.greenhouse.io/embed/job_board?for=acme&amp;b=x"></iframe>
        <script>var at = {"url":"https:\\/\\/jobs.lever.co\\/acme-labs\\/"};</script>
        <a href='https://job-boards.greenhouse.io/acme/jobs/1'>Cook</a>
        <a href="https://boards.greenhouse.io/acme">All</a> acme.recruitee.com, fjord.recruitee.com.
        <a href="https://www.recruitee.com/">Powered by</a>
        url(https://acme.wd5.myworkdayjobs.com/en-US/Careers)
    """

    assert boards_in(page) == [
        BoardAddress("greenhouse", "acme"),
        BoardAddress("lever", "acme-labs"),
        BoardAddress("recruitee", "acme"),
        BoardAddress("recruitee", "fjord"),
        BoardAddress("workday", "acme.wd5/Careers"),
    ]


def test_a_huge_page_is_searched_quickly() -> None:
    assert boards_in("jobs.lever.co" * 100_000 + " a.b.c.d.e." * 100_000) == []


@pytest.mark.parametrize(("url", "ats", "token"), BOARD_FORMS)
def test_the_home_of_a_board_leads_back_to_it(url: str, ats: str, token: str) -> None:
    assert board_of(home_of(ats, token)) == BoardAddress(ats, token)


def test_every_board_has_its_form_of_a_token() -> None:
    assert sorted(TOKENS) == sorted(BOARDS)


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("acme", "Acme"),
        ("acme-labs", "Acme Labs"),
        ("eu/acme_labs", "Acme Labs"),
        ("HighlightTA", "HighlightTA"),
        ("acme.wd5/External_Careers", "Acme"),
        ("wd5/acme/External", "Acme"),
        ("scale.ai", "Scale.Ai"),
    ],
)
def test_a_token_spells_a_name(token: str, name: str) -> None:
    assert employer_of(token) == name
    assert employer_of(token, "The Acme Company") == "The Acme Company"


@pytest.mark.parametrize(
    ("url", "token", "posting"),
    # Workable's shortest form, which is the canonical one, leaves out whose job it is.
    [form for form in POSTING_FORMS if "workable" not in form[0]],
)
def test_the_canonical_form_of_a_posting_names_the_same_one(
    url: str, token: str, posting: str
) -> None:
    found = board_of(canonical_url(url))

    assert found is not None
    assert (found.token, found.posting_id) == (token, posting)
