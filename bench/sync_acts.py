"""What the measurement of mailboxes does inside of one. Imported after Django was set up."""

from __future__ import annotations

import json
import os
import signal
import time
from typing import Any

from django_q.models import OrmQ

from orchestrator.accounts.door import local_owner
from orchestrator.inbox import accounts, sync
from orchestrator.inbox.boxes.mailbox import Mailbox
from orchestrator.models import InboundMessage, Job, MailAccount, SeenMail, StageEvent, SyncRun
from orchestrator.tracking import stages

PATIENCE = 900


def connect(port: int, *, user: str, password: str) -> None:
    """One application at the employer the mails come from, and the mailbox they lie in."""
    owner = local_owner()
    job = Job.objects.filter(owner=owner).first()
    assert job is not None
    Job.objects.filter(pk=job.pk).update(employer="Acme", employer_url="https://www.acme.com")
    stages.log(job, "applied", actor="user", occurred_at=job.discovered_at.replace(year=2020))
    accounts.connect_imap(
        owner, key="default", host="127.0.0.1", port=port, security="plain", username=user,
        password=password, folders=["INBOX"],
    )  # fmt: skip
    # Only the runs that are asked for.
    MailAccount.objects.update(interval=0)


def begin(most: int) -> None:
    say(sync.request(MailAccount.objects.get(), max_messages=most, search_days=90).pk)


def wait(run_id: str, *, enough: int | None = None) -> SyncRun:
    """Until the run is over, or has met `enough` mails."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        run = SyncRun.objects.get(pk=run_id)
        if run.finished_at or (enough is not None and run.discovered >= enough):
            return run
        time.sleep(0.02)
    raise SystemExit("the run did not end within 15 minutes")


def finish(run_id: str) -> None:
    say(told(wait(run_id)))


def killed(most: int, *, enough: int) -> None:
    """Begin, end the process that reads in the middle, the hard way, and see it through."""
    begun = sync.request(MailAccount.objects.get(), max_messages=most, search_days=90)
    run = wait(str(begun.pk), enough=enough)
    if not run.worker:
        raise SystemExit("the run was not there to be killed")
    os.kill(int(run.worker.split("/")[2]), signal.SIGKILL)
    ended = wait(str(begun.pk))
    say({"at": run.discovered, **told(ended)})


def again() -> None:
    """A reading in this process, whose calls to the provider are counted."""
    calls: list[int] = []

    def counted(account: MailAccount) -> Mailbox:
        box = opened(account)
        shut = box.close

        def close() -> None:
            calls.append(box.calls)
            shut()

        box.close = close  # type: ignore[method-assign]
        return box

    opened, accounts.open_mailbox = accounts.open_mailbox, counted
    run = sync.request(MailAccount.objects.get())
    OrmQ.objects.all().delete()
    begun = time.perf_counter()
    sync.run(run.pk)
    took = time.perf_counter() - begun
    run.refresh_from_db()
    say({"s": round(took, 3), "calls": sum(calls), **kept(run)})


def told(run: SyncRun) -> dict[str, Any]:
    assert run.finished_at
    assert run.started_at
    return {"s": round((run.finished_at - run.started_at).total_seconds(), 2), **kept(run)}


def kept(run: SyncRun) -> dict[str, Any]:
    return {
        "status": run.status,
        "met": run.discovered,
        "known": run.skipped,
        "rows": InboundMessage.objects.count(),
        "steps": StageEvent.objects.filter(source="mail").count(),
        "hashes": SeenMail.objects.count(),
    }


def say(what: Any) -> None:
    print(json.dumps(what, default=str))
