from __future__ import annotations

import pytest
from django.test import Client

from orchestrator import preferences
from orchestrator.models import Job, MailAccount, User
from orchestrator.ops import demo
from orchestrator.tracking import feed_address
from orchestrator.workspace.onboarding import items, open_items
from tailoring.models import ResumeDocument
from tests import make
from tests.workspace.reading import page, texts

pytestmark = pytest.mark.django_db


def keys(owner: User) -> list[str]:
    return [one.key for one in open_items(owner)]


def test_every_item_is_open_at_first(client: Client, ada: User) -> None:
    assert keys(ada) == ["resume", "jobs", "model", "mail", "printing", "calendar"]
    root = page(client.get("/onboarding"))
    assert len(root.xpath("//ol[@class='checklist']/li[@class='is-open']")) == 6
    assert len(root.xpath("//main//*[contains(@class, 'primary')]")) == 1


def test_what_is_there_is_done(ada: User) -> None:
    make.resume(ada)
    make.job(ada)
    make.heartbeat()
    preferences.save(ada, {"llmBaseUrl": "http://localhost:1/v1", "llmModel": "m"})
    MailAccount.objects.create(owner=ada, provider="gmail", status="connected")
    feed_address.make(ada)
    assert keys(ada) == []


def test_a_model_that_does_not_answer_stays_done(ada: User) -> None:
    preferences.save(ada, {"llmBaseUrl": "http://127.0.0.1:9/v1", "llmModel": "m"})
    assert "model" not in keys(ada)


def test_an_item_is_put_aside_and_brought_back(client: Client, ada: User) -> None:
    assert client.post("/onboarding/skip/model").status_code == 303
    assert "model" not in keys(ada)
    assert [one.key for one in items(ada) if one.skipped] == ["model"]
    assert "Bring it back" in client.get("/onboarding").content.decode()
    client.post("/onboarding/skip/model", {"back": "1"})
    assert "model" in keys(ada)


def test_there_is_nothing_else_to_put_aside(client: Client, ada: User) -> None:
    assert client.post("/onboarding/skip/nothing").status_code == 404
    assert preferences.of(ada)["onboardingSkipped"] == []


def test_samples_come_with_one_click_and_go_with_two(client: Client, ada: User) -> None:
    assert client.post("/onboarding/samples").status_code == 303
    assert demo.samples(ada).count() == Job.objects.count() > 30
    own = make.job(ada)
    shown = page(client.get("/onboarding"))
    assert "Remove the samples…" in texts(shown, "//button")
    assert "cannot be undone" in client.post("/onboarding/samples/remove").content.decode()
    client.post("/onboarding/samples/remove", {"sure": "yes"})
    assert list(Job.objects.values_list("pk", flat=True)) == [own.pk]
    assert not ResumeDocument.objects.exists()


def test_an_edited_sample_resume_stays(client: Client, ada: User) -> None:
    client.post("/onboarding/samples")
    base = ResumeDocument.objects.get()
    data = {"op": "replace", "path": "/basics/headline", "value": "Mine"}
    body = {"baseRevision": 1, "operations": [data]}
    client.patch("/api/design-resume", body, content_type="application/json")
    demo.take_away(ada, actor="user")
    assert ResumeDocument.objects.filter(pk=base.pk).exists()


def test_samples_are_not_mixed_with_jobs_of_ones_own(client: Client, ada: User) -> None:
    make.job(ada)
    client.post("/onboarding/samples")
    assert Job.objects.count() == 1
    assert not ResumeDocument.objects.exists()
    assert "no samples are mixed in" in client.get("/onboarding").content.decode()


@pytest.mark.parametrize("address", ["/", "/settings", "/design-resume", "/import", "/runs"])
def test_every_page_opens_with_nothing_done(client: Client, ada: User, address: str) -> None:
    assert client.get(address, follow=True).status_code == 200


def test_the_first_visit_leads_to_the_checklist(client: Client, ada: User) -> None:
    assert 'href="/onboarding"' in client.get("/jobs/ready").content.decode()
