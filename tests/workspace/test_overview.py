"""The overview as a page: its figures with words, drawings and tables, and the windows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml.html import HtmlElement

from orchestrator.insight import overview
from orchestrator.models import Job, JobEvent, StageEvent, User
from orchestrator.tracking import stages
from tests import make
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db
URL = "/overview"
FIGURES = "//section[contains(@class, 'figure')]"


def scored(owner: User) -> Job:
    return make.job(owner, status="ready", score=81.0, score_engine="computed")


def sent(owner: User, *, days: int = 1, stage: str = "", count: int = 1) -> None:
    for _ in range(count):
        job = stages.apply(scored(owner), actor="user")
        at = timezone.now() - timedelta(days=days)
        Job.objects.filter(pk=job.pk).update(applied_at=at)
        JobEvent.objects.filter(job=job).update(at=at)
        StageEvent.objects.filter(job=job).update(occurred_at=at)
        if stage:
            StageEvent.objects.create(job=job, round=1, to_stage=stage, occurred_at=timezone.now())


def opened(client: Client, asked: str = "", *, status: int = 200) -> HtmlElement:
    answer = client.get(f"{URL}{asked}")
    assert answer.status_code == status
    return page(answer)


def keys(root: HtmlElement) -> list[str]:
    return [str(one) for one in root.xpath(f"{FIGURES}/@id")]


def said(root: HtmlElement, key: str) -> str:
    return texts(root, f"//section[@id='{key}']")[0]


def test_nothing_sent_says_what_will_be_here(client: Client, ada: User) -> None:
    root = opened(client)
    assert "Nothing was sent yet" in texts(root, "//main")[0]
    assert keys(root) == ["flow"]
    assert not root.xpath("//main//svg[contains(@class, 'plot')]")


def test_an_empty_window_offers_a_longer_one(client: Client, ada: User) -> None:
    sent(ada)
    root = opened(client, "?from=2001-01-01&to=2001-01-31")
    assert "No application began in this window" in texts(root, "//main")[0]


@pytest.mark.parametrize("count", [3, 40])
def test_every_figure_has_its_words_its_number_and_its_table(
    client: Client, ada: User, count: int
) -> None:
    sent(ada, count=count - 1)
    sent(ada, stage="recruiter_screen")
    root = opened(client)
    assert set(keys(root)) == set(overview.KEYS)
    for key in overview.KEYS:
        assert texts(root, f"//section[@id='{key}']//h2"), key
        assert texts(root, f"//section[@id='{key}']//p[@class='hint']")[-1].endswith("."), key
        heads = texts(root, f"//section[@id='{key}']//th")
        cells = root.xpath(f"count(//section[@id='{key}']//tbody/tr[1]/td)")
        assert heads, key
        assert all(heads), key
        assert cells in (len(heads), 0), key


def test_each_drawing_says_in_words_what_it_shows(client: Client, ada: User) -> None:
    sent(ada, count=6)
    root = opened(client)
    drawings = root.xpath(f"{FIGURES}/*[name()='svg']")
    assert len(drawings) >= 8
    assert all(one.get("role") == "img" and ": " in one.get("aria-label") for one in drawings)


def test_few_are_given_no_share(client: Client, ada: User) -> None:
    sent(ada, count=3)
    root = opened(client)
    assert "0 of 3, too few" in said(root, "response_rate")
    assert not root.xpath("//section[@id='response_rate']//*[name()='circle']")


def test_enough_are_given_a_share_with_its_interval(client: Client, ada: User) -> None:
    sent(ada, count=5)
    root = opened(client)
    assert "0 of 5 (0 %, 0–43 %)" in said(root, "response_rate")
    assert len(root.xpath("//section[@id='response_rate']//*[name()='circle']")) == 2


def test_a_window_is_chosen(client: Client, ada: User) -> None:
    sent(ada, days=1)
    sent(ada, days=20, count=2)
    seven, all_time = opened(client, "?duration=7"), opened(client, "?duration=all")
    assert "n = 1" in said(seven, "funnel")
    assert "n = 3" in said(all_time, "funnel")
    now = "//nav[@aria-label='Window']/a[@aria-current]"
    assert (texts(seven, now), texts(all_time, now)) == (["7 days"], ["All time"])


def test_the_window_before_is_named_only_where_there_is_one(client: Client, ada: User) -> None:
    sent(ada)
    assert "of the window before" in said(opened(client), "applications_per_day")
    whole = said(opened(client, "?duration=all"), "applications_per_day")
    assert "Line:" not in whole


@pytest.mark.parametrize(
    "asked",
    ["?from=soon", "?duration=8", "?to=2026-01-01", "?from=2026-02-01&to=2026-01-01"],
)
def test_bad_days_are_refused_and_the_usual_window_shown(
    client: Client, ada: User, asked: str
) -> None:
    sent(ada)
    root = opened(client, asked, status=422)
    assert texts(root, "//*[@role='alert']/p")
    assert set(keys(root)) == set(overview.KEYS)


def test_days_that_were_refused_stay_in_their_fields(client: Client, ada: User) -> None:
    root = opened(client, "?from=2026-02-01&to=2026-01-01", status=422)
    assert root.xpath("//input[@type='date']/@value") == ["2026-02-01", "2026-01-01"]


def test_every_table_can_be_taken_along(client: Client, ada: User) -> None:
    sent(ada, count=2)
    root = opened(client, "?duration=30")
    links = root.xpath(f"{FIGURES}//a[contains(@href, '.csv')]/@href")
    assert len(links) == len(overview.KEYS)
    for link in links:
        answer = client.get(link)
        assert answer["Content-Type"].startswith("text/csv"), link
        assert len(answer.getvalue().splitlines()) >= 1, link


@pytest.mark.parametrize("path", ["/overview/happiness.csv", "/overview/funnel.csv?duration=8"])
def test_there_is_no_other_table(client: Client, ada: User, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_long_name_is_cut_in_the_drawing_and_whole_in_the_table(
    client: Client, ada: User
) -> None:
    name = "株式会社ソニー・インタラクティブエンタテインメント"
    job = stages.apply(make.job(ada, status="ready"), actor="user")
    Job.objects.filter(pk=job.pk).update(source=name)
    root = opened(client)
    words = texts(root, "//section[@id='by_source']//*[name()='text']")
    assert any(word.endswith("…") and name.startswith(word[:-1]) for word in words)
    assert name in texts(root, "//section[@id='by_source']//td")


def test_an_application_without_a_step_is_shown(client: Client, ada: User) -> None:
    sent(ada, count=2)
    StageEvent.objects.all().delete()
    assert "n = 2" in said(opened(client), "time_in_stage")


def test_weeks_of_the_flow_are_drawn_for_each_status(client: Client, ada: User) -> None:
    sent(ada, count=2)
    root = opened(client)
    words = texts(root, "//section[@id='flow']//*[name()='text']")
    assert {"Discovered", "Ready", "Applied", "Skipped", "Expired"} <= set(words)
    assert "none" in words
