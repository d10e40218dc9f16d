"""What the pictures show: the sample installation some weeks into a search for work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.utils import timezone

from orchestrator import lifecycle
from orchestrator.accounts import door
from orchestrator.jobs import notes
from orchestrator.models import FollowedBoard, Job, PipelineRun, Sighting, User
from orchestrator.ops import backups
from orchestrator.sponsors import comparing, loading, tending
from orchestrator.tracking import contacts, interviews, stages, todos
from tailoring import letters
from tailoring.models import ChatThread
from tests import make
from tests.browser import talk
from tests.sponsors import files

LETTER = "\n\n".join((
    "Dear hiring team,",
    "I have designed and built combat and enemies in C# and Unity for five years, the last two as "
    "the lead of a team of four. Your posting asks for somebody who tunes fights with players; "
    "monthly showcases of our games are where I learnt to.",
    "I would like to talk about the first three months of this role.",
    "Yours sincerely",
))  # fmt: skip
ASKED = "Write a short message to the recruiter, please."
SAID = "\n\n".join((
    "Hello,",
    "I am about to apply for this role. What you describe is close to what I do now: systems that "
    "designers build on, and the tools that show where they slow a game down.",
    "Could you tell me who I would work with in the first months?",
))  # fmt: skip


def furnish() -> dict[str, str]:
    """Rows for every picture; what they are called in the addresses of the table."""
    owner = door.local_owner()
    now = timezone.now()
    best, *ready = Job.objects.for_user(owner).ready().order_by("-score", "pk")
    lifecycle.move(best, "return_to_discovered", actor="user")
    found = _aged(owner, now=now)
    sent = _applications(found[2:10], now=now)
    _inbox(owner, sent, now=now)
    _watched(owner, found[14:18], now=now)
    _registered()
    backups.create("manual", actor="user")
    run = PipelineRun.objects.filter(owner=owner).latest("started_at")
    return {
        "best": str(found[0].pk), "tailored": str(found[1].pk),
        "other": str(ready[1].pk), "ready": str(ready[0].pk),
        "run": str(run.pk), "sent": str(sent[0].pk), "interview": str(_meeting(sent[0], now=now)),
        **_written(ready[0]),
    }  # fmt: skip


def _aged(owner: User, *, now: datetime) -> list[Job]:
    """The best discovered jobs, each found at an hour of its own."""
    found = list(Job.objects.for_user(owner).discovered().order_by("-score", "pk"))
    for n, one in enumerate(found):
        at = now - timedelta(hours=2 + 5 * n)
        Job.objects.filter(pk=one.pk).update(discovered_at=at, date_posted=at.date().isoformat())
    return found


def _applications(rows: Sequence[Job], *, now: datetime) -> list[Job]:
    """At every stage, with what is due."""
    course = (
        ("recruiter_screen", "technical_interview"), ("assessment",), ("recruiter_screen",),
        ("recruiter_screen", "onsite", "offer"), ("recruiter_screen",), (), (), (),
    )  # fmt: skip
    sent = []
    for n, (row, passed) in enumerate(zip(rows, course, strict=True)):
        begun = now - timedelta(days=30 - 2 * n)
        stages.log(row, "applied", actor="user", occurred_at=begun)
        for k, stage in enumerate(passed, start=1):
            stages.log(row, stage, actor="user", occurred_at=begun + timedelta(days=5 * k))
        sent.append(Job.objects.get(pk=row.pk))
    stages.log(
        sent[7], "closed", actor="user", outcome="rejected", occurred_at=now - timedelta(days=3)
    )
    due = now.replace(hour=16, minute=0)
    todos.add(sent[0], "Read their engineering blog", kind="prep", actor="user", due_at=due)
    late = due - timedelta(days=1)
    todos.add(sent[1], "Send the exercise", kind="assessment", actor="user", due_at=late)
    notes.add(sent[0], title="First call", content="Team of six, **two days** in the office.",
              actor="user")  # fmt: skip
    contacts.add(sent[0], {"name": "Grace", "role": "Recruiter"}, actor="user")
    return sent


def _meeting(sent: Job, *, now: datetime) -> object:
    at = (now + timedelta(days=2)).replace(hour=10, minute=30, second=0, microsecond=0)
    made = interviews.add(
        sent, scheduled_at=at, kind="technical", zone="UTC", actor="user",
        link="https://meet.example/room", people="Grace", notes="Ask about on-call.",
    )  # fmt: skip
    return made.pk


def _inbox(owner: User, sent: Sequence[Job], *, now: datetime) -> None:
    """Mails that wait for a word, and one that was linked by itself."""
    make.mailbox(owner, last_synced_at=now)
    said: tuple[dict[str, Any], ...] = (
        {"subject": "An interview next week", "suggested": sent[2], "confidence": 80},
        {"subject": "Your application: next steps", "suggested": sent[4], "confidence": 74,
         "stage_target": "assessment", "snippet": "Please find a short exercise attached.",
         "sentence": "Please find a short exercise attached."},
        {"subject": "Thank you for applying", "job": sent[5], "status": "auto_linked",
         "stage_target": "applied", "confidence": 98},
    )  # fmt: skip
    for n, fields in enumerate(said):
        about = fields.get("suggested") or fields["job"]
        domain = f"{about.employer.split()[0].lower()}.example"
        make.mail(
            owner, sender_name=f"{about.employer} Recruiting", sender_domain=domain,
            sender_address=f"jobs@{domain}", received_at=now - timedelta(hours=3 + 20 * n),
            **fields,
        )  # fmt: skip


def _watched(owner: User, rows: Sequence[Job], *, now: datetime) -> None:
    for name, part in (("Teleport", rows[:2]), ("Linear", rows[2:])):
        board = FollowedBoard.objects.create(
            owner=owner, ats="lever", token=name.lower(), label=name, last_ok_at=now,
            url=f"https://jobs.lever.co/{name.lower()}", first_checked_at=now, last_checked_at=now,
        )  # fmt: skip
        for row in part:
            Sighting.objects.create(
                owner=owner, job=row, board=board, source="lever", key=f"{name}/{row.pk}",
                url=row.job_url, mark="new",
            )  # fmt: skip


def _registered() -> None:
    """Names nobody has: which employers are in a register is not for a picture to say."""
    names = ("Acme Games Ltd", "Acme Kitchens Ltd", "Crumb and Sons Ltd", "Harbour Acme Ltd")
    register = loading.register_of("gb")
    with NamedTemporaryFile(suffix=".csv") as file:
        file.write(files.gb(*names))
        file.flush()
        tending.now(register, Path(file.name), forced=False, say=lambda done, total: None)
    comparing.run(str(register.pk))


def _written(job: Job) -> dict[str, str]:
    thread = ChatThread.objects.create(job=job)
    told = talk.said(thread, SAID, after=talk.said(thread, ASKED), origin="computed")
    talk.ran(told, status="completed")
    return {"chat": str(job.pk), "letter": str(letters.save(job, LETTER).pk)}
