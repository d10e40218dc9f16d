"""Every address of the API, the pages and the console, tried by somebody else than the owner."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from orchestrator import incoming, outbox
from orchestrator.accounts import tokens
from orchestrator.bulk import actions
from orchestrator.inbox import senders
from orchestrator.jobs import documents, notes
from orchestrator.models import (
    Contact,
    FactPatch,
    FollowedBoard,
    Interview,
    Job,
    Operation,
    OwnRequirement,
    PipelineRun,
    Tally,
    ToDo,
    User,
)
from orchestrator.ops import backups
from orchestrator.pipeline import presets, runs
from orchestrator.tracking import stages
from pdfs.models import TracerLink
from tailoring import answered, answers, facts, reviews, versions
from tailoring.models import ChatAttachment, ChatMessage, ChatRun, CoverLetter, Edit
from tests import chats, make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("required")]

SECRET = "Zanzibar"
NOBODY = "0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87"
FILE = base64.b64encode(make.PDF).decode()
# One body that fits every endpoint with a row in its address; its text leads nowhere outside.
BODY = {
    "title": "Mine now", "content": "Mine", "toStage": "offer", "outcome": None, "type": "prep",
    "fileName": "cv.pdf", "mediaType": "application/pdf", "dataBase64": FILE, "baseRevision": 1,
    "document": {"basics": {"name": "Ben"}}, "jobId": NOBODY,
    "mark": "known", "all": True, "decision": "leave_out", "question": "Why?", "answer": "Mine",
    "selectedNoteIds": [], "as": "note", "name": "Mine", "body": "Mine", "text": "http://[::1]/",
    "action": "snooze",
}  # fmt: skip
OF_LETTERS = {**BODY, "decision": "reopen"}
OF_INTERVIEWS = {
    **BODY,
    "type": "panel",
    "outcome": "pass",
    "scheduledAt": "2027-03-01T14:00:00+01:00",
}
# What is put is a row of a score.
ROW = {"scope": "skill", "importance": "must", "label": "met", "text": "Mine", "quote": "Mine",
       "address": "experience/one/description/0"}  # fmt: skip
# What stands for a row in an address, by the word that names it there.
OF_API = {
    "job_id": "job", "note_id": "note", "document_id": "document", "event_id": "stage",
    "task_id": "todo", "operation_id": "bulk", "run_id": "run", "resume_id": "resume",
    "preset_id": "preset", "board_id": "board", "delivery_id": "delivery", "token_id": "token",
    "filename": "backup", "own_id": "requirement", "fact_id": "fact", "link_id": "link",
    "edit_id": "edit", "version_id": "tailoring", "statement_id": "stated",
    "review_id": "review", "saved_id": "saved", "answer_id": "answer",
    "message_id": "turn", "attachment_id": "picture", "thread_id": "thread", "key": "prompt",
    "letter_id": "letter", "interview_id": "interview", "contact_id": "contact",
    "export_id": "export",
}  # fmt: skip
OF_MAIL = {
    "message_id": "mail", "run_id": "mail_run", "rule_id": "rule", "account_id": "mailbox",
}  # fmt: skip
OF_PAGES = {
    "note": "note", "document": "document", "interview": "interview", "todo": "todo",
    "version": "version",
    "digest": "digest", "filename": "backup", "other": "job", "kept": "kept",
    "own": "requirement", "fact": "fact", "link": "link",
    "edit": "edit", "tailoring": "tailoring", "stated": "stated", "answer": "answer",
    "saved": "saved", "message": "turn", "letter": "letter", "prompt": "prompt",
    "account": "mailbox", "contact": "contact", "packet": "packet",
}  # fmt: skip
ROOMS = {
    # The longer ones first.
    "design-resume/import/": "review",
    "runs/searches/": "preset", "design-resume/gallery/job/": "job",
    "design-resume/": "resume", "^design-resume/": "resume", "runs/": "run", "bulk/": "bulk",
    "import/": "import", "settings/access/": "token", "settings/webhooks/": "delivery",
    "settings/prompts/lab/": "trial",
    "watchlist/": "board", "settings/export/in/": "taken", "settings/export/": "export",
    # A batch of decisions has no row of its own.
    "tracking-inbox/batches/": "", "tracking-inbox/runs/": "mail_run",
    "tracking-inbox/senders/": "rule", "tracking-inbox/": "mail",
}  # fmt: skip
PLACES = {"tab": "discovered", "kind": "json", "name": "basics", "key": "resume",
          "status": "skipped", "threshold": "1", "row": "0", "at": "0", "upstream_id": "first",
          "token": "unknown", "theme": "classic", "number": "1", "revision": "1",
          "figure": "funnel", "provider": "imap", "batch_id": NOBODY, "pk": NOBODY}  # fmt: skip
PARAMETER = re.compile(r"<\w+:(\w+)>|\(\?P<(\w+)>[^)]*\)")
CONSOLE = "admin/"


def routes() -> list[str]:
    return list(_routes(get_resolver().url_patterns, ""))


def _routes(patterns: Any, before: str) -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        elif isinstance(one, URLPattern) and not route.startswith(CONSOLE):
            yield route


def names(route: str) -> list[str]:
    return [first or second for first, second in PARAMETER.findall(route)]


def row(route: str, name: str) -> str:
    """Which row of the owner's a word in an address stands for; empty when it is none."""
    if name in ("run", "run_id") and ("/chat/" in route or "/ghostwriter/" in route):
        return "reply"
    if "/post-application/" in route:
        return OF_MAIL.get(name, "")
    if route.startswith("api/"):
        return OF_API.get(name, "")
    if name == "pk":
        return next((kind for room, kind in ROOMS.items() if route.startswith(room)), "job")
    if name == "event":
        return "event" if route.startswith("jobs/") else "stage"
    return "job" if name == "job_id" else OF_PAGES.get(name, "")


def address(route: str, owned: Mapping[str, str]) -> str:
    def stands(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        return owned.get(row(route, name)) or PLACES[name]

    return "/" + PARAMETER.sub(stands, route).strip("^$")


WITH_ROWS = [one for one in routes() if any(row(one, name) for name in names(one))]
# A stream has a connection of its own to the database; tests/workspace/test_live.py reads them.
STREAMS = ("live", "api/pipeline/progress", "api/jobs/actions/stream",
           "api/jobs/bulk-actions/stream")  # fmt: skip
WITHOUT_ROWS = [one for one in routes() if one not in WITH_ROWS and one not in STREAMS]


@pytest.fixture
def owned(ada: User, tmp_path: Path, settings: Any) -> dict[str, str]:
    """One row of every kind, all Ada's."""
    settings.GMAIL_OAUTH_CLIENT_ID = settings.GMAIL_OAUTH_CLIENT_SECRET = "client"
    resume = make.resume(ada)
    make.heartbeat()
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
        "mail_run": ada.sync_runs.create(provider="upload", files=[{"name": SECRET}]),
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
        "kept": Operation.objects.create(owner=ada, kind="watchlist", options={"label": SECRET}),
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
        "tailoring": versions.snapshot(sent, actor="user", what=SECRET),
        "stated": facts.add(ada, SECRET),
        "saved": answers.add(ada, f"Why {SECRET}?", SECRET),
        "answer": answered.use(sent, SECRET, "Why?"),
        "preset": presets.save(ada, name=SECRET, options={}),
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
        "token": tokens.issue(ada, name=SECRET, days=None)[0],
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


@pytest.fixture
def stranger(ben: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(ben)
    return client


def ask(client: Client, method: str, path: str) -> tuple[int, str]:
    """The status, and what can be read of the answer."""
    is_api = path.startswith("/api/")
    if method in ("POST", "PATCH") and not is_api:
        answer: Any = client.generic(method, path, b"", "application/x-www-form-urlencoded")
    else:
        body = ROW if method == "PUT" else OF_LETTERS if "/cover-letters/" in path else BODY
        body = OF_INTERVIEWS if "/interviews" in path else body
        content = b"" if method in ("GET", "DELETE") else json.dumps(body).encode()
        answer = client.generic(method, path, content, "application/json")
    content = answer.getvalue() if answer.streaming else answer.content
    return answer.status_code, content.decode(errors="replace")


def state(owner: User) -> tuple[Any, ...]:
    return (
        Tally.objects.values_list("changes", "events").get(owner=owner),
        list(Job.objects.for_user(owner).order_by("pk").values_list("pk", "status", "updated_at")),
        list(Operation.objects.filter(owner=owner).values_list("pk", "status").order_by("pk")),
        list(PipelineRun.objects.filter(owner=owner).values_list("pk", "status", "step")),
        list(ChatRun.objects.filter(owner=owner).values_list("pk", "status")),
        list(ChatMessage.objects.filter(thread__job__owner=owner).values_list("pk", "content")),
        list(owner.prompts.values_list("pk", "name", "body")),
        list(owner.mails.values_list("pk", "status", "updated_at")),
        list(owner.sync_runs.values_list("pk", "status")),
        list(owner.mailboxes.values_list("pk", "status", "interval", "is_enabled")),
        owner.api_tokens.count(),
        sorted(one.filename for one in backups.listed()),
    )


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_row_of_somebody_else_is_not_there_at_any_address(
    stranger: Client, ada: User, owned: dict[str, str], method: str
) -> None:
    before = state(ada)
    found = {one: ask(stranger, method, address(one, owned)) for one in WITH_ROWS}
    # A verb that an address does not offer is refused before any row is looked for.
    told = {one: answer for one, answer in found.items() if answer[0] not in (403, 404, 405)}
    assert told == {}
    assert not [one for one, (_, said) in found.items() if SECRET in said]
    assert state(ada) == before


def test_an_address_offers_some_verb_for_its_row(stranger: Client, owned: dict[str, str]) -> None:
    verbs = ("GET", "POST", "PUT", "PATCH", "DELETE")
    refused = {
        one: {ask(stranger, verb, address(one, owned))[0] for verb in verbs} for one in WITH_ROWS
    }
    assert {one for one, statuses in refused.items() if statuses == {405}} == set()


def test_no_list_and_no_stream_shows_rows_of_somebody_else(
    stranger: Client, ada: User, owned: dict[str, str]
) -> None:
    before = state(ada)
    found = {one: ask(stranger, "GET", address(one, owned)) for one in WITHOUT_ROWS}
    secrets = {SECRET, *owned.values()}
    assert {one for one, (status, _) in found.items() if status >= 500} <= {"health/ready"}
    assert {
        one for one, (_, said) in found.items() if any(map(said.__contains__, secrets))
    } == set()
    assert state(ada) == before


def test_no_form_without_a_row_reaches_those_of_somebody_else(
    stranger: Client, ada: User, owned: dict[str, str]
) -> None:
    before = state(ada)
    left = {"sign-out", "api/auth/logout"}
    found = {
        one: ask(stranger, "POST", address(one, owned)) for one in WITHOUT_ROWS if one not in left
    }
    assert {one: answer for one, answer in found.items() if answer[0] >= 500} == {}
    assert not [one for one, (_, said) in found.items() if SECRET in said]
    assert state(ada) == before


def test_jobs_of_somebody_else_named_in_a_body_are_missing(
    stranger: Client, ada: User, owned: dict[str, str]
) -> None:
    before, job = state(ada), owned["job"]
    body = {"action": "apply", "jobIds": [job]}
    answer = stranger.post(
        "/api/jobs/actions", body, "application/json", headers={"Prefer": "wait=0"}
    )
    (result,) = answer.json()["data"]["results"]
    assert result["error"]["code"] == "NOT_FOUND"
    for path in ("/bulk", "/bulk/export"):
        said = b"".join(stranger.post(path, {"action": "skip", "ids": job, "jobs": job}))
        assert SECRET.encode() not in said
    assert state(ada) == before


def test_the_console_lets_no_stranger_in(stranger: Client, owned: dict[str, str]) -> None:
    room = [one for one in get_resolver().url_patterns if str(one.pattern) == CONSOLE]
    paths = {
        "/admin/", "/admin/find/?q=1", "/admin/report/", "/admin/act/",
        f"/admin/orchestrator/job/{owned['job']}/change/", "/admin/orchestrator/job/",
        f"/admin/orchestrator/pipelinerun/{owned['run']}/change/", "/admin/auth/",
        f"/admin/orchestrator/operation/{owned['bulk']}/change/", "/admin/orchestrator/llmcall/",
    }  # fmt: skip
    assert room
    told = {path: ask(stranger, verb, path) for path in paths for verb in ("GET", "POST")}
    assert {path for path, (status, _) in told.items() if status not in (302, 403, 404)} == set()
    assert not [path for path, (_, said) in told.items() if SECRET in said]


def test_files_of_somebody_else_lie_where_no_address_leads(
    stranger: Client, ada: User, owned: dict[str, str]
) -> None:
    digest = Job.objects.get(pk=owned["job"]).pdf_digest or ""
    paths = (
        f"/pdfs/{digest}.pdf", f"/pdfs/{ada.pk}/{digest}", f"/store/{ada.pk}/{digest}",
        f"/static/../store/{digest}", "/pdfs/", "/pdfs/..%2f..%2fjobops.sqlite3",
    )  # fmt: skip
    assert {path: ask(stranger, "GET", path)[0] for path in paths} == dict.fromkeys(paths, 404)
