"""The prompt lab: a changed template on some own jobs, before it is saved."""

from __future__ import annotations

import re
from datetime import timedelta
from socket import gethostname
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator import preferences
from orchestrator.models import Job, LlmCall, Operation, User
from orchestrator.ops import reaper
from orchestrator.pipeline import cancelling, prompt_trial
from orchestrator.pipeline import texts as texts_of
from tests import make
from tests.outside.model import says, status
from tests.work import drain, queued
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db

LAB, KEY = "/settings/prompts/lab", "tailoringPromptTemplate"
MINE = "Write like a pirate, {{tone}}, in {{language}}."
ANSWER = {
    "headline": {"text": "Gameplay engineer", "facts": []},
    "summary": [
        {"text": "Builds gameplay systems in Unity.", "facts": []},
        {"text": "Managed 4711 people.", "facts": []},
    ],
    "skills": [{"name": "Engines", "keywords": ["Unity", "Kubernetes"], "facts": []}],
    "edits": [],
    "orders": [],
}
FENCE = re.compile(r"DATA-[0-9a-f]{32}")


@pytest.fixture
def job(ada: User, model_stub: Any) -> Job:
    make.resume(ada)
    make.heartbeat()
    preferences.save(ada, {"llmBaseUrl": model_stub.base_url, "llmModel": "stub"})
    model_stub.answer(ANSWER)
    return make.job(ada, title="Gameplay Programmer")


def sent(client: Client, act: str, *jobs: Job, text: str = MINE) -> Any:
    data = {KEY: text, "job": [str(one.pk) for one in jobs], "act": act}
    return client.post(LAB, data)


def begun(client: Client, *jobs: Job, text: str = MINE) -> Operation:
    answer = sent(client, "try", *jobs, text=text)
    assert answer.status_code == 303
    return Operation.objects.get(pk=answer["Location"].rpartition("/")[2])


def tried(client: Client, *jobs: Job, text: str = MINE) -> Operation:
    operation = begun(client, *jobs, text=text)
    drain()
    operation.refresh_from_db()
    return operation


def sides(client: Client, operation: Operation) -> list[str]:
    return texts(page(client.get(f"{LAB}/{operation.pk}")), "//*[@class='side']")


def shown_requests(answer: Any) -> list[str]:
    found = [pre.text_content().lstrip("\n") for pre in page(answer).xpath("//pre")]
    return [FENCE.sub("DATA", text) for text in found]


def test_the_lab_begins_with_the_saved_template_and_the_newest_jobs(
    client: Client, job: Job
) -> None:
    preferences.save(job.owner, {KEY: "Saved one."})
    make.job(job.owner, status="skipped", title="Not this one")
    root = page(client.get(LAB))
    assert texts(root, "//textarea") == ["Saved one."]
    assert texts(root, "//label[@class='check']") == ["Gameplay Programmer, Acme: Discovered"]
    assert root.xpath("//input[@name='job']/@checked")


def test_the_text_typed_on_the_page_of_prompts_comes_along(client: Client, job: Job) -> None:
    answer = client.post(LAB, {KEY: MINE, "act": "look"})
    assert answer.status_code == 200
    assert texts(page(answer), "//textarea") == [MINE]
    assert any("like a pirate, professional, in English" in one for one in shown_requests(answer))


def test_what_is_shown_is_what_is_sent(client: Client, job: Job, model_stub: Any) -> None:
    said = shown_requests(sent(client, "look", job))
    assert not model_stub.calls
    tried(client, job)
    (call,) = model_stub.calls
    assert said == [
        FENCE.sub("DATA", call.messages[0]["content"]), FENCE.sub("DATA", call.user)
    ]  # fmt: skip


def test_a_trial_asks_what_tailoring_would_ask(client: Client, job: Job, model_stub: Any) -> None:
    tried(client, job)
    preferences.save(job.owner, {KEY: MINE})
    texts_of.request(job, actor="user", fields=["headline", "summary", "skills", "bullets"])
    drain()
    first, second = (FENCE.sub("DATA", call.text) for call in model_stub.calls)
    assert first == second


def test_nothing_of_the_owner_but_the_listed_fields_is_sent(
    client: Client, job: Job, model_stub: Any
) -> None:
    basics = {
        "name": "Ada Zanzibar", "headline": "Engineer", "email": "zanzibar@example.org",
        "phone": "+44 20 7946 0999", "location": "12 Zanzibar Street",
    }  # fmt: skip
    make.resume(job.owner, basics=basics)
    assert "zanzibar" not in " ".join(shown_requests(sent(client, "look", job))).casefold()
    tried(client, job)
    assert "zanzibar" not in model_stub.calls[0].text.casefold()


def test_a_trial_marks_what_the_resume_does_not_say(client: Client, job: Job) -> None:
    operation = tried(client, job)
    assert operation.status == "succeeded"
    (new,) = sides(client, operation)[-1:]
    assert "2 not in your résumé" in new
    assert "4 supported" in new
    marked = texts(page(client.get(f"{LAB}/{operation.pk}")), "//mark")
    assert any("4711" in one for one in marked)
    assert any("Kubernetes" in one for one in marked)


def test_nothing_is_stored_in_the_job(client: Client, job: Job) -> None:
    before = Job.objects.values().get(pk=job.pk)
    tried(client, job)
    assert Job.objects.values().get(pk=job.pk) == before
    assert not job.edits.exists()
    assert preferences.of(job.owner)[KEY] == ""


def test_it_stands_beside_the_texts_of_the_job(client: Client, job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(tailored_summary="Ran 9999 servers.")
    old, new = sides(client, tried(client, job))
    assert old.startswith("In the job now")
    assert "Ran 9999" in old
    assert new.startswith("With this template")


def test_a_job_without_texts_says_so(client: Client, job: Job) -> None:
    old, _ = sides(client, tried(client, job))
    assert "no texts yet" in old


def test_each_job_is_one_call_and_the_bill_is_shown(
    client: Client, job: Job, model_stub: Any
) -> None:
    jobs = [job, make.job(job.owner), make.job(job.owner)]
    operation = tried(client, *jobs)
    assert len(model_stub.calls) == 3
    assert {call.job_id for call in LlmCall.objects.filter(operation_id=operation.pk)} == {
        one.pk for one in jobs
    }
    shown = client.get(f"{LAB}/{operation.pk}").content.decode()
    assert re.search(r"3 model calls, [\d,]+ tokens read and [\d,]+ written", shown)


def test_a_failing_model_names_the_cause_and_the_others_stand(
    client: Client, job: Job, model_stub: Any
) -> None:
    other = make.job(job.owner, title="The other one")
    model_stub.next(status(401))
    operation = tried(client, job, other)
    root = page(client.get(f"{LAB}/{operation.pk}"))
    (error,) = texts(root, "//*[@class='note danger']")
    assert "key" in error
    assert "leaked" not in error
    assert any("Gameplay engineer" in one for one in texts(root, "//*[@class='side']"))


def test_a_model_that_answers_nonsense_is_named(client: Client, job: Job, model_stub: Any) -> None:
    model_stub.next(says("no"), says("no again"))
    operation = tried(client, job)
    assert operation.status == "succeeded"
    assert operation.result["jobs"][str(job.pk)]["error"]


@pytest.mark.parametrize(
    ("count", "text", "said"),
    [
        (0, MINE, "Choose at least one job."),
        (4, MINE, "Choose at most 3; 4 are chosen."),
        (1, "Be {{mood}}.", "{{mood}}"),
        (1, "x" * 12_001, "it has 12001"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_place(
    client: Client, job: Job, count: int, text: str, said: str
) -> None:
    jobs = [job, *(make.job(job.owner) for _ in range(3))][:count]
    answer = sent(client, "try", *jobs, text=text)
    assert answer.status_code == 422
    assert said in " ".join(texts(page(answer), "//p[@class='error']"))
    assert texts(page(answer), "//textarea") == [text]
    assert not Operation.objects.exists()


def test_without_a_model_the_prompt_is_shown_all_the_same(client: Client, job: Job) -> None:
    preferences.save(job.owner, {"llmModel": None, "llmBaseUrl": None})
    assert any("like a pirate" in one for one in shown_requests(sent(client, "look", job)))
    answer = sent(client, "try", job)
    assert answer.status_code == 422
    assert "No model is connected" in texts(page(answer), "//*[@role='alert']")[0]
    assert any("like a pirate" in one for one in shown_requests(answer))
    assert not Operation.objects.exists()


def test_without_a_worker_nothing_begins(client: Client, job: Job) -> None:
    make.heartbeat(age=timedelta(hours=1))
    assert sent(client, "try", job).status_code == 503
    assert not Operation.objects.exists()


def test_without_a_resume_the_lab_leads_to_one(client: Client, ada: User) -> None:
    row = make.job(ada)
    assert "There is no résumé to write from" in sent(client, "look", row).content.decode()


def test_without_a_job_the_lab_leads_to_some(client: Client, ada: User) -> None:
    assert client.get(LAB).status_code == 200
    answer = client.post(LAB, {KEY: MINE, "act": "look"})
    assert answer.status_code == 200
    assert texts(page(answer), "//textarea") == [MINE]
    assert 'href="/import"' in answer.content.decode()


def test_a_job_of_somebody_else_cannot_be_chosen(client: Client, job: Job, ben: User) -> None:
    other = make.job(ben, title="Secret")
    answer = sent(client, "look", other)
    assert answer.status_code == 422
    assert "Secret" not in answer.content.decode()


def test_a_double_click_is_one_trial(client: Client, job: Job, model_stub: Any) -> None:
    assert begun(client, job) == begun(client, job)
    assert queued() == ["try_prompt"]
    drain()
    prompt_trial.run(str(Operation.objects.get().pk))
    assert len(model_stub.calls) == 1


def test_the_page_follows_a_trial_and_stops(client: Client, job: Job) -> None:
    operation = begun(client, job)
    address = f"{LAB}/{operation.pk}"
    waiting = client.get(address, headers=HTMX)
    assert waiting.status_code == 200
    assert "Not tried yet" in waiting.content.decode()
    drain()
    assert client.get(address, headers=HTMX).status_code == 286


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_trial_asks_nothing_more(client: Client, job: Job, model_stub: Any) -> None:
    other = make.job(job.owner, title="The other one")
    operation = begun(client, job, other)

    def cancelled(call: Any) -> Any:
        cancelling.cancel(operation, actor="user")
        connection.close()
        return ANSWER

    model_stub.answer(cancelled)
    drain()
    operation.refresh_from_db()
    assert (operation.status, len(model_stub.calls)) == ("cancelled", 1)
    assert "It was not tried" in client.get(f"{LAB}/{operation.pk}").content.decode()


def test_the_button_cancels(client: Client, job: Job, model_stub: Any) -> None:
    operation = begun(client, job)
    assert client.post(f"{LAB}/{operation.pk}/cancel").status_code == 303
    drain()
    assert not model_stub.calls


@pytest.mark.parametrize(
    ("worker", "minutes", "ended"),
    [
        (f"{gethostname()[:60]}/none/4194304/1", 1, True),
        ("elsewhere/none/1/1", 1, False),
        ("elsewhere/none/1/1", 20, True),
    ],
    ids=["killed here", "silent elsewhere", "silent too long"],
)
def test_a_trial_whose_worker_died_ends_and_keeps_what_came(
    client: Client, job: Job, worker: str, minutes: int, ended: bool
) -> None:
    operation = tried(client, job)
    result = {**operation.result, "worker": worker}
    other = str(make.job(job.owner).pk)
    Operation.objects.filter(pk=operation.pk).update(
        status="running", finished_at=None, result=result,
        options={**operation.options, "jobs": [*operation.options["jobs"], other]},
    )  # fmt: skip
    later = timezone.now() + timedelta(minutes=minutes)
    assert reaper.reap(later).operations == int(ended)
    shown = client.get(f"{LAB}/{operation.pk}").content.decode()
    assert "Gameplay engineer" in shown
    assert ("It was not tried" in shown, "Not tried yet" in shown) == (ended, not ended)


def test_a_trial_whose_task_was_lost_is_queued_again(client: Client, job: Job) -> None:
    operation = begun(client, job)
    assert queued() == ["try_prompt"]
    reaper.reap(timezone.now() + timedelta(minutes=1))
    assert queued() == ["try_prompt"]
    from_queue = connection.cursor()
    from_queue.execute("DELETE FROM django_q_ormq")
    reaper.reap(timezone.now() + timedelta(minutes=1))
    drain()
    operation.refresh_from_db()
    assert operation.status == "succeeded"


def test_saving_makes_it_the_template(client: Client, job: Job) -> None:
    operation = tried(client, job)
    assert client.post(f"{LAB}/{operation.pk}/save").status_code == 303
    assert preferences.of(job.owner)[KEY] == MINE
    assert client.post(f"{LAB}/{operation.pk}/save").status_code == 303


def test_a_template_saved_meanwhile_is_replaced_only_after_a_second_yes(
    client: Client, job: Job
) -> None:
    operation = tried(client, job)
    preferences.save(job.owner, {KEY: "From another tab."})
    answer = client.post(f"{LAB}/{operation.pk}/save")
    assert answer.status_code == 409
    assert "Another template was saved" in answer.content.decode()
    assert preferences.of(job.owner)[KEY] == "From another tab."
    client.post(f"{LAB}/{operation.pk}/save", {"sure": "yes"})
    assert preferences.of(job.owner)[KEY] == MINE


def test_throwing_away_keeps_nothing_of_it(client: Client, job: Job) -> None:
    operation = tried(client, job)
    for _ in range(2):
        assert client.post(f"{LAB}/{operation.pk}/discard").status_code == 303
    operation.refresh_from_db()
    assert (operation.options, operation.result) == ({}, {})
    assert "Thrown away" in client.get(f"{LAB}/{operation.pk}").content.decode()
    assert client.post(f"{LAB}/{operation.pk}/save").status_code == 409
    assert preferences.of(job.owner)[KEY] == ""


def test_a_trial_can_be_changed_and_tried_again(client: Client, job: Job) -> None:
    make.job(job.owner, title="A newer one")
    operation = tried(client, job)
    root = page(client.get(LAB, {"from": str(operation.pk)}))
    assert texts(root, "//textarea") == [MINE]
    assert root.xpath("//input[@name='job'][@checked]/@value") == [str(job.pk)]
    assert page(client.get(LAB, {"from": "nonsense"})).xpath("//textarea")


def test_a_template_is_saved_from_the_lab_without_a_trial(client: Client, job: Job) -> None:
    assert sent(client, "save", job).status_code == 303
    assert preferences.of(job.owner)[KEY] == MINE


def test_a_deleted_job_shows_no_texts(client: Client, job: Job) -> None:
    operation = tried(client, job)
    Job.objects.filter(pk=job.pk).delete()
    shown = client.get(f"{LAB}/{operation.pk}").content.decode()
    assert "This job was deleted" in shown
    assert "Gameplay engineer" not in shown


def test_the_queries_of_a_trial_do_not_grow_with_its_jobs(client: Client, job: Job) -> None:
    counts = []
    for jobs in ([job], [job, make.job(job.owner), make.job(job.owner)]):
        operation = tried(client, *jobs)
        with CaptureQueriesContext(connection) as found:
            client.get(f"{LAB}/{operation.pk}")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 20
