"""The list's filters and orders: in the address, on the server, never an error page."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator import lifecycle, preferences
from orchestrator.models import Job, RenderContext, User
from orchestrator.workspace import rows as listed
from orchestrator.workspace.places import Place, read_place
from tests import make
from tests.workspace.reading import HTMX, counts, page, rows, texts, title

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def shown(client: Client, query: str, *, tab: str = "all") -> list[str]:
    return rows(page(client.get(f"/jobs/{tab}?{query}")))


def chips(client: Client, query: str, *, tab: str = "all") -> list[str]:
    root = page(client.get(f"/jobs/{tab}?{query}"))
    return [text.removesuffix(" , remove") for text in texts(root, CHIPS)]


CHIPS = "//*[contains(@class, 'filter-chips')]//*[contains(@class, 'removable')]"
NOTES = "//*[@role='note']"


@pytest.fixture
def mixed(ada: User) -> None:
    make.job(
        ada, title="One", source="indeed", workplace="remote", job_type="fulltime", score=90.0,
        location="Leeds, United Kingdom", posted_on=timezone.localdate() - timedelta(days=2),
        salary_min=60_000.0, salary_max=70_000.0, salary_currency="GBP", salary_interval="yearly",
    )  # fmt: skip
    make.job(
        ada, title="Two", status="ready", workplace="hybrid", job_type="Part-time, permanent",
        score=60.0, location="Zürich, Switzerland", salary_min=300.0, salary_interval="daily",
        salary_currency="GBP", posted_on=timezone.localdate() - timedelta(days=10),
    )  # fmt: skip
    make.job(
        ada, title="Three", status="applied", location="Leeds (remote)", salary_max=50_000.0,
        salary_currency="EUR", salary_interval="yearly",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("source=indeed", {"One"}),
        ("source=indeed,manual", {"One", "Two", "Three"}),
        ("source=indeed&source=manual", {"One", "Two", "Three"}),
        ("status=ready,applied", {"Two", "Three"}),
        ("workplace=remote,hybrid", {"One", "Two"}),
        ("employment=full_time", {"One"}),
        ("employment=permanent", {"Two"}),
        ("location=leeds", {"One", "Three"}),
        ("location=leeds,remote", {"Three"}),
        ("location=zurich", {"Two"}),
        ("score=80-100", {"One"}),
        ("score=-60", {"Two"}),
        ("score=unscored", {"Three"}),
        ("postedWithin=7", {"One"}),
        ("pdf=missing", {"One"}),
        ("salaryMode=at_least&salaryMin=70000", {"One", "Two"}),
        ("salaryMode=at_most&salaryMax=65k", {"One"}),
        ("salaryMode=at_least&salaryMin=40,000&salaryCurrency=eur", {"Three"}),
        ("q=two", {"Two"}),
        ("q=python&score=80-100", {"One"}),
        ("", {"One", "Two", "Three"}),
    ],
)
def test_each_filter_shows_what_fits(
    client: Client, mixed: None, query: str, expected: set[str]
) -> None:
    assert set(shown(client, query)) == expected


def test_a_score_is_filtered_by_the_number_that_is_shown(client: Client, ada: User) -> None:
    make.job(ada, title="Shown as 85", score=84.6)
    assert shown(client, "score=85-100") == ["Shown as 85"]
    assert shown(client, "score=0-84") == []


def test_a_pdf_is_found_by_its_state(client: Client, ada: User) -> None:
    make.job(ada, title="Stale", status="ready", pdf_inputs="old")
    make.job(ada, title="Own", status="ready", pdf_digest="b" * 64, pdf_source="uploaded")
    current = make.job(ada, title="Current", status="ready")
    RenderContext.objects.create(owner=ada, resume_id=current.pk, is_default=True, digest="d" * 64)
    Job.objects.filter(pk=current.pk).update(pdf_inputs=current.inputs, pdf_context="d" * 64)
    for state, expected in (("stale", "Stale"), ("uploaded", "Own"), ("current", "Current")):
        assert shown(client, f"pdf={state}", tab="ready") == [expected]
    assert shown(client, "pdf=missing", tab="ready") == []


def test_dates_are_whole_days_in_the_owners_zone(client: Client, ada: User) -> None:
    preferences.save(ada, {"timeZone": "Asia/Tokyo"})
    for name, hour in (("Before", 14), ("In", 16)):
        at = datetime(2026, 1, 31, hour, tzinfo=UTC)
        make.job(ada, title=name, status="applied", applied_at=at)
    query = "date=applied&appliedStart=2026-02-01&appliedEnd=2026-02-01"
    assert shown(client, query, tab="applied") == ["In"]


def test_recent_days_and_other_dates(client: Client, ada: User) -> None:
    now = timezone.now()
    make.job(ada, title="New")
    make.job(ada, title="Old", discovered_at=now - timedelta(days=20))
    assert shown(client, "date=discovered&appliedRange=7") == ["New"]
    closed = make.job(ada, title="Closed", status="applied", closed_at=now)
    assert shown(client, "date=closed&appliedRange=7", tab="applied") == [closed.title]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("sort=foo", "“foo” is not an order we know; shown by score."),
        ("workplace=moon", "“moon” is not a workplace we know."),
        ("score=high", "“high” is not a range of scores such as 70-100."),
        ("score=90-10", "“90-10” is not a range of scores such as 70-100."),
        ("postedWithin=5", "“5” is not a number of days we know."),
        ("pdf=lost", "“lost” is not a state of a PDF we know."),
        ("salaryMin=much", "“much” is not an amount for a year such as 60000."),
        ("salaryMin=9&salaryMax=5", "The lowest pay is above the highest, so pay is left out."),
        ("appliedStart=2026-13-01", "“2026-13-01” is not a date such as 2026-02-15."),
        (
            "appliedStart=2026-02-02&appliedEnd=2026-02-01",
            "The first day is after the last one, so the dates are left out.",
        ),
        ("q=" + "a" * 201, "Search for at most 200 characters; shown without the search."),
        ("q=a%00b", "A search cannot hold control characters; shown without the search."),
        ("status=done", "“done” is not a status we know."),
    ],
)
def test_what_is_not_known_is_left_out_and_said(
    client: Client, ada: User, query: str, sentence: str
) -> None:
    make.job(ada, title="Here")
    answer = client.get(f"/jobs/all?{query}")
    assert answer.status_code == 200
    assert rows(page(answer)) == ["Here"]
    assert texts(page(answer), NOTES) == [sentence]


def test_a_filter_of_another_tab_is_left_out_and_said(client: Client, ada: User) -> None:
    make.job(ada, title="Here", status="ready")
    root = page(client.get("/jobs/ready?status=applied"))
    assert rows(root) == ["Here"]
    assert texts(root, NOTES) == ["“status” does not apply to this list."]


def test_active_filters_are_chips_that_can_be_taken_off(client: Client, mixed: None) -> None:
    query = "source=indeed,manual&workplace=remote&score=80-100&q=one&postedWithin=7"
    assert chips(client, query) == [
        "“one”", "score 80 and more", "posted in the last week", "indeed", "Added by you", "Remote",
    ]  # fmt: skip
    root = page(client.get(f"/jobs/all?{query}"))
    first = root.xpath(CHIPS)[3].get("href")
    assert first == "/jobs/all?q=one&score=80-100&postedWithin=7&source=manual&workplace=remote"
    assert texts(root, "//*[@id='filters-open']") == ["Filter 6 on f"]


def test_a_filtered_list_says_how_many_of_how_many(client: Client, mixed: None) -> None:
    root = page(client.get("/jobs/all?location=leeds"))
    assert "2 of 3, best fit first" in texts(root, "//*[@class='list-head']")[0]
    assert counts(root) == ["Ready 1", "Discovered 1", "Applied 1", "All 3"]


def test_another_tab_keeps_the_filters_that_mean_something_there(
    client: Client, mixed: None
) -> None:
    root = page(client.get("/jobs/all?status=ready&workplace=hybrid&date=applied&appliedRange=7"))
    assert root.get_element_by_id("tab-ready").get("href") == "/jobs/ready?workplace=hybrid"
    applied = root.get_element_by_id("tab-applied").get("href")
    assert applied == "/jobs/applied?date=applied&appliedRange=7&workplace=hybrid"


def test_only_values_that_are_there_are_offered(client: Client, mixed: None) -> None:
    form = page(client.get("/jobs/ready/filters", headers=HTMX))
    assert form.xpath("//input[@name='workplace']/@value") == ["hybrid"]
    assert form.xpath("//input[@name='source']/@value") == ["manual"]
    assert form.xpath("//input[@name='employment']/@value") == ["part_time", "permanent"]
    assert form.xpath("//input[@name='pdf']/@value") == ["stale"]
    assert not form.xpath("//input[@name='status']")
    whole = page(client.get("/jobs/all/filters?workplace=onsite"))
    assert texts(whole, "//h1") == ["Filter All"]
    assert whole.xpath("//input[@name='workplace'][@checked]/@value") == ["onsite"]


def test_the_empty_fields_of_a_form_are_no_filters(client: Client, mixed: None) -> None:
    query = "q=&location=&score=&salaryMode=at_least&salaryMin=&salaryMax=&date=applied&sort="
    assert len(shown(client, query)) == 3
    assert chips(client, query) == []


ORDERS = {
    "score": {"score": 1.0}, "datePosted": {"posted_on": TODAY},
    "deadline": {"deadline_at": TODAY}, "appliedAt": {"applied_at": timezone.now()},
    "salary": {"salary_min": 1.0, "salary_currency": "EUR", "salary_interval": "hourly"},
}  # fmt: skip


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("way", ["asc", "desc"])
def test_empty_values_come_last_in_both_directions(
    client: Client, ada: User, name: str, way: str
) -> None:
    make.job(ada, title="Empty")
    make.job(ada, title="There", **ORDERS[name])
    assert shown(client, f"sort={name}-{way}") == ["There", "Empty"]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("title-asc", ["alpha", "Beta"]), ("title-desc", ["Beta", "alpha"]),
        ("employer-asc", ["Beta", "alpha"]), ("employer-desc", ["alpha", "Beta"]),
        ("discoveredAt-asc", ["Beta", "alpha"]), ("discoveredAt-desc", ["alpha", "Beta"]),
        ("salary-desc", ["Beta", "alpha"]), ("salary-asc", ["alpha", "Beta"]),
    ],
)  # fmt: skip
def test_an_order_is_the_one_that_is_asked_for(
    client: Client, ada: User, sort: str, expected: list[str]
) -> None:
    then = timezone.now() - timedelta(days=3)
    paid = {"salary_currency": "EUR", "salary_min": 4000.0}
    make.job(ada, title="alpha", employer="zeta", salary_interval="yearly", **paid)
    make.job(
        ada, title="Beta", employer="Ypsilon", discovered_at=then, salary_interval="monthly", **paid
    )
    assert shown(client, f"sort={sort}") == expected


def test_pay_is_compared_in_one_currency_and_says_what_it_leaves_out(
    client: Client, ada: User
) -> None:
    for name, currency, interval in (
        ("A", "GBP", "yearly"), ("B", "GBP", "yearly"), ("C", "EUR", "yearly"), ("D", "GBP", None),
    ):  # fmt: skip
        make.job(
            ada, title=name, salary_min=50_000.0, salary_currency=currency,
            salary_interval=interval,
        )  # fmt: skip
    make.job(ada, title="E")
    root = page(client.get("/jobs/all?salaryMode=at_least&salaryMin=40000"))
    assert set(rows(root)) == {"A", "B"}
    assert texts(root, NOTES) == [
        "Pay is compared by the year, in GBP. Jobs that cannot be compared are left out: "
        "1 in another currency, 1 without a known period, 1 without pay."
    ]


@pytest.mark.parametrize(
    "query", ["sort=title-asc", "sort=salary-desc&workplace=remote", "q=python", "sort=score-asc"]
)
def test_a_walk_through_the_pages_shows_every_row_once(
    client: Client, ada: User, query: str
) -> None:
    make.jobs(ada, 110, workplace="remote")
    seen: list[str] = []
    url = f"/jobs/discovered?{query}"
    while url:
        root = page(client.get(url))
        seen += rows(root)
        url = next(iter(root.xpath("//*[@data-more]/@href")), "")
    assert len(seen) == len(set(seen)) == 110


def test_pages_can_be_asked_for_by_number(client: Client, ada: User) -> None:
    make.jobs(ada, 60)
    assert len(shown(client, "page=2", tab="discovered")) == 10
    for odd in ("page=0", "page=x", "page=99999999999"):
        assert len(shown(client, odd, tab="discovered")) == 50
    assert shown(client, "page=9000", tab="discovered") == []


def test_the_order_chosen_last_is_kept_for_its_tab(client: Client, ada: User) -> None:
    make.job(ada, title="b", score=90.0)
    make.job(ada, title="a", score=10.0)
    answer = client.post("/jobs/discovered/sort", {"sort": "title-asc", "query": "q=python"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/jobs/discovered?q=python&sort=title-asc"
    assert shown(client, "", tab="discovered") == ["a", "b"]
    assert shown(client, "") == ["b", "a"]
    assert shown(client, "sort=score-desc", tab="discovered") == ["b", "a"]
    client.post("/jobs/discovered/sort", {"sort": "nonsense", "query": ""})
    assert preferences.of(ada)["listSorts"] == {"discovered": "title-asc"}


def test_a_new_filter_swaps_the_list_and_leaves_the_panel(client: Client, ada: User) -> None:
    job, _ = make.job(ada, title="Shown", score=10.0), make.job(ada, title="Best", score=90.0)
    head = {**HTMX, "Shown-Job": str(job.pk), "HX-Current-URL": f"http://x/jobs/all/{job.pk}"}
    answer = client.get("/jobs/all?q=python", headers=head)
    root = page(answer)
    assert b"<html" not in answer.content
    assert not root.xpath("//*[@id='panel']")
    assert texts(root, "//*[@aria-current='true']//*[@class='row-title']") == ["Shown"]
    assert answer.headers["HX-Push-Url"] == f"/jobs/all/{job.pk}?q=python"


def test_a_job_that_the_filter_hides_leaves_the_panel_too(client: Client, ada: User) -> None:
    job, _ = make.job(ada, title="Shown"), make.job(ada, title="Best", score=90.0)
    head = {**HTMX, "Shown-Job": str(job.pk)}
    answer = client.get("/jobs/all?score=80-100", headers=head)
    assert title(page(answer)) == "Best"
    assert answer.headers["HX-Push-Url"] == "/jobs/all?score=80-100"


def test_a_nonsense_shown_job_is_none(client: Client, ada: User) -> None:
    make.job(ada, title="Best")
    for odd in ("x", "0" * 36):
        answer = client.get("/jobs/all", headers={**HTMX, "Shown-Job": odd})
        assert title(page(answer)) == "Best"


def test_after_a_verb_comes_the_next_job_of_the_filtered_order(client: Client, ada: User) -> None:
    first = make.job(ada, title="A first", workplace="remote", score=10.0)
    make.job(ada, title="B hidden", score=90.0)
    make.job(ada, title="C next", workplace="remote", score=50.0)
    token = "discovered?workplace=remote&sort=title-asc"
    answer = client.post(f"/jobs/{first.pk}/skip", {"place": token}, headers=HTMX)
    assert title(page(answer)) == "C next"
    pushed = answer.headers["HX-Push-Url"]
    assert pushed.endswith("?workplace=remote&sort=title-asc")


def test_a_row_leaves_the_list_when_it_no_longer_fits(client: Client, ada: User) -> None:
    job = make.job(ada, title="One", status="ready")
    make.job(ada, title="Two", status="ready")
    answer = client.post(f"/jobs/{job.pk}/skip", {"place": "all?status=ready"}, headers=HTMX)
    assert page(answer).get_element_by_id(f"job-{job.pk}").get("hx-swap-oob") == "delete"


def test_a_place_survives_its_token(ada: User) -> None:
    job = make.job(ada)
    token = "all?q=b%C3%BCro&score=70-100&status=ready,applied&sort=title-desc&page=2"
    at = read_place(token, job=job)
    assert at.token == token
    assert read_place("nowhere?q=x", job=job) == Place("discovered")


def test_all_that_fits_is_known_in_its_order(ada: User) -> None:
    jobs = make.jobs(ada, 60, workplace="remote")
    make.job(ada)
    at = Place("discovered", filters=(("workplace", "remote"),), sort="title-asc")
    found = listed.matching_ids(ada, at, limit=100)
    assert len(found) == 60
    assert found[0] == jobs[0].pk
    assert listed.matching_ids(ada, at, limit=2) == found[:2]


def test_filters_that_hide_all_are_named(client: Client, ada: User) -> None:
    make.job(ada)
    root = page(client.get("/jobs/discovered?workplace=remote&score=80-100"))
    empty = root.get_element_by_id("empty")
    assert empty.get("data-cause") == "filtered"
    assert "The filters leave nothing: score 80 and more, Remote." in empty.text_content()
    assert empty.xpath(".//a/@href") == ["/jobs/discovered"]


def test_words_without_a_hit_offer_the_nearest_and_all(client: Client, ada: User) -> None:
    make.job(ada, title="Kubernetes Engineer", status="applied")
    make.job(ada)
    empty = page(client.get("/jobs/discovered?q=kubernets")).get_element_by_id("empty")
    assert empty.get("data-cause") == "no_hit"
    assert "“kubernets”" in empty.text_content()
    assert "Did you mean this?" in empty.text_content()
    assert empty.xpath(".//a/@href") == [
        "/jobs/discovered?q=kubernetes", "/jobs/all?q=kubernets", "/jobs/discovered",
    ]  # fmt: skip


def test_other_owners_words_are_not_suggested(client: Client, ada: User, ben: User) -> None:
    make.job(ben, title="Kubernetes Engineer")
    make.job(ada)
    empty = page(client.get("/jobs/discovered?q=kubernets")).get_element_by_id("empty")
    assert "kubernetes" not in empty.text_content().lower().replace("kubernets", "")


def test_an_earlier_application_is_an_exception_of_the_row(client: Client, ada: User) -> None:
    sent = timezone.now() - timedelta(days=5)
    make.job(ada, title="Data Analyst", employer="Acme Ltd", status="applied", applied_at=sent)
    job = make.job(ada, title="Data Analyst", employer="Acme Limited")
    make.job(ada, title="Data Analyst", employer="Other")
    root = page(client.get("/jobs/discovered"))
    assert texts(root, "//*[@class='rows']//*[contains(@class, 'chip')]") == ["Applied before"]
    assert "Applied before" in texts(root, f"//*[@id='job-{job.pk}']")[0]


def test_the_list_costs_few_queries_whatever_is_asked(client: Client, ada: User) -> None:
    jobs = make.jobs(ada, 60, workplace="remote")
    head = {**HTMX, "Shown-Job": str(jobs[-1].pk)}
    for query in ("", "workplace=remote", "sort=title-asc", "score=0-100&source=manual"):
        with CaptureQueriesContext(connection) as found:
            answer = client.get(f"/jobs/discovered?{query}", headers=head)
        assert len(found) <= 10, query
        assert len(answer.content) <= 62_000


def test_a_search_in_the_list_keeps_the_filters_that_are_on(client: Client, ada: User) -> None:
    make.job(ada, workplace="remote")
    root = page(client.get("/jobs/all?workplace=remote&score=unscored&q=python&sort=title-asc"))
    sent = {
        field.get("name"): field.get("value")
        for field in root.xpath("//form[@id='filters']//input[@name]")
    }
    assert sent == {
        "q": "python", "workplace": "remote", "score": "unscored", "sort": "title-asc",
    }  # fmt: skip


@pytest.mark.parametrize(
    "query", ["appliedStart=0001-01-01", "appliedEnd=9999-12-31", "appliedStart=9999-12-31"]
)
def test_the_ends_of_the_calendar_are_dates_too(client: Client, ada: User, query: str) -> None:
    preferences.save(ada, {"timeZone": "Asia/Tokyo"})
    make.job(ada, title="Never")
    assert client.get(f"/jobs/all?{query}").status_code == 200
    assert shown(client, query) == []


def test_jobs_that_were_skipped_automatically_are_one_filter_away(
    client: Client, ada: User
) -> None:
    lifecycle.move(make.job(ada, title="low"), "auto_skip", actor="worker")
    lifecycle.move(make.job(ada, title="mine"), "skip", actor="user")
    again = make.job(ada, title="again")
    for action in ("auto_skip", "reopen", "skip"):
        again, _ = lifecycle.move(again, action, actor="user")
    root = page(client.get("/jobs/all?skipped=auto"))
    assert rows(root) == ["low"]
    assert texts(root, "//a[@class='chip removable']") == ["skipped automatically , remove"]
    assert rows(page(client.get("/jobs/discovered?skipped=auto"))) == []
    form = page(client.get("/jobs/all/filters"))
    assert form.xpath("//input[@name='skipped']/@value") == ["auto"]
