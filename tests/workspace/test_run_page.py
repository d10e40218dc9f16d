"""The page of a run: what each source gave, why nothing came, how scores are spread, asking again;
and the saved searches beside the history.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator.models import FollowedBoard, PipelineRun, RunItem, User
from orchestrator.pipeline import presets
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db
ASKED = {"enableCrawling": True, "enableAutoTailoring": True, "minSuitabilityScore": 50}


def run(owner: User, **fields: Any) -> PipelineRun:
    ended = {"status": "completed", "step": "completed", "completed_at": timezone.now()}
    return PipelineRun.objects.create(owner=owner, options=ASKED, **{**ended, **fields})


def source(of: PipelineRun, name: str = "remotive", **fields: Any) -> RunItem:
    plan = {"source": name, "label": name.title(), "units": [{"limit": 50}], "done": 1}
    values = {"kind": "source", "reference": name, "state": "succeeded", "plan": plan, **fields}
    return RunItem.objects.create(run=of, step="crawling", rank=of.items.count(), **values)


def read(client: Client, of: PipelineRun) -> list[str]:
    root = page(client.get(f"/runs/{of.pk}"))
    return texts(root, "//section[@aria-labelledby='read']/ul/li")


COUNTS = {
    "fetched": 24, "created": 12, "refreshed": 3, "linked": 1, "unchanged": 2, "taken": 17,
    "filtered": {"term": 5, "place": 2},
    "samples": {"term": ["Baker", "Cook"], "bad": ["no title"]},
    "bad": 1, "requests": 2, "seconds": 1.24,
}  # fmt: skip


def test_a_source_tells_what_it_gave_and_what_was_left_out(client: Client, ada: User) -> None:
    over = run(ada)
    source(over, counts=COUNTS)
    [said] = read(client, over)
    assert said.startswith(
        "RemotiveDone 24 found, 12 new, 3 refreshed, 1 linked, 2 unchanged, 2 requests, 1.2 s"
    )
    assert "8 left out: 5 by term, 2 by place, 1 unreadable" in said
    assert "By termBakerCookAnd 3 more." in said
    assert "Unreadableno title" in said


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "pending"}, "Waiting"),
        ({"state": "running"}, "Asking"),
        ({"state": "skipped", "reason": "budget"}, "the budget was used up"),
        ({"state": "cancelled"}, "Cancelled"),
        ({"state": "failed", "error": {"kind": "refused", "sentence": "It said no."}},
         "Failed It said no."),
        ({"state": "failed", "counts": {"taken": 2, "fetched": 2}}, "Partly 2 found"),
    ],
)  # fmt: skip
def test_each_state_of_a_source_has_its_word(
    client: Client, ada: User, fields: dict[str, Any], words: str
) -> None:
    over = run(ada)
    source(over, **fields)
    assert words in read(client, over)[0]


def test_a_live_run_shows_its_sources_and_the_pill(client: Client, ada: User) -> None:
    going = run(ada, status="running", step="crawling", completed_at=None)
    source(going)
    source(going, "jobicy", state="running", worker="w", counts={"fetched": 7})
    root = page(client.get(f"/runs/{going.pk}"))
    assert texts(root, "//label[@for='run-progress']") == ["Reading sources, 1 of 2"]
    assert "Jobicy" in texts(root, "//div[@class='progress']/p")[0]
    assert texts(root, "//ol[@class='steps']/li[@aria-current]") == ["Collect1 of 2 sources"]
    assert "Reading 1 of 2" in root.get_element_by_id("run-pill").text_content()
    assert not root.xpath("//form[contains(@action, 'ask-again')]")


def test_the_filters_that_removed_all_are_named_with_a_way_out(client: Client, ada: User) -> None:
    over = run(ada)
    source(over, counts={"fetched": 132, "filtered": {"term": 120, "age": 12}})
    root = page(client.get(f"/runs/{over.pk}"))
    note = root.xpath("//div[contains(@class, 'note warn')]")[0]
    assert "The filters removed all 132. 120 by term, 12 by age." in note.text_content()
    assert note.xpath(".//a/@href") == [
        f"/runs/new?run={over.pk}&loosen=term",
        "/settings/sources#set_postingAge",
    ]


def test_a_run_that_asked_nobody_says_so(client: Client, ada: User) -> None:
    over = run(ada)
    source(over, state="skipped", error={"kind": "needs_key", "sentence": "A key is missing."})
    shown = client.get(f"/runs/{over.pk}").content.decode()
    assert "Nobody was asked" in shown
    assert "A key is missing." in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "failed", "error": {"kind": "timeout", "sentence": "It took too long."}},
         "It took too long."),
        ({"counts": {"fetched": 9, "filtered": {"place": 9}}}, "The filters removed all 9"),
        ({"counts": {}}, "had no postings for this search"),
    ],
)  # fmt: skip
def test_an_empty_list_names_what_the_last_run_met(
    client: Client, ada: User, fields: dict[str, Any], words: str
) -> None:
    over = run(ada)
    source(over, **fields)
    root = page(client.get("/jobs/discovered"))
    assert words in root.get_element_by_id("empty").text_content()
    assert f"/runs/{over.pk}" in root.xpath("//*[@id='empty']//a/@href")


def test_errors_are_part_of_the_state(client: Client, ada: User) -> None:
    over = run(ada, error_counts={"sources": 1, "records": 3})
    root = page(client.get(f"/runs/{over.pk}"))
    [said] = texts(root, "//main//p[@role='status']")
    assert said.startswith("Completed with errors.")
    assert "1 source failed, 3 postings could not be read." in said
    assert "With errors" in texts(page(client.get("/runs")), "//tbody//td")


def test_scores_are_a_plot_with_words(client: Client, ada: User) -> None:
    over = run(ada, counts={"scores": [0, 3, 0, 0, 0, 0, 0, 0, 0, 1]})
    root = page(client.get(f"/runs/{over.pk}"))
    [plot] = root.xpath("//*[local-name()='svg' and @role='img']")
    assert plot.get("aria-label") == "Scores of 4 jobs: 1 from 90–100, 3 from 10–19"
    assert [one.get("height") for one in plot.xpath("./*[local-name()='rect']")][1] == "80"


def test_what_failed_is_asked_again_with_the_same_options(client: Client, ada: User) -> None:
    make.heartbeat()
    over = run(ada, requested={"searchTerms": ["Baker"], "sources": ["remotive", "jobicy"]})
    source(over)
    source(over, "jobicy", state="failed", error={"kind": "timeout", "sentence": "Slow."})
    answer = client.post(f"/runs/{over.pk}/ask-again")
    begun = PipelineRun.objects.get(status="running")
    assert answer["Location"] == f"/runs/{begun.pk}"
    assert begun.requested["sources"] == ["jobicy"]
    assert begun.requested["watchlistSelectedSourceIds"] == []
    assert begun.requested["searchTerms"] == ["Baker"]


def test_one_failed_board_is_asked_again_alone(client: Client, ada: User) -> None:
    make.heartbeat()
    board = FollowedBoard.objects.create(
        owner=ada, ats="lever", token="acme", label="Acme", url="https://x.example"
    )
    over = run(ada)
    source(over, state="failed")
    plan = {"source": "lever", "label": "Acme", "board": "acme", "units": [], "done": 0}
    source(over, "lever", kind="board", reference=str(board.pk), state="failed", plan=plan)
    client.post(f"/runs/{over.pk}/ask-again", {"source": "lever/acme"})
    begun = PipelineRun.objects.get(status="running").requested
    assert begun["boardsOnly"] is True
    assert begun["watchlistSelectedSourceIds"] == [str(board.pk)]


def test_asking_again_leads_to_the_run_that_goes_on(client: Client, ada: User) -> None:
    make.heartbeat()
    over = run(ada)
    source(over, state="failed")
    going = run(ada, status="running", completed_at=None)
    assert client.post(f"/runs/{over.pk}/ask-again")["Location"] == f"/runs/{going.pk}"


def test_the_end_of_a_run_ends_the_asking(client: Client, ada: User) -> None:
    over = run(ada)
    source(over, counts=COUNTS)
    assert client.get(f"/runs/{over.pk}", headers=HTMX).status_code == 286


def test_the_queries_do_not_grow_with_the_sources(client: Client, ada: User) -> None:
    over, asked = run(ada), []
    for names in (("remotive", "jobicy"), ("remoteok", "themuse", "arbeitnow", "himalayas")):
        for name in names:
            source(over, name, counts=COUNTS)
        with CaptureQueriesContext(connection) as found:
            client.get(f"/runs/{over.pk}")
        asked.append(len(found))
    assert asked[0] == asked[1] <= 20


def test_the_history_says_who_started_what(client: Client, ada: User) -> None:
    search = presets.save(ada, name="Bread", options={})
    run(ada, trigger="schedule", preset=search, counts={"created": 7})
    run(ada, trigger="webhook")
    said = " ".join(texts(page(client.get("/runs")), "//tbody/tr"))
    assert "by schedule: Bread" in said
    assert "by webhook" in said


def daily(owner: User, name: str = "Bread", **more: Any) -> Any:
    return presets.save(
        owner, name=name, options={"searchTerms": ["Baker"]},
        cadence={"kind": "daily", "at": "07:30"}, **more,
    )  # fmt: skip


def searches(client: Client) -> str:
    return texts(page(client.get("/runs")), "//section[@aria-labelledby='searches']")[0]


def test_a_saved_search_says_when_it_runs_and_what_came_of_it(client: Client, ada: User) -> None:
    search = daily(ada)
    run(ada, preset=search, counts={"created": 7})
    said = searches(client)
    assert "Baker · Every day at 07:30, next" in said
    assert "Last: complete, 7 new jobs" in said


def test_a_search_that_was_left_out_says_why(client: Client, ada: User) -> None:
    search = daily(ada)
    ada.presets.filter(pk=search.pk).update(last_result="skipped: busy")
    assert "another run went on for an hour" in searches(client)


def test_a_search_is_paused_and_resumed(client: Client, ada: User) -> None:
    search = daily(ada)
    client.post(f"/runs/searches/{search.pk}/switch")
    search.refresh_from_db()
    assert (search.enabled, search.next_run_at) == (False, None)
    assert "Paused" in searches(client)
    client.post(f"/runs/searches/{search.pk}/switch", {"enabled": "on"})
    search.refresh_from_db()
    assert search.next_run_at > timezone.now() - timedelta(minutes=1)


def test_a_search_is_run_now(client: Client, ada: User) -> None:
    make.heartbeat()
    search = daily(ada)
    answer = client.post(f"/runs/searches/{search.pk}/run")
    begun = PipelineRun.objects.get()
    assert (answer["Location"], begun.preset) == (f"/runs/{begun.pk}", search)


def test_a_search_that_cannot_run_says_why(client: Client, ada: User) -> None:
    search = daily(ada)
    assert client.post(f"/runs/searches/{search.pk}/run")["Location"] == "/runs#searches"
    assert "No worker runs" in client.get("/runs").content.decode()


def test_a_search_is_deleted_after_its_name_was_asked(client: Client, ada: User) -> None:
    search = daily(ada)
    over = run(ada, preset=search)
    assert "Bread" in client.get(f"/runs/searches/{search.pk}/delete").content.decode()
    assert ada.presets.exists()
    client.post(f"/runs/searches/{search.pk}/delete")
    assert not ada.presets.exists()
    assert PipelineRun.objects.filter(pk=over.pk).exists()


@pytest.mark.parametrize("verb", ["run", "switch", "delete"])
def test_another_owners_search_is_not_there(
    client: Client, ada: User, ben: User, verb: str
) -> None:
    assert client.post(f"/runs/searches/{daily(ben).pk}/{verb}").status_code == 404


def test_the_history_asks_as_often_for_many_searches(client: Client, ada: User) -> None:
    asked = []
    for n in range(2):
        run(ada, preset=daily(ada, f"Search {n}"), trigger="schedule")
        with CaptureQueriesContext(connection) as found:
            client.get("/runs")
        asked.append(len(found))
    assert asked[0] == asked[1] <= 20
