from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orchestrator.models import Interview, Job, PipelineRun, ToDo, User
from orchestrator.tracking import todos
from orchestrator.workspace.today import today
from tests import make
from tests.workspace.reading import HTMX, page, texts

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def meet(job: Job, **fields: Any) -> Interview:
    at = timezone.now() + timedelta(hours=1)
    return Interview.objects.create(**{"job": job, "kind": "panel", "scheduled_at": at, **fields})


def broken(job: Job, said: str = "Chromium ended.") -> Job:
    Job.objects.filter(pk=job.pk).update(last_error={"message": said})
    return job


def crowd(owner: User, count: int) -> None:
    """So many of everything that can wait."""
    now = timezone.now()
    for _ in range(count):
        sent = make.job(owner, status="applied", applied_at=now - 20 * DAY)
        todos.add(sent, "Call", kind="todo", actor="user", due_at=now - DAY)
        meet(make.job(owner, status="applied"))
        make.mail(owner, suggested=sent, offered=[str(sent.pk)])
        make.job(owner, status="ready", score=90.0)
        make.job(owner, deadline_at=timezone.localdate() + DAY)
        broken(make.job(owner))
        make.mailbox(owner, account_key=str(sent.pk), status="error")


def keys(owner: User) -> list[str]:
    return [one.key for one in today(owner).sections]


def press(client: Client, name: str, pk: UUID, **options: Any) -> HttpResponse:
    answer: HttpResponse = client.post(f"/today/{name}/{pk}", **options)
    return answer


def test_the_front_door_leads_to_today(client: Client, ada: User) -> None:
    assert client.get("/").headers["Location"] == "/today"
    root = page(client.get("/today"))
    assert texts(root, "//nav[@aria-label='Pages']//a[@aria-current]") == ["Today"]


def test_sections_stand_in_the_order_in_which_they_press(ada: User) -> None:
    crowd(ada, 1)
    assert keys(ada) == ["interviews", "replies", "todos", "silences", "deadlines", "ready",
                         "failures", "arrivals"]  # fmt: skip


def test_a_section_shows_five_and_leads_to_all(client: Client, ada: User) -> None:
    make.jobs(ada, 7, status="ready")
    root = page(client.get("/today"))
    assert len(root.xpath("//section[h2[@id='part-ready']]//li")) == 5
    assert texts(root, "//h2[@id='part-ready']/a") == ["All 7: Ready to apply"]


def test_twice_as_much_costs_the_same(client: Client, ada: User) -> None:
    crowd(ada, 10)
    client.get("/today")
    with CaptureQueriesContext(connection) as ten:
        client.get("/today")
    crowd(ada, 10)
    with CaptureQueriesContext(connection) as twenty:
        client.get("/today")
    assert len(twenty) == len(ten)
    with CaptureQueriesContext(connection) as gathering:
        today(ada)
    assert len(gathering) <= 15


def test_what_was_put_aside_is_not_among_the_new(ada: User) -> None:
    later = timezone.now() + 3 * DAY
    make.job(ada, snoozed_until=later)
    assert keys(ada) == []
    woken = make.job(ada, snoozed_until=timezone.now() - DAY)
    (new,) = today(ada).sections
    assert [line.key for line in new.lines] == [f"new-{woken.pk}"]
    assert new.count == "1"


def test_nothing_of_others_is_there(client: Client, ada: User, ben: User) -> None:
    crowd(ben, 2)
    make.job(ada, status="skipped")
    assert keys(ada) == []
    assert "Nothing waits for you" in client.get("/today").content.decode()


def test_quiet_says_what_is_next(ada: User) -> None:
    make.job(ada, discovered_at=ada.date_joined - DAY)
    meet(make.job(ada, status="applied"), scheduled_at=timezone.now() + 9 * DAY)
    found = today(ada)
    assert found.sections == ()
    assert found.quiet.startswith("1 job is discovered; 1 application waits for an answer; next")


def test_the_first_visit_offers_samples_in_one_click(client: Client, ada: User) -> None:
    root = page(client.get("/today"))
    assert "No jobs yet" in texts(root, "//h2")
    assert root.xpath("//form[@action='/onboarding/samples']//button")


def test_an_interview_about_to_begin_is_joined_and_a_later_one_prepared(ada: User) -> None:
    job = make.job(ada, status="applied")
    meet(job, link="https://meet.example/1", scheduled_at=timezone.now() + timedelta(minutes=5))
    meet(job, link="https://meet.example/2", scheduled_at=timezone.now() + 2 * DAY)
    first, second = today(ada).sections[0].lines
    assert [one.way.label for one in (first, second) if one.way] == ["Join", "Prepare"]


def test_an_address_that_is_none_of_the_web_is_not_a_link(ada: User) -> None:
    meet(make.job(ada, status="applied"), link="javascript:alert(1)")
    assert today(ada).sections[0].lines[0].more is None


def test_cancelled_and_removed_interviews_are_not_there(ada: User) -> None:
    job = make.job(ada, status="applied")
    meet(job, outcome="cancelled")
    meet(job, removed_at=timezone.now())
    assert keys(ada) == []


def test_a_ready_job_that_closes_soon_is_there_once(ada: User) -> None:
    make.job(ada, status="ready", deadline_at=timezone.localdate())
    assert keys(ada) == ["deadlines"]


def test_what_is_mended_is_gone(client: Client, ada: User) -> None:
    PipelineRun.objects.create(owner=ada, status="failed", completed_at=timezone.now())
    assert keys(ada) == ["failures"]
    PipelineRun.objects.create(owner=ada, status="completed", completed_at=timezone.now())
    assert keys(ada) == []


def test_a_failure_says_its_cause_and_what_was_kept(client: Client, ada: User) -> None:
    broken(make.job(ada, title="Broken", discovered_at=ada.date_joined - DAY))
    said = client.get("/today").content.decode()
    assert "Chromium ended. Your texts are still there." in said
    assert "Retry" in said


def test_applying_answers_with_the_page_and_a_way_back(client: Client, ada: User) -> None:
    job = make.job(ada, status="ready", title="Mine")
    answer = press(client, "apply", job.pk, headers=HTMX, data={"spot": "ready:0"})
    said = answer.content.decode()
    assert 'id="today"' in said
    assert "Marked applied: Mine at Acme." in said
    assert Job.objects.get().status == "applied"
    client.post(page(answer).xpath("//form[contains(@action, '/today/undo/')]/@action")[0])
    assert Job.objects.get().status == "ready"


def test_without_a_script_the_page_comes_back(client: Client, ada: User) -> None:
    answer = press(client, "skip", make.job(ada).pk)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/today")
    assert "Skipped" in client.get("/today").content.decode()


def test_a_todo_is_done_and_opened_again(client: Client, ada: User) -> None:
    job = make.job(ada, status="applied")
    row = todos.add(job, "Call", kind="todo", actor="user", due_at=timezone.now() - DAY)
    press(client, "done", row.pk)
    assert ToDo.objects.get().is_completed
    back = page(client.get("/today")).xpath("//div[@id='toasts']//form/@action")[0]
    assert client.post(back).headers["Location"] == "/today"
    assert not ToDo.objects.get().is_completed


def test_a_mail_is_approved_and_waits_again(client: Client, ada: User) -> None:
    job = make.job(ada, status="applied")
    mail = make.mail(ada, suggested=job, offered=[str(job.pk)])
    press(client, "approve", mail.pk)
    assert ada.mails.get().status == "manual_linked"
    press(client, "unlink", mail.pk)
    assert ada.mails.get().status == "pending_user"


@pytest.mark.parametrize("name", ["remind", "snooze"])
def test_a_silence_is_answered(client: Client, ada: User, name: str) -> None:
    job = make.job(ada, status="applied", applied_at=timezone.now() - 20 * DAY)
    assert keys(ada) == ["silences"]
    press(client, name, job.pk)
    assert keys(ada) == []


def test_a_long_silence_is_closed(client: Client, ada: User) -> None:
    job = make.job(ada, status="applied", applied_at=timezone.now() - 90 * DAY)
    press(client, "close", job.pk)
    assert Job.objects.get().outcome == "no_response"


def test_somebody_was_faster(client: Client, ada: User) -> None:
    job = make.job(ada, status="applied")
    make.job(ada, status="ready")
    answer = press(client, "skip", job.pk, headers=HTMX, data={"spot": "ready:0"})
    assert answer.status_code == 409
    assert page(answer).xpath("//*[@id='today']//*[@role='alert']")


@pytest.mark.parametrize("name", ["apply", "prepare", "rebuild", "skip", "undo", "done", "approve",
                                  "unlink", "remind", "close", "snooze"])  # fmt: skip
def test_a_strangers_row_is_not_there(client: Client, ada: User, ben: User, name: str) -> None:
    assert press(client, name, make.job(ben, status="ready").pk).status_code == 404


@pytest.mark.parametrize("spot", ["ready:1", "ready:99", "ready:x", "nothing:0", "\0", ":" * 99])
def test_the_keyboard_stays_near(client: Client, ada: User, spot: str) -> None:
    jobs = make.jobs(ada, 3, status="ready")
    answer = press(client, "apply", jobs[0].pk, headers=HTMX, data={"spot": spot})
    assert len(page(answer).xpath("//*[@data-focus]")) == 1
