from __future__ import annotations

import pytest
from django.test import Client

from orchestrator import preferences
from orchestrator.models import Job, MailAccount, PipelineRun, User
from orchestrator.ops import demo
from orchestrator.tracking import feed_address
from orchestrator.workspace.onboarding import items, open_items
from tailoring.models import ResumeDocument
from tests import make
from tests.workspace.reading import HTMX, page, texts

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


@pytest.mark.parametrize("key", ["model", "mail", "printing"])
def test_each_connection_is_tested_by_itself(client: Client, ada: User, key: str) -> None:
    preferences.save(ada, {"llmBaseUrl": "http://127.0.0.1:9/v1", "llmModel": "m"})
    make.mailbox(ada, server={"host": "127.0.0.1", "port": 9}, credentials="")
    before = keys(ada)
    fragment = client.post(f"/onboarding/test/{key}", headers=HTMX)
    (result,) = page(fragment).xpath(f"//*[@id='trial-{key}']")
    assert "The test failed" in result.text_content()
    whole = page(client.post(f"/onboarding/test/{key}"))
    assert texts(whole, "//*[contains(@class, 'is-bad')]/b") == ["The test failed"]
    assert keys(ada) == before


def test_a_refused_model_names_host_and_fix(client: Client, ada: User) -> None:
    ada.is_staff = True
    ada.save()
    preferences.save(ada, {"llmBaseUrl": "http://127.0.0.1:9/v1", "llmModel": "m"})
    said = client.post("/onboarding/test/model", headers=HTMX).content.decode()
    assert "127.0.0.1:9 refused the connection" in said
    assert "<dt>Next</dt>" in said


def test_there_is_nothing_else_to_test(client: Client, ada: User) -> None:
    assert client.post("/onboarding/test/nothing").status_code == 404
    assert client.get("/onboarding/test/model").status_code == 405


def test_samples_taken_out_halfway_are_taken_out_by_a_repeat(client: Client, ada: User) -> None:
    client.post("/onboarding/samples")
    demo.samples(ada).filter(pk__in=demo.samples(ada).values("pk")[:20]).delete()
    assert "sample data" in client.get("/today").content.decode()
    client.post("/onboarding/samples/remove", {"sure": "yes"})
    client.post("/onboarding/samples/remove", {"sure": "yes"})
    assert not Job.objects.exists()


def test_samples_that_came_halfway_are_completed_by_a_repeat(client: Client, ada: User) -> None:
    client.post("/onboarding/samples")
    whole = demo.samples(ada).count()
    demo.samples(ada).filter(pk__in=demo.samples(ada).values("pk")[:20]).delete()
    client.post("/onboarding/samples")
    assert demo.samples(ada).count() == Job.objects.count() == whole


def test_today_says_that_these_are_samples(client: Client, ada: User) -> None:
    make.job(ada)
    assert "sample data" not in client.get("/today").content.decode()
    Job.objects.all().delete()
    assert client.post("/onboarding/samples")["Location"] == "/today"
    root = page(client.get("/today"))
    assert root.xpath("//*[@id='today']//form[@action='/onboarding/samples/remove']//button")


def test_the_run_over_samples_goes_with_them_and_no_other(client: Client, ada: User) -> None:
    client.post("/onboarding/samples")
    demo.ask_for_run(ada)
    ada.runs.update(status="completed")
    own = PipelineRun.objects.create(owner=ada, status="completed", trigger="manual")
    demo.take_away(ada, actor="user")
    assert [run.pk for run in ada.runs.all()] == [own.pk]
