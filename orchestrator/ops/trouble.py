"""What failed or stands still, and the verbs that set it going again. Nothing here is repaired
behind the owner's back: each verb is the one the workspace uses, with the actor "admin".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django_q.models import Failure

from jobops.lib.errors import Problem
from jobops.lib.redaction import scrub_text
from orchestrator import leases
from orchestrator.bulk import actions
from orchestrator.inbox import sync
from orchestrator.models import (
    Job,
    MailAccount,
    Operation,
    PipelineRun,
    RegenerationRequest,
    Webhook,
)
from orchestrator.ops import broker, folder_lock, reaper, webhooks
from orchestrator.pipeline import judge, process, refresh, runs, texts
from orchestrator.queue import TASKS, enqueue

SHOWN = 20
STUCK_AFTER = timedelta(minutes=10)
# A mailbox may fail now and then.
MANY = 5
ACTOR = "admin"
# What a bulk action keeps about itself, which its next attempt is told anew.
OWN_OPTIONS = ("action", "actor")


class NotAgain(Problem):
    SENTENCES = {
        "gone": "This is no longer there: it was repaired or removed meanwhile.",
        "unknown": "This cannot be started again from here.",
        "alive": "Its worker is alive. Release the lease in the list of jobs, if it must be.",
    }


@dataclass(frozen=True)
class Trouble:
    """One line of the overview. `kind` and `pk` name it for `again`; `job` is the job's id."""

    kind: str
    pk: str
    what: str
    since: datetime | None
    why: str
    verb: str
    job: str = ""
    trace: str = ""


def found(at: datetime | None = None) -> list[Trouble]:
    """Dead leases first, then what stands still, then what failed and was not repeated since."""
    moment = at or timezone.now()
    return [
        *_dead(moment), *_stuck(moment), *_still(moment), *_operations(), *_regenerations(),
        *_tasks(), *_webhooks(), *_mailboxes(),
    ]  # fmt: skip


def again(kind: str, pk: str) -> str:
    """Retry or recover one; what was done, as a sentence. Raises Problem."""
    verb = VERBS.get(kind)
    if verb is None:
        raise NotAgain("unknown")
    try:
        return verb(pk)
    except (ValueError, Job.DoesNotExist, Operation.DoesNotExist, Failure.DoesNotExist,
            RegenerationRequest.DoesNotExist, PipelineRun.DoesNotExist, Webhook.DoesNotExist,
            MailAccount.DoesNotExist,
    ) as gone:  # fmt: skip
        raise NotAgain("gone") from gone


def retry(operation: Operation) -> Operation:
    """The same work once more, as a new operation. Raises Problem."""
    options = operation.options
    if operation.kind == "actions":
        failed = operation.items.filter(state="failed").order_by("position")
        return actions.request(
            operation.owner,
            str(options.get("action")),
            list(failed.values_list("reference", flat=True)),
            actor=ACTOR,
            options={key: value for key, value in options.items() if key not in OWN_OPTIONS},
        )
    if operation.job is None or operation.kind not in REQUESTS:
        raise NotAgain("unknown")
    return REQUESTS[operation.kind](operation.job, operation)


def retry_regeneration(request: RegenerationRequest) -> None:
    """Ask for the PDF anew, also when the same was tried in vain before."""
    refresh.ask(request.job)
    RegenerationRequest.objects.filter(pk=request.pk, state="failed").update(state="done")


def retry_task(task: Failure) -> None:
    """Queue a failed task again: rows decide whether there is still something to do."""
    name = task.func.rpartition(".")[2]
    if name not in TASKS or TASKS[name].path != task.func:
        raise NotAgain("unknown")
    enqueue(name, *(UUID(str(one)) for one in task.args or ()))
    task.delete()


def redacted(task: Failure, *, limit: int = 4000) -> str:
    return str(scrub_text(str(task.result or ""), limit=limit))


def _dead(at: datetime) -> list[Trouble]:
    group = folder_lock.living_group()
    rows = []
    for job in Job.objects.holding_leases().defer("description", "description_html", "brief"):
        slots = [slot for slot in leases.SLOTS if leases.is_dead(job, slot, at=at, group=group)]
        if slots:
            since = getattr(job, f"{slots[0]}_expires_at")
            why = f"{', '.join(slots)} held by nobody"
            rows.append(Trouble("job", str(job.pk), "Dead lease", since, why, "Recover",
                                str(job.pk)))  # fmt: skip
    return rows[:SHOWN]


def _stuck(at: datetime) -> list[Trouble]:
    rows = Operation.objects.open().filter(created_at__lt=at - STUCK_AFTER).order_by("created_at")
    return [
        Trouble(
            "stuck", str(one.pk), f"{one.kind}, {one.status}", one.created_at,
            one.step or "not begun", "Recover", str(one.job_id or ""), one.request_id,
        )
        for one in rows[:SHOWN]
    ]  # fmt: skip


def _still(at: datetime) -> list[Trouble]:
    rows = PipelineRun.objects.filter(status="running", moved_at__lt=at - STUCK_AFTER)
    return [
        Trouble("run", str(one.pk), f"run, {one.step}", one.moved_at, "nothing moved", "Push",
                trace=one.request_id)
        for one in rows[:SHOWN]
    ]  # fmt: skip


def _operations() -> list[Trouble]:
    later = Operation.objects.filter(
        job=OuterRef("job"), kind=OuterRef("kind"), created_at__gt=OuterRef("created_at")
    )
    rows = Operation.objects.filter(~Exists(later), status="failed").order_by("-pk")
    return [
        Trouble(
            "operation", str(one.pk), f"{one.kind} failed", one.finished_at,
            _why(one), "Retry", str(one.job_id or ""), one.request_id,
        )
        for one in rows[:SHOWN]
    ]  # fmt: skip


def _why(operation: Operation) -> str:
    error = operation.error or {}
    reason = (error.get("details") or {}).get("reason")
    return str(reason or error.get("code") or "")


def _regenerations() -> list[Trouble]:
    rows = RegenerationRequest.objects.filter(state="failed").order_by("-pk")
    return [
        Trouble(
            "regeneration", str(one.pk), "automatic PDF failed", one.not_before,
            one.last_error or "", "Retry", str(one.job_id), one.request_id,
        )
        for one in rows[:SHOWN]
    ]  # fmt: skip


def _tasks() -> list[Trouble]:
    return [
        Trouble(
            "task", str(one.pk), f"task {one.func.rpartition('.')[2]} broke", one.stopped,
            redacted(one).strip().rpartition("\n")[2][:160], "Retry",
        )
        for one in Failure.objects.order_by("-stopped")[:SHOWN]
    ]  # fmt: skip


def _webhooks() -> list[Trouble]:
    rows = Webhook.objects.filter(failing_since__isnull=False).order_by("-pk")
    return [
        Trouble(
            "webhook", str(one.pk), f"webhook of {one.kind}s {_standing(one)}",
            one.disabled_at or one.failing_since, f"{one.failures} messages given up", "Turn on",
        )
        for one in rows[:SHOWN]
    ]  # fmt: skip


def _mailboxes() -> list[Trouble]:
    """Without address and server: those are their owners'."""
    rows = MailAccount.objects.filter(Q(status="error") | Q(failures__gte=MANY)).order_by("-pk")
    return [
        Trouble(
            "mailbox", str(one.pk), f"mailbox ({one.provider})", one.last_synced_at,
            str((one.last_error or {}).get("code", "")), "Read now",
        )
        for one in rows.exclude(status="disconnected")[:SHOWN]
    ]  # fmt: skip


def _standing(hook: Webhook) -> str:
    return "off" if hook.disabled_at else "fails"


def _again_job(pk: str) -> str:
    if not reaper.recover_job(Job.objects.get(pk=UUID(pk))):
        raise NotAgain("alive")
    return "Freed the dead lease."


def _again_stuck(pk: str) -> str:
    operation = Operation.objects.select_related("job").get(pk=UUID(pk))
    if not reaper.recover_operation(operation):
        raise NotAgain("alive")
    return "Recovered the operation."


def _again_run(pk: str) -> str:
    runs.push(PipelineRun.objects.get(pk=UUID(pk), status="running"))
    return "Pushed the run."


def _again_operation(pk: str) -> str:
    retry(Operation.objects.select_related("job", "job__owner").get(pk=UUID(pk), status="failed"))
    return "Queued it again."


def _again_regeneration(pk: str) -> str:
    rows = RegenerationRequest.objects.select_related("job")
    retry_regeneration(rows.get(pk=UUID(pk), state="failed"))
    return "Asked for the PDF again."


def _again_task(pk: str) -> str:
    retry_task(Failure.objects.get(pk=pk))
    return "Queued the task again."


def _again_webhook(pk: str) -> str:
    hook = Webhook.objects.select_related("owner").get(pk=int(pk))
    sent = webhooks.turn_on(hook.owner, hook.kind)
    return f"Turned it on; messages that go out now: {sent}."


def drop_queued(pk: str) -> str:
    """Take a waiting task out of the queue; the row it works on says what is left to do."""
    gone = broker.current().drop(int(pk))
    if gone is None:
        raise NotAgain("gone")
    return f"Deleted {gone.name} from the queue."


def _again_mailbox(pk: str) -> str:
    sync.request(MailAccount.objects.select_related("owner").get(pk=UUID(pk)))
    return "Queued a reading of it."


VERBS: Mapping[str, Callable[[str], str]] = {
    "job": _again_job,
    "stuck": _again_stuck,
    "run": _again_run,
    "operation": _again_operation,
    "regeneration": _again_regeneration,
    "task": _again_task,
    "webhook": _again_webhook,
    "mailbox": _again_mailbox,
    "queued": drop_queued,
}
REQUESTS: Mapping[str, Callable[[Job, Operation], Operation]] = {
    "process": lambda job, old: process.request(
        job, actor=ACTOR, force=bool(old.options.get("force"))
    ),
    "generate_pdf": lambda job, old: refresh.request(job, actor=ACTOR),
    "summarize": lambda job, old: texts.request(
        job,
        actor=ACTOR,
        force=bool(old.options.get("force")),
        fields=old.options.get("fields"),
    ),
    "rescore": lambda job, old: judge.request(
        job, actor=ACTOR, force=bool(old.options.get("force"))
    ),
}
