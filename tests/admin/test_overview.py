"""The console's first page: everything at a glance, nothing private, and buttons that act."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone
from django_q.models import Failure, OrmQ

from orchestrator import leases
from orchestrator.lifecycle import Status
from orchestrator.models import (
    ActionItem,
    Job,
    LlmCall,
    Operation,
    PipelineRun,
    RegenerationRequest,
    User,
    Webhook,
)
from orchestrator.ops import backups, timetable, trouble
from orchestrator.pipeline import process
from orchestrator.queue import SCHEDULES
from tests import make
from tests.admin.test_console import CANARY, fill
from tests.work import queued


@pytest.fixture
def console(ada: User, client: Client) -> Client:
    client.get("/health")
    return client


def page(console: Client) -> str:
    return " ".join(console.get("/admin/").content.decode().split())


def press(console: Client, verb: str, target: object = "") -> str:
    answer = console.post("/admin/act/", {"verb": verb, "target": str(target)}, follow=True)
    return " ".join(answer.content.decode().split())


def failed(ada: User, kind: str = "process", **fields: Any) -> Operation:
    return Operation.objects.create(
        owner=ada, kind=kind, status="failed", finished_at=timezone.now(),
        error={"code": "UPSTREAM_ERROR", "details": {"reason": "model_failed"}}, **fields,
    )  # fmt: skip


def broken(name: str, *ids: object, result: str = "") -> Failure:
    return Failure.objects.create(
        id=f"{name}-{len(ids)}", name=name, func=f"orchestrator.tasks.{name}", success=False,
        args=tuple(str(one) for one in ids), started=timezone.now(), stopped=timezone.now(),
        result=result or "Traceback\n  File x\nValueError: key sk-1234567890abcdef of a@b.example",
    )  # fmt: skip


def test_it_shows_figures_and_nothing_private(
    ada: User, console: Client, django_assert_max_num_queries: Any
) -> None:
    fill(ada, 3)
    make.job(ada, status="processing")
    with django_assert_max_num_queries(50):
        shown = page(console)
    for words in ("Jobs under a lease", "Tasks waiting", "Failed or stuck", "Model calls", "Size"):
        assert words in shown
    assert "<td>timeout 3</td>" in shown
    assert CANARY not in shown
    assert "Acme" not in shown


def test_a_webhook_that_fails_is_said_and_turned_on(ada: User, console: Client) -> None:
    hook = Webhook.objects.create(
        owner=ada, kind="job", failures=20, failing_since=timezone.now(), disabled_at=timezone.now()
    )
    assert "webhook of jobs off" in page(console)
    assert "Turned it on" in press(console, "webhook", hook.pk)
    assert "webhook of jobs off" not in page(console)


def test_a_mailbox_that_cannot_be_read_is_said_without_its_address(
    ada: User, console: Client
) -> None:
    account = make.mailbox(
        ada, credentials="x", status="error", address=f"{CANARY}@mail.example",
        last_error={"code": "revoked", "message": "The permission has ended."},
    )  # fmt: skip
    make.mailbox(ada, account_key="once", failures=1)
    make.mailbox(ada, account_key="gone", status="disconnected", failures=9)
    shown = page(console)
    assert "mailbox (imap)" in shown
    assert [one.pk for one in trouble.found()] == [str(account.pk)]
    assert "revoked" in shown
    assert CANARY not in shown
    make.heartbeat()
    assert "Queued a reading" in press(console, "mailbox", account.pk)


def test_an_empty_house_has_nothing_to_complain_of(ada: User, console: Client) -> None:
    shown = page(console)
    assert "Nothing failed, and nothing stands still." in shown
    assert "No worker has given a sign of life" in shown
    assert "No model was asked" in shown


def test_the_report_is_the_same_as_text(ada: User, console: Client) -> None:
    fill(ada, 2)
    answer = console.get("/admin/report/")
    assert answer["Content-Type"].startswith("text/plain")
    text = answer.content.decode()
    assert "Tasks waiting: " in text
    assert CANARY not in text
    assert "Acme" not in text


def test_failed_work_is_queued_again_by_its_own_verb(ada: User, console: Client) -> None:
    make.resume(ada)
    make.heartbeat()
    job = make.job(ada)
    old = failed(ada, job=job, options={"force": True})
    assert "process failed" in page(console)
    assert "Queued it again." in press(console, "operation", old.pk)
    job.refresh_from_db()
    new = Operation.objects.exclude(pk=old.pk).get()
    assert (job.status, new.options) == ("processing", {"force": True})
    assert job.events.get().actor == "admin"
    assert "process failed" not in page(console)


@pytest.mark.parametrize(
    ("kind", "task"), [("summarize", "summarize_job"), ("rescore", "rescore_job")]
)
def test_each_kind_of_work_has_its_verb(ada: User, console: Client, kind: str, task: str) -> None:
    make.resume(ada)
    make.heartbeat()
    press(console, "operation", failed(ada, kind, job=make.job(ada)).pk)
    assert queued() == [task]


def test_a_bulk_action_is_repeated_for_what_failed(ada: User, console: Client) -> None:
    make.heartbeat()
    done, left = make.job(ada, status="skipped"), make.job(ada)
    old = failed(ada, "actions", options={"action": "skip", "actor": "user"})
    for place, (job, state) in enumerate([(done, "succeeded"), (left, "failed")]):
        ActionItem.objects.create(
            operation=old, position=place, reference=str(job.pk), job=job, state=state
        )
    press(console, "operation", old.pk)
    new = Operation.objects.exclude(pk=old.pk).get()
    assert new.options["actor"] == "admin"
    assert [item.job_id for item in new.items.all()] == [left.pk]


def test_a_refusal_is_said_and_nothing_is_logged(ada: User, console: Client) -> None:
    old = failed(ada, job=make.job(ada))
    assert "There is no base résumé yet" in press(console, "operation", old.pk)
    assert not LogEntry.objects.exists()


def test_what_was_done_is_kept_in_the_log(ada: User, console: Client) -> None:
    press(console, "schedule", "tidy")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr) == (ada, "schedule tidy")


def test_a_dead_lease_is_freed(ada: User, console: Client) -> None:
    job = make.job(ada, status="processing")
    Job.objects.filter(pk=job.pk).update(render_expires_at=timezone.now() - timedelta(minutes=1))
    assert "Dead lease" in page(console)
    assert "Freed the dead lease." in press(console, "job", job.pk)
    job.refresh_from_db()
    assert job.status == Status.DISCOVERED


def test_a_living_lease_is_left_alone(ada: User, console: Client) -> None:
    job = make.job(ada, status="processing")
    assert "Its worker is alive" in press(console, "job", job.pk)
    job.refresh_from_db()
    assert job.status == Status.PROCESSING


def test_work_that_stands_still_is_recovered(ada: User, console: Client) -> None:
    make.resume(ada)
    make.heartbeat()
    operation = process.request(make.job(ada), actor="user")
    old = timezone.now() - timedelta(hours=1)
    Operation.objects.update(created_at=old)
    Job.objects.update(**{f"{slot}_expires_at": old for slot in leases.SLOTS[:2]})
    assert "process, queued" in page(console)
    assert "Recovered the operation." in press(console, "stuck", operation.pk)
    operation.refresh_from_db()
    assert operation.status == "failed"


def test_a_run_that_stands_still_is_pushed(ada: User, console: Client) -> None:
    run = PipelineRun.objects.create(owner=ada, moved_at=timezone.now() - timedelta(hours=1))
    assert "nothing moved" in page(console)
    press(console, "run", run.pk)
    assert queued() == ["advance_run"]


def test_a_pdf_that_was_given_up_is_asked_for_again(ada: User, console: Client) -> None:
    job = make.job(ada, status="ready")
    row = RegenerationRequest.objects.create(
        job=job, state="failed", not_before=timezone.now(), last_error="RenderError"
    )
    assert "automatic PDF failed" in page(console)
    press(console, "regeneration", row.pk)
    states = RegenerationRequest.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["done", "pending"]
    assert "automatic PDF failed" not in page(console)


def test_a_task_that_broke_is_shown_without_its_secrets_and_queued_again(
    ada: User, console: Client
) -> None:
    run = PipelineRun.objects.create(owner=ada)
    task = broken("advance_run", run.pk)
    shown = page(console)
    assert "ValueError: key [REDACTED] of [email]" in shown
    assert "sk-1234567890" not in shown
    press(console, "task", task.pk)
    assert (queued(), Failure.objects.count()) == (["advance_run"], 0)


def test_a_task_nobody_knows_any_more_is_not_queued(ada: User, console: Client) -> None:
    task = broken("os_system", "x")
    assert "cannot be started again" in press(console, "task", task.pk)
    assert queued() == []


def test_a_waiting_task_can_be_taken_out(ada: User, console: Client) -> None:
    PipelineRun.objects.create(owner=ada)
    press(console, "run", PipelineRun.objects.get().pk)
    row = OrmQ.objects.get()
    assert "advance_run" in page(console)
    assert "Deleted advance_run from the queue." in press(console, "queued", row.pk)
    assert not OrmQ.objects.exists()


@pytest.mark.parametrize("target", ["", "nonsense", "0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87", "7"])
@pytest.mark.parametrize(
    "verb", ["job", "stuck", "run", "operation", "regeneration", "task", "queued", "format"]
)
def test_a_button_for_what_is_gone_breaks_nothing(
    ada: User, console: Client, verb: str, target: str
) -> None:
    answer = console.post("/admin/act/", {"verb": verb, "target": target})
    assert answer.status_code == 303


def test_models_are_shown_with_tokens_and_cost(ada: User, console: Client) -> None:
    common = {"owner": ada, "purpose": "score", "host": "h", "model": "stub-large"}
    LlmCall.objects.create(
        **common, result="ok", prompt_tokens=1200, completion_tokens=34, cost="0.25"
    )
    LlmCall.objects.create(**common, result="timeout")
    LlmCall.objects.create(**common, result="ok", at=timezone.now() - timedelta(days=5))
    shown = page(console)
    assert "<td>2</td> <td>1</td> <td>1200</td> <td>34</td> <td>0.2500</td>" in shown
    assert "<td>3</td> <td>1</td> <td>1200</td> <td>34</td> <td>0.2500</td>" in shown


def test_each_schedule_says_when_it_ran_and_can_be_asked_for(ada: User, console: Client) -> None:
    shown = page(console)
    assert [name for name in SCHEDULES if name not in shown] == []
    list(timetable.wanted())
    press(console, "schedule", "reap")
    assert list(timetable.wanted()) == ["reap"]
    assert "no such schedule" in press(console, "schedule", "beat")


def test_a_backup_is_made_from_here(ada: User, console: Client) -> None:
    shutil.rmtree(backups.folder())
    assert "is ready." in press(console, "backup")
    assert "Kept" in page(console)
    shutil.rmtree(backups.folder())


def test_one_box_finds_everything_of_a_request(ada: User, console: Client) -> None:
    make.resume(ada)
    make.heartbeat()
    job = make.job(ada)
    trace = "trace-4711"
    headers = {"X-Request-Id": trace, "Prefer": "respond-async"}
    console.post(f"/api/jobs/{job.pk}/process", headers=headers)
    LlmCall.objects.create(owner=ada, purpose="tailor", host="h", model="m", request_id=trace)
    shown = console.get("/admin/find/", {"q": trace}).content.decode()
    for words in ("processing.started", ">process<", ">tailor<", f"grep -F '{trace}'"):
        assert words in shown


def test_the_same_box_finds_a_job_and_what_is_gone(ada: User, console: Client) -> None:
    job = make.job(ada, title="Lighthouse keeper")
    assert "Lighthouse keeper" in console.get("/admin/find/", {"q": job.pk}).content.decode()
    assert "Nothing carries" in console.get("/admin/find/", {"q": "x"}).content.decode()
    assert console.get("/admin/find/", {"q": "\x00"}).status_code == 200


@pytest.mark.parametrize("path", ["", "find/", "report/", "act/"])
def test_somebody_who_is_not_staff_sees_none_of_it(
    required: None, ben: User, client: Client, path: str
) -> None:
    client.force_login(ben)
    answer = client.get(f"/admin/{path}")
    assert answer.status_code == 403
    assert client.post("/admin/act/", {"verb": "reap"}).status_code == 403
