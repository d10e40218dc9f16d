"""What waits for the owner, kind by kind: each by one bounded query, whatever else is here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from jobops.lib.words import say
from orchestrator.lifecycle import Status
from orchestrator.models import InboundMessage, Interview, Job, JobQuerySet, ToDo, User
from orchestrator.templatetags.ui import ago
from orchestrator.tracking import followups, standing
from orchestrator.tracking.followups import Suggestion
from orchestrator.tracking.interview_rows import KINDS
from orchestrator.workspace import inbox_words, story
from orchestrator.workspace.following import due as due_on
from orchestrator.workspace.inbox_view import LEAST, sender
from orchestrator.workspace.interview_dates import there, when
from orchestrator.workspace.pulse import Pulse
from orchestrator.workspace.rows import CLOSING, closing, score_words
from orchestrator.workspace.today_view import SHOWN, Act, Line, Section, Way, section

BOARD = "/applications/in-progress"
# An interview that began is still what the hour is about.
UNDER_WAY = timedelta(hours=1)
SOON = timedelta(minutes=30)
# Silences are looked for among so many of the applications sent last, of either status.
LOOKED_AT = 400
BEST = F("score").desc(nulls_last=True)
# New jobs are counted to here.
COUNTED = 200
COLUMNS = ("owner", "title", "employer", "location", "status", "score", "score_engine",
           "score_confidence", "deadline_at", "updated_at", "last_error", "pdf_digest",
           "pdf_source")  # fmt: skip
# The state machine reads the status of every job it meets.
OF_JOB = ("job__title", "job__employer", "job__status")


def sections(owner: User, now: Pulse, *, at: datetime) -> tuple[Section, ...]:
    """In the order in which they press."""
    closes = deadlines(owner, at=at)
    said = {line.act.id for line in closes.lines if line.act} if closes else set()
    found = (
        interviews(owner, at=at), replies(owner, now), due(owner, at=at), silences(owner, at=at),
        closes, ready(owner, now, at=at, said=said), failures(owner), arrivals(owner, now, at=at),
    )  # fmt: skip
    return tuple(one for one in found if one)


def interviews(owner: User, *, at: datetime) -> Section | None:
    rows = standing.coming(owner, now=at - UNDER_WAY).select_related("job")
    near = rows.filter(scheduled_at__lte=at + standing.WEEK).only(
        "job", "scheduled_at", "kind", "is_all_day", "zone", "minutes", "link", *OF_JOB
    )
    lines = [interview(one, at=at) for one in near[: SHOWN + 1]]
    return section("interviews", say("Interviews"), "calendar", lines, url=BOARD, most=SHOWN + 1)


def interview(row: Interview, *, at: datetime) -> Line:
    url = f"/job/{row.job_id}/interviews/{row.pk}"
    prepare = Way(url, say("Prepare"), "note")
    join = Way(row.link, say("Join"), "open", away=True) if row.link.startswith("http") else None
    is_soon = row.scheduled_at <= at + SOON
    is_today = timezone.localtime(row.scheduled_at).date() == timezone.localtime(at).date()
    first, second = (join, prepare) if join and is_soon else (prepare, join)
    elsewhere = there(row)
    return Line(
        key=f"interview-{row.pk}",
        text=f"{KINDS[row.kind]}: {about(row.job)}",
        url=url,
        warn=say("Today") if is_today else "",
        detail=f"{when(row)}{f' ({elsewhere})' if elsewhere else ''}",
        way=first,
        more=second,
    )


def replies(owner: User, now: Pulse) -> Section | None:
    waiting = owner.mails.filter(status="pending_user") if now.review else owner.mails.none()
    rows = waiting.select_related("suggested").order_by("-received_at", "-id").only(
        "owner", "subject", "sender_name", "sender_address", "stage_target", "confidence",
        "received_at", "suggested__title", "suggested__employer", "suggested__status",
    )  # fmt: skip
    lines = [reply(one) for one in rows[:SHOWN]]
    return section("replies", say("Replies to review"), "mail", lines, url="/tracking-inbox",
                   count=now.review)  # fmt: skip


def reply(row: InboundMessage) -> Line:
    url = f"/tracking-inbox/{row.pk}"
    look = Way(url, say("Review"), "eye")
    meant = inbox_words.meant(row.stage_target)
    known = row.suggested is not None and row.confidence >= LEAST
    link = (
        f"{about(row.suggested)}: {meant}"
        if row.suggested and known
        else say("No application found")
    )
    return Line(
        key=f"mail-{row.pk}",
        text=row.subject or say("(no subject)"),
        url=url,
        detail=f"{sender(row)}, {ago(row.received_at)}. {link}",
        act=Act("approve", str(row.pk), say("Approve"), "check") if known else None,
        way=None if known else look,
        more=look if known else None,
    )


def due(owner: User, *, at: datetime) -> Section | None:
    """To-dos of today and before."""
    local = timezone.localtime(at)
    tonight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    rows = standing.open_todos(owner).filter(due_at__lt=tonight).select_related("job")
    lines = [todo(one, at=at) for one in rows.only("job", "title", "due_at", *OF_JOB)[: SHOWN + 1]]
    return section("todos", say("To-dos"), "check", lines, url=f"{BOARD}?due=1", most=SHOWN + 1)


def todo(row: ToDo, *, at: datetime) -> Line:
    assert row.due_at is not None
    return Line(
        key=f"todo-{row.pk}",
        text=row.title,
        url=f"/job/{row.job_id}/timeline",
        warn=say("Overdue") if row.due_at <= at else "",
        detail=f"{due_on(row.due_at)}. {about(row.job)}",
        act=Act("done", str(row.pk), say("Done"), "check"),
    )


def silences(owner: User, *, at: datetime) -> Section | None:
    found = followups.newest(owner, now=at, most=LOOKED_AT)
    lines = [silence(one) for one in found[:SHOWN]]
    return section(
        "silences", say("Follow-ups"), "send", lines, url=f"{BOARD}?due=1", count=len(found)
    )


def silence(found: Suggestion) -> Line:
    pk = str(found.job.pk)
    closes = bool(found.outcome)
    return Line(
        key=f"silence-{pk}",
        text=about(found.job),
        url=f"/jobs/applied/{pk}#follow-up",
        detail=f"{found.sentence}.",
        act=Act("close", pk, say("Close it"), "lock")
        if closes
        else Act("remind", pk, say("Remind me tomorrow"), "clock"),
        more=Act("snooze", pk, say("Not now"), "skip"),
    )


def deadlines(owner: User, *, at: datetime) -> Section | None:
    today = timezone.localtime(at).date()
    rows = open_jobs(owner, at=at).filter(
        status__in=(Status.READY, Status.DISCOVERED), deadline_at__range=(today, today + CLOSING)
    )
    lines = [
        Line(
            key=f"deadline-{job.pk}",
            text=about(job),
            url=f"/jobs/{job.status}/{job.pk}",
            warn=closing(job.deadline_at, today=today) if job.deadline_at else "",
            detail=score_words(job),
            act=applying(job) if job.status == Status.READY else preparing(job, say("Get ready")),
        )
        for job in rows.order_by("deadline_at", "-id")[: SHOWN + 1]
    ]
    url = "/jobs/all?sort=deadline-asc&status=ready&status=discovered"
    return section("deadlines", say("Closing soon"), "clock", lines, url=url, most=SHOWN + 1)


def ready(owner: User, now: Pulse, *, at: datetime, said: set[str]) -> Section | None:
    """The best ones with a sound PDF. `said`: those that stand above already."""
    rows = open_jobs(owner, at=at).filter(status=Status.READY, last_error__isnull=True)
    lines = [
        Line(
            key=f"ready-{job.pk}",
            text=about(job),
            url=f"/jobs/ready/{job.pk}",
            detail=with_place(job),
            act=applying(job),
        )
        for job in rows.exclude(pk__in=said).order_by(BEST, "-id")[: SHOWN if now.ready else 0]
    ]
    return section(
        "ready", say("Ready to apply"), "resume", lines, url="/jobs/ready", count=now.ready
    )


def failures(owner: User) -> Section | None:
    """What went wrong and has not been mended since: jobs, the newest run, mailboxes."""
    lines = [*failed_jobs(owner), *failed_run(owner), *failed_mailboxes(owner)]
    return section("failures", say("Needs mending"), "warn", lines, url="/notices")


def failed_jobs(owner: User) -> Iterator[Line]:
    rows = owner.jobs.filter(
        last_error__isnull=False, status__in=(Status.READY, Status.DISCOVERED)
    ).only(*COLUMNS)
    for job in rows.order_by("-updated_at", "-id")[: SHOWN - 1]:
        found = story.failure(job)
        if found is None:
            continue
        verb = "prepare" if job.status == Status.DISCOVERED else "rebuild"
        yield Line(
            key=f"failed-{job.pk}",
            text=about(job),
            url=f"/jobs/{job.status}/{job.pk}",
            detail=f"{found.message} {found.kept}",
            act=Act(verb, str(job.pk), say("Retry"), "redo"),
        )


def failed_run(owner: User) -> Iterator[Line]:
    run = (
        owner.runs.order_by("-started_at")
        .only("owner", "status", "error_message", "completed_at")
        .first()
    )
    if run is not None and run.status == "failed":
        url = f"/runs/{run.pk}"
        said = f"{run.error_message or 'What it did until then is kept.'} {ago(run.completed_at)}."
        way = Way(url, say("Look"), "run")
        yield Line(f"run-{run.pk}", say("The last run failed"), url, detail=said, way=way)


def failed_mailboxes(owner: User) -> Iterator[Line]:
    for row in owner.mailboxes.filter(status="error").order_by("pk")[:2]:
        url = f"/tracking-inbox/accounts/{row.pk}"
        said = str((row.last_error or {}).get("message") or say("No mail can be read."))
        way = Way(url, say("Mend"), "settings")
        name = row.address or row.display_name or "A mailbox"
        yield Line(f"mailbox-{row.pk}", name, url, detail=said, way=way)


def arrivals(owner: User, now: Pulse, *, at: datetime) -> Section | None:
    """Of the newest that came since the last look the best; none that was put aside."""
    rows = (
        open_jobs(owner, at=at)
        .filter(status=Status.DISCOVERED, discovered_at__gt=now.seen_at)
        .order_by("-discovered_at", "-id")
    )
    newest = [(-(score or 0.0), pk) for pk, score in rows.values_list("pk", "score")[:COUNTED]]
    best = [pk for _, pk in sorted(newest, key=lambda one: one[0])[:SHOWN]]
    known = {job.pk: job for job in owner.jobs.filter(pk__in=best).only(*COLUMNS)} if best else {}
    lines = [
        Line(
            key=f"new-{job.pk}",
            text=about(job),
            url=f"/jobs/discovered/{job.pk}",
            detail=with_place(job),
            act=preparing(job, say("Get ready")),
            more=Act("skip", str(job.pk), say("Skip"), "skip"),
        )
        for pk in best
        if (job := known.get(pk))
    ]
    return section(
        "arrivals", say("New since your last visit"), "plus", lines,
        url="/jobs/discovered?sort=discoveredAt-desc", count=len(newest), most=COUNTED,
    )  # fmt: skip


def open_jobs(owner: User, *, at: datetime) -> JobQuerySet:
    found: JobQuerySet = owner.jobs.primaries().exclude(snoozed_until__gt=at).only(*COLUMNS)
    return found


def applying(job: Job) -> Act:
    return Act("apply", str(job.pk), say("Mark applied"), "send")


def preparing(job: Job, label: str) -> Act:
    return Act("prepare", str(job.pk), label, "run")


def with_place(job: Job) -> str:
    return ". ".join(part for part in (score_words(job), job.location) if part)


def about(job: Job) -> str:
    return f"{job.title}, {job.employer}"
