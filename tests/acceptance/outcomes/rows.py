"""What an owner has: one row of every kind that an address can lead to."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.utils import timezone

from orchestrator import incoming, outbox
from orchestrator.accounts import tokens
from orchestrator.bulk import actions
from orchestrator.inbox import senders
from orchestrator.jobs import documents, notes, saved_views, tags
from orchestrator.models import (
    ApiToken,
    Contact,
    FactPatch,
    FollowedBoard,
    Interview,
    Operation,
    OwnRequirement,
    ToDo,
    User,
)
from orchestrator.ops import backups
from orchestrator.pipeline import presets, runs
from orchestrator.sponsors import loading
from orchestrator.tracking import stages
from pdfs.models import TracerLink
from tailoring import answered, answers, facts, reviews, versions
from tailoring.models import ChatAttachment, ChatRun, CoverLetter, Edit
from tests import chats, make
from tests.sponsors import files

SECRET = "Zanzibar"


def one_of_each(ada: User) -> dict[str, str]:
    """One row of every kind, all Ada's, by the names that addresses.row() gives; each says SECRET
    wherever it can.
    """
    resume = make.resume(ada)
    make.heartbeat()
    # Public, so nothing of it is the owner's.
    register = loading.register_of("gb")
    loading.take(register, files.gb("Harbour Ltd"), address="register.csv")
    sent = stages.apply(
        make.job(ada, title=f"{SECRET} Cook", employer=f"{SECRET} Inn", status="ready"),
        actor="user",
    )
    version, chat = make.printed(sent), chats.turn(sent, content=SECRET)
    mail = make.mail(ada, suggested=sent, subject=SECRET, sentence=SECRET, sender_name=SECRET)
    file = BytesIO(b"title,company,url\nCook,Zanzibar,https://inn.example/9\n")
    rows: dict[str, Any] = {
        "job": sent,
        "stage": sent.stages.get(),
        "event": sent.events.latest("seq"),
        "note": notes.add(sent, title=SECRET, content=SECRET, actor="user"),
        "document": documents.add(
            sent, b"Dear Ada", file_name=f"{SECRET}.txt", media_type="text/plain", actor="user"
        ),
        "todo": ToDo.objects.create(job=sent, kind="prep", title=SECRET),
        "interview": Interview.objects.create(
            job=sent, kind="panel", scheduled_at=timezone.now(), notes=SECRET, people=SECRET
        ),
        "mail": mail,
        "mail_run": ada.sync_runs.create(
            provider="upload", files=[{"name": SECRET, "digest": "0" * 64}]
        ),
        "mailbox": make.mailbox(ada, display_name=SECRET),
        "rule": senders.add(ada, f"{SECRET}@inn.example", sent),
        "contact": Contact.objects.create(job=sent, name=SECRET),
        "packet": sent.packets.get(),
        "version": version,
        "resume": resume,
        "review": reviews.take(ada, f"{SECRET} Doe".encode(), file_name="cv.txt"),
        "run": runs.create(ada, options={}, trigger="manual"),
        "bulk": actions.request(ada, "skip", [str(make.job(ada).pk)], actor="user"),
        "import": Operation.objects.create(owner=ada, kind="import", options={"name": SECRET}),
        "trial": Operation.objects.create(
            owner=ada,
            kind="prompt_lab",
            options={"template": SECRET, "saved": "", "jobs": [str(sent.pk)]},
        ),
        "board": FollowedBoard.objects.create(
            owner=ada, ats="lever", token="inn", label=f"{SECRET} Inn", url="https://inn.example"
        ),
        "kept": Operation.objects.create(
            owner=ada, kind="watchlist", options={"ats": "lever", "token": "inn", "label": SECRET}
        ),
        "export": Operation.objects.create(owner=ada, kind="export", status="succeeded"),
        "taken": Operation.objects.create(owner=ada, kind="take_in", options={"name": SECRET}),
        "delivery": outbox.test(ada, "job"),
        "requirement": OwnRequirement.objects.create(
            job=sent, scope="skill", importance="must", text=SECRET, quote=SECRET, label="met"
        ),
        "fact": FactPatch.objects.create(
            job=sent, field="salary", value=SECRET, confidence="high", engine="model", state="taken"
        ),
        "edit": Edit.objects.create(
            job=sent, kind="headline", address="headline", after=SECRET, origin="model"
        ),
        "tailoring": versions.snapshot(sent, actor="user", what="A change"),
        "stated": facts.add(ada, SECRET),
        "saved": answers.add(ada, f"Why {SECRET}?", SECRET),
        "answer": answered.use(sent, SECRET, "Why?"),
        "preset": presets.save(ada, name=SECRET, options={}),
        "tag": tags.add(sent, SECRET, actor="user"),
        "view": saved_views.save(ada, SECRET, tab="all", query=f"q={SECRET}"),
        "letter": CoverLetter.objects.create(job=sent, version=1, text=SECRET),
        "turn": chat.asked,
        "reply": written(chat),
        "thread": chat.thread,
        "picture": ChatAttachment.objects.create(
            message=chat.asked, name=SECRET, media_type="image/png", byte_size=8, digest="0" * 64
        ),
        "prompt": ada.prompts.create(name=SECRET, body=SECRET),
        "link": TracerLink.objects.create(
            job=sent, token="a" * 16, target=f"https://{SECRET}.example/", target_digest="0" * 64
        ),
        "token": tokens.issue(ada, name="A script", days=None)[0],
        "browser": ApiToken.objects.issue(ada, name="A browser", expires_at=None, session=True)[0],
    }
    kept = {name: str(one.pk) for name, one in rows.items()}
    backup = backups.create("manual", actor="user").filename
    return {**kept, "digest": incoming.keep(ada.pk, file), "backup": backup}


def written(chat: chats.Turn) -> ChatRun:
    """A reply that somebody writes just now."""
    later = timezone.now() + timedelta(hours=1)
    return ChatRun.objects.create(
        thread=chat.thread, owner=chat.thread.job.owner, message=chat.reply, status="running",
        lease_token=uuid4(), lease_expires_at=later,
    )  # fmt: skip
