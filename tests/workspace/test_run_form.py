"""The form of a run: every field, what is refused beside it, what would happen, what is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orchestrator import preferences
from orchestrator.models import FollowedBoard, PipelineRun, SearchPreset, SourceOutcome, User
from orchestrator.pipeline import child, presets
from orchestrator.sources.registry import SEARCHED
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db
PLAIN: dict[str, Any] = {
    "top_n": "3", "minimum": "20", "terms": "Baker\nCook", "sources": ["remotive", "himalayas"],
    "steps": ["crawl", "import", "score", "tailor"], "boards": "all",
}  # fmt: skip


@pytest.fixture(autouse=True)
def worker(ada: User) -> None:
    make.heartbeat()
    make.resume(ada)


def board(owner: User, label: str = "Acme") -> FollowedBoard:
    return FollowedBoard.objects.create(
        owner=owner, ats="lever", token=label.lower(), label=label, url="https://x.example"
    )


def begun(client: Client, **changes: Any) -> dict[str, Any]:
    answer = client.post("/runs/new", {**PLAIN, **changes})
    assert answer.status_code == 303, texts(page(answer), "//*[@class='error']")
    options: dict[str, Any] = PipelineRun.objects.get().requested
    return options


def refused(client: Client, **changes: Any) -> list[str]:
    answer = client.post("/runs/new", {**PLAIN, **changes})
    assert answer.status_code == 422
    assert not PipelineRun.objects.exists()
    root = page(answer)
    assert root.get_element_by_id("id_terms").text_content().strip() == "Baker\nCook"
    return texts(root, "//*[@class='error'] | //*[@class='errors']//li")


def test_the_simple_case_asks_for_what_was_typed(client: Client, ada: User) -> None:
    options = begun(client)
    assert options["searchTerms"] == ["Baker", "Cook"]
    assert sorted(options["sources"]) == ["himalayas", "remotive"]
    assert (options["topN"], options["minSuitabilityScore"]) == (3, 20)
    assert options["enableCrawling"]
    assert options["enableAutoTailoring"]


@pytest.mark.parametrize(
    ("typed", "key", "value"),
    [
        ({"country": "Germany"}, "country", "Germany"),
        ({"country": "DE", "cities": "Berlin\nBonn"}, "cityLocations", ["Berlin", "Bonn"]),
        ({"workplaces": ["remote"]}, "workplaceTypes", ["remote"]),
        ({}, "workplaceTypes", ["remote", "hybrid", "onsite"]),
        ({"scope": "selected_plus_remote_worldwide"}, "searchScope",
         "selected_plus_remote_worldwide"),
        ({"strictness": "flexible"}, "matchStrictness", "flexible"),
        ({"budget": "300"}, "runBudget", 300),
        ({"candidates": "run"}, "candidates", "run"),
        ({"instructions": "Short ways"}, "scoringInstructions", "Short ways"),
        ({"boards": "none"}, "watchlistSelectedSourceIds", []),
        ({"steps": ["crawl", "import"]}, "enableScoring", False),
        ({"near": "Berlin", "miles": "30"}, "proximity",
         {"lat": 52.52, "lon": 13.41, "radiusMiles": 30}),
        ({"near": "48.1, 11.6"}, "proximity", {"lat": 48.1, "lon": 11.6, "radiusMiles": 25}),
        ({"near": "Paris", "country": "US"}, "proximity",
         {"lat": 33.66, "lon": -95.56, "radiusMiles": 25}),
    ],
)  # fmt: skip
def test_each_field_is_an_option(client: Client, typed: Any, key: str, value: Any) -> None:
    assert begun(client, **typed)[key] == value


def test_only_some_companies_are_read(client: Client, ada: User) -> None:
    one, _ = board(ada), board(ada, "Other")
    options = begun(client, boards="some", board=[str(one.pk)], sources=[])
    assert options["watchlistSelectedSourceIds"] == [str(one.pk)]
    assert options["boardsOnly"] is True


def test_employers_to_leave_out_hold_for_every_run(client: Client, ada: User) -> None:
    begun(client, blocked="Crumb Ltd\nStale GmbH")
    assert preferences.of(ada)["blockedEmployers"] == ["Crumb Ltd", "Stale GmbH"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"top_n": "0"}, "Give a whole number from 1 to 50."),
        ({"minimum": "x"}, "Give a whole number from 0 to 100."),
        ({"budget": "7"}, "Give a whole number from 50 to 1,000."),
        ({"miles": "900"}, "Give a whole number from 1 to 200."),
        ({"country": "Atlantis"}, "There is no country of this name. Give its name or its two"),
        ({"near": "Nowhereville"}, "No such city is known there."),
        ({"near": "Berlin", "country": "FR"}, "No such city is known there."),
        ({"sources": []}, "Choose a source, or the companies you follow"),
        ({"sources": ["adzuna"]}, "Adzuna needs credentials of yours"),
        ({"sources": ["nowhere"]}, "nowhere is not one of the available choices"),
        ({"cities": "x\n" * 30}, "Give at most 25 texts of up to 100 characters."),
        ({"boards": "some", "board": ["nobody"]}, "nobody is not one of the available choices"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(client: Client, typed: Any, words: str) -> None:
    assert words in " ".join(refused(client, **typed))


def test_a_part_with_an_error_is_open(client: Client) -> None:
    root = page(client.post("/runs/new", {**PLAIN, "country": "Atlantis"}))
    assert root.get_element_by_id("run-where").get("open") is not None
    assert root.get_element_by_id("run-limits").get("open") is None


def test_a_source_that_cannot_be_asked_says_why_and_where_to_change_it(client: Client) -> None:
    root = page(client.get("/runs/new"))
    box = root.get_element_by_id("run-source-adzuna")
    assert box.get("disabled") is not None
    why = root.get_element_by_id(box.get("aria-describedby"))
    assert "needs credentials" in why.text_content()
    assert why.xpath("./a/@href") == ["/settings/sources#set_adzunaAppId"]


@pytest.mark.skipif(child.is_installed(), reason="python-jobspy is installed here")
def test_the_optional_program_stands_apart_and_off(client: Client) -> None:
    root = page(client.get("/runs/new"))
    inside = root.xpath("//details[@id='run-apart']//input")
    assert len(inside) == sum(one.child for one in SEARCHED.values())
    assert all(one.get("disabled") is not None for one in inside)
    assert "pip install" in root.get_element_by_id("run-missing").text_content()


def test_trouble_of_late_is_shown_beside_its_source(client: Client, ada: User) -> None:
    for _ in range(3):
        SourceOutcome.objects.create(owner=ada, source="remotive", kind="unreachable")
    root = page(client.get("/runs/new"))
    said = root.get_element_by_id("run-source-remotive-why").text_content()
    assert "three times in a row" in said


def test_what_will_happen_is_said_before(client: Client, ada: User) -> None:
    board(ada)
    root = page(client.post("/runs/new", {**PLAIN, "do": "look", "budget": "100"}, headers=HTMX))
    said = " ".join(texts(root, "//*[@id='run-estimate']/p"))
    assert "Asks 2 sources and 1 board you follow: 4 questions, at most 100 postings." in said
    assert "Then prepares up to 3 of the jobs that score 20 or more." in said
    assert "Terms: Baker · Cook" in said
    assert not PipelineRun.objects.exists()


def test_terms_beyond_ten_are_named_as_left_out(client: Client) -> None:
    terms = "\n".join(f"Term {n}" for n in range(12))
    root = page(client.post("/runs/new", {**PLAIN, "do": "look", "terms": terms}))
    assert "Left out, beyond ten: Term 10 · Term 11" in texts(root, "//*[@id='run-estimate']")[0]


def test_the_fields_begin_as_the_settings_say(client: Client, ada: User) -> None:
    preferences.save(
        ada, {"searchTerms": ["Smith"], "searchCountry": "AT", "searchSources": ["remotive"]}
    )
    root = page(client.get("/runs/new"))
    assert root.get_element_by_id("id_terms").text_content().strip() == "Smith"
    assert root.get_element_by_id("id_country").get("value") == "AT"
    assert root.xpath("//input[@name='sources'][@checked]/@value") == ["remotive"]


def test_without_terms_in_the_settings_titles_of_the_resume_stand_there(client: Client) -> None:
    root = page(client.get("/runs/new"))
    assert root.get_element_by_id("id_terms").text_content().strip()


def test_a_sentence_fills_the_form_and_starts_nothing(client: Client) -> None:
    said = "remote Python developer jobs in Germany, no Crumb Ltd"
    root = page(client.post("/runs/new", {**PLAIN, "do": "plan", "sentence": said}))
    assert "Python" in root.get_element_by_id("id_terms").text_content()
    assert root.get_element_by_id("id_country").get("value")
    assert root.get_element_by_id("id_blocked").text_content().strip() == "Crumb Ltd"
    assert "Look it over" in texts(root, "//div[contains(@class, 'note good')]")[0]
    assert not PipelineRun.objects.exists()


def test_a_sentence_nobody_has_read_yet_is_read_before_the_run(client: Client) -> None:
    answer = client.post("/runs/new", {**PLAIN, "do": "run", "sentence": "baker in Bonn"})
    assert answer.status_code == 200
    assert not PipelineRun.objects.exists()


def test_an_empty_sentence_is_asked_for(client: Client) -> None:
    answer = client.post("/runs/new", {**PLAIN, "do": "plan"})
    assert answer.status_code == 422
    assert "Write what you look for" in answer.content.decode()


def test_a_search_is_saved_with_its_time(client: Client, ada: User) -> None:
    typed = {**PLAIN, "do": "save", "name": "Bread", "when": "weekly", "at": "06:15", "day": "3"}
    assert client.post("/runs/new", typed)["Location"] == "/runs#searches"
    found = SearchPreset.objects.get()
    assert found.cadence == {"kind": "weekly", "at": "06:15", "day": 3}
    assert found.options["searchTerms"] == ["Baker", "Cook"]
    assert not PipelineRun.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Give a name of 1 to 80 characters."),
        ({"name": "bread"}, "You have a saved search of this name already."),
        ({"name": "New", "when": "daily", "at": "25:00"}, "Give a time of day"),
        ({"name": "New", "when": "cron", "cron": "* * * * *"}, "once an hour at most"),
    ],
)
def test_a_search_that_cannot_be_saved_says_why(
    client: Client, ada: User, typed: dict[str, str], words: str
) -> None:
    presets.save(ada, name="Bread", options={})
    answer = client.post("/runs/new", {**PLAIN, "do": "save", **typed})
    assert answer.status_code == 422
    assert words in " ".join(texts(page(answer), "//*[@class='error']"))


def test_a_saved_search_is_opened_changed_and_kept_whole(client: Client, ada: User) -> None:
    near = {"lat": 52.52, "lon": 13.41, "radiusMiles": 30}
    options = {
        "searchTerms": ["Smith"],
        "proximity": near,
        "scoreLimit": 7,
        "sources": ["remotive"],
    }
    search = presets.save(ada, name="Iron", options=options)
    root = page(client.get(f"/runs/new?preset={search.pk}"))
    assert root.get_element_by_id("id_near").get("value") == "Berlin"
    assert root.get_element_by_id("id_name").get("value") == "Iron"
    typed = {**PLAIN, "do": "save", "preset": str(search.pk), "name": "Steel"}
    client.post("/runs/new", typed)
    search.refresh_from_db()
    assert (search.name, search.options["scoreLimit"]) == ("Steel", 7)
    assert SearchPreset.objects.count() == 1


def test_a_saved_search_that_was_changed_can_become_another(client: Client, ada: User) -> None:
    search = presets.save(ada, name="Iron", options={})
    typed = {**PLAIN, "do": "save_new", "preset": str(search.pk), "name": "Steel"}
    client.post("/runs/new", typed)
    assert sorted(ada.presets.values_list("name", flat=True)) == ["Iron", "Steel"]


def test_a_run_of_a_saved_search_is_its_run_until_it_was_changed(client: Client, ada: User) -> None:
    client.post("/runs/new", {**PLAIN, "do": "save", "name": "Bread"})
    search = SearchPreset.objects.get()
    client.post("/runs/new", {**PLAIN, "preset": str(search.pk)})
    first = PipelineRun.objects.get()
    assert first.preset == search
    PipelineRun.objects.update(status="completed")
    client.post("/runs/new", {**PLAIN, "preset": str(search.pk), "top_n": "9"})
    assert PipelineRun.objects.exclude(pk=first.pk).get().preset is None


def test_the_form_is_filled_from_a_saved_search(client: Client, ada: User) -> None:
    search = presets.save(ada, name="Iron", options={"searchTerms": ["Smith"]})
    root = page(client.post("/runs/new", {**PLAIN, "do": "fill", "saved": str(search.pk)}))
    assert root.get_element_by_id("id_terms").text_content().strip() == "Smith"
    assert not PipelineRun.objects.exists()


@pytest.mark.parametrize(
    ("reason", "field", "value"),
    [("term", "id_strictness", "flexible"), ("place", "id_cities", "")],
)
def test_an_earlier_run_is_opened_looser(
    client: Client, ada: User, reason: str, field: str, value: str
) -> None:
    asked = {"cityLocations": ["Bonn"], "country": "DE"}
    earlier = PipelineRun.objects.create(owner=ada, status="completed", requested=asked)
    root = page(client.get(f"/runs/new?run={earlier.pk}&loosen={reason}"))
    found = root.get_element_by_id(field)
    shown = found.xpath("./option[@selected]/@value") or [found.text_content().strip()]
    assert shown == [value]
    assert root.get_element_by_id("id_country").get("value") == "DE"


def test_another_owners_search_fills_nothing(client: Client, ada: User, ben: User) -> None:
    theirs = presets.save(ben, name="Secret", options={"searchTerms": ["Spy"]})
    shown = client.get(f"/runs/new?preset={theirs.pk}").content.decode()
    assert "Spy" not in shown
    assert "Secret" not in shown


def test_the_form_asks_as_often_for_much_as_for_little(client: Client, ada: User) -> None:
    asked = []
    for n in range(2):
        make.jobs(ada, 5)
        board(ada, f"Company {n}")
        presets.save(ada, name=f"Search {n}", options={})
        SourceOutcome.objects.create(owner=ada, source="remotive", postings=n)
        with CaptureQueriesContext(connection) as found:
            client.get("/runs/new")
        asked.append(len(found))
    assert asked[0] == asked[1] <= 40
