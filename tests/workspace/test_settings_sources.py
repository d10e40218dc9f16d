"""The settings of searches and of messages to other programs."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from orchestrator import outbox, preferences
from orchestrator.models import Delivery, SourceOutcome, User, Webhook
from orchestrator.sources.registry import SEARCHED
from tests.outside.boards import Boards, refused
from tests.outside.server import Reply, Server
from tests.workspace.test_settings import HTMX, page, texts, trial

SEARCH = {"searchScope": "selected_only", "matchStrictness": "exact_only"}


def test_a_list_is_typed_line_by_line(client: Client, ada: User) -> None:
    client.post("/settings/sources", {**SEARCH, "searchTerms": " data engineer \r\n\r\nanalyst"})
    assert preferences.of(ada)["searchTerms"] == ["data engineer", "analyst"]
    shown = page(client.get("/settings/sources")).get_element_by_id("set_searchTerms")
    assert shown.text.strip() == "data engineer\nanalyst"


def test_an_emptied_list_is_the_default_again(client: Client, ada: User) -> None:
    preferences.save(ada, {"searchTerms": ["pilot"], "searchSources": ["remoteok"]})
    client.post("/settings/sources", {**SEARCH, "searchTerms": ""})
    mine = preferences.of(ada)
    assert mine.describe("searchTerms").origin == "default"
    assert mine["searchSources"] == []


def test_sources_are_ticked(client: Client, ada: User) -> None:
    client.post("/settings/sources", {**SEARCH, "searchSources": ["remoteok", "arbeitnow"]})
    assert preferences.of(ada)["searchSources"] == ["remoteok", "arbeitnow"]
    ticked = page(client.get("/settings/sources")).xpath(
        "//input[@name='searchSources'][@checked]/@value"
    )
    assert set(ticked) == {"remoteok", "arbeitnow"}


def test_an_unknown_source_is_refused_in_place(client: Client, ada: User) -> None:
    answer = client.post("/settings/sources", {**SEARCH, "searchSources": ["pigeons"]})
    assert answer.status_code == 422
    assert preferences.of(ada)["searchSources"] == []


def test_too_long_a_line_keeps_what_was_typed(client: Client, ada: User) -> None:
    answer = client.post("/settings/sources", {**SEARCH, "searchTerms": f"pilot\n{'x' * 201}"})
    assert answer.status_code == 422
    typed = page(answer).get_element_by_id("set_searchTerms").text
    assert typed.split() == ["pilot", "x" * 201]


def test_each_source_says_how_it_does(client: Client, ada: User) -> None:
    SourceOutcome.objects.create(owner=ada, source="remoteok", postings=90)
    for _ in range(3):
        SourceOutcome.objects.create(owner=ada, source="arbeitnow", kind="timeout")
    root = page(client.get("/settings/sources"))
    said = {one: " ".join(texts(root, f"//li[@id='source-{one}']")) for one in SEARCHED}
    assert "Last answered" in said["remoteok"]
    assert "three times in a row" in said["arbeitnow"]
    assert "credentials" in said["adzuna"]
    assert not root.xpath("//li[@id='source-adzuna']//button")
    assert root.xpath("//li[@id='source-remoteok']//button")


@pytest.mark.parametrize(("headers", "status"), [(HTMX, 200), ({}, 303)])
def test_a_source_is_tried_on_demand(
    client: Client, ada: User, boards: Boards, headers: dict[str, str], status: int
) -> None:
    answer = client.post("/settings/sources/remoteok/test", headers=headers)
    assert answer.status_code == status
    shown = answer if status == 200 else client.get("/settings/sources")
    assert "It answers, with postings." in shown.content.decode()


def test_a_source_that_refuses_says_so(client: Client, ada: User, boards: Boards) -> None:
    boards.fault("remoteok", refused())
    answer = client.post("/settings/sources/remoteok/test", headers=HTMX)
    assert "refused" in answer.content.decode()


def test_there_is_no_trying_of_what_is_not_there(client: Client, ada: User) -> None:
    assert client.post("/settings/sources/pigeons/test").status_code == 404


def test_a_receiver_is_tried_before_it_is_saved(
    client: Client, ada: User, outside: Server, settings
) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = "127.0.0.1"
    outside.on("POST", "/here", Reply(status=204))
    found = trial(client, "webhooks", jobCompleteWebhookUrl=f"{outside.url}/here")
    assert found["said"] == "The test succeeded"
    assert outside.seen[0].json()["event"] == "webhook.test"
    assert not Delivery.objects.exists()
    assert preferences.of(ada)["jobCompleteWebhookUrl"] == ""


@pytest.mark.parametrize(
    ("named", "path", "result"),
    [("", "/here", "private network"), ("127.0.0.1", "/lost", "status 404")],
)
def test_a_failed_trial_says_why(
    client: Client, ada: User, outside: Server, settings, named: str, path: str, result: str
) -> None:
    settings.WEBHOOK_PRIVATE_HOSTS = named
    found = trial(client, "webhooks", pipelineWebhookUrl=f"{outside.url}{path}")
    assert found["said"] == "The test failed"
    assert result in found["Result"]
    assert found["Next"]


def test_messages_are_listed_and_offered_again(client: Client, ada: User) -> None:
    message = outbox.test(ada, "job")
    Delivery.objects.filter(pk=message.pk).update(state="failed", attempts=6)
    root = page(client.get("/settings/webhooks"))
    assert "Failed" in " ".join(texts(root, "//table//td"))
    client.post(f"/settings/webhooks/{message.pk}/again")
    message.refresh_from_db()
    assert message.state == "pending"
    assert not page(client.get("/settings/webhooks")).xpath("//table//button")


def test_nobody_elses_message_is_offered(client: Client, ada: User, ben: User) -> None:
    message = outbox.test(ben, "job")
    assert client.post(f"/settings/webhooks/{message.pk}/again").status_code == 404
    assert "webhook.test" not in client.get("/settings/webhooks").content.decode()


def test_a_switched_off_address_is_turned_on_again(client: Client, ada: User) -> None:
    hook = Webhook.objects.create(owner=ada, kind="job", failures=20)
    Webhook.objects.filter(pk=hook.pk).update(disabled_at=timezone.now())
    assert "switched off" in client.get("/settings/webhooks").content.decode()
    client.post("/settings/webhooks/job/on")
    hook.refresh_from_db()
    assert hook.disabled_at is None
    assert client.post("/settings/webhooks/pigeon/on").status_code == 404
