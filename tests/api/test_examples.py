"""Every example of docs/api.md and docs/api/, run as it stands there."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jobops.web import problems
from orchestrator import lifecycle
from orchestrator.bulk import actions
from orchestrator.inbox import senders
from orchestrator.jobs import documents, saved_views, tags
from orchestrator.models import (
    Contact,
    FactPatch,
    FollowedBoard,
    Interview,
    Invitation,
    Job,
    MailAccount,
    Note,
    Operation,
    OwnRequirement,
    Sighting,
    ToDo,
    User,
)
from orchestrator.ops import backups, parcels
from orchestrator.pipeline import presets, runs
from orchestrator.tracking import stages
from pdfs import store
from pdfs.models import TracerLink
from tailoring import answered, answers, facts, letters, library, reviews
from tailoring.documents.bullets import bullets
from tailoring.ghostwriter import runs as replies
from tailoring.models import ChatAttachment, CoverLetter, Edit
from tests import chats, make
from tests.contract.chapters.tailoring import bullet
from tests.intake import papers
from tests.kept import passing
from tests.work import drain

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "api.md").read_text()
CHAPTERS = sorted((DOCS / "api").glob("*.md"))
EXAMPLES = re.findall(
    r"```http\n(.*?)```", "\n".join([PAGE, *(one.read_text() for one in CHAPTERS)]), re.DOTALL
)


STARTS = (
    "POST /api/pipeline/run\n", "POST /api/webhook/trigger\n", "POST /api/watchlist/check\n",
)  # fmt: skip
START = [one for one in EXAMPLES if one.startswith(STARTS)]


@pytest.fixture
def names(ada: User) -> dict[str, str]:
    """What the placeholders of the page stand for."""
    base = make.resume(ada)
    make.heartbeat()
    ready = make.job(ada, status="ready")
    make.printed(ready)
    skipped, _ = lifecycle.move(make.job(ada), "skip", actor="user")
    operation = Operation.objects.create(owner=ada, kind="process", job=ready)
    acted = actions.request(ada, "skip", [str(make.job(ada).pk)], actor="user")
    drain()
    job, twin = make.job(ada, followers=1), make.job(ada)
    Job.objects.filter(pk=twin.pk).update(primary=job)
    sent = stages.apply(make.job(ada, status="ready"), actor="user")
    board = FollowedBoard.objects.create(
        owner=ada, ats="lever", token="acme", label="Acme", url="https://jobs.lever.co/acme"
    )
    Sighting.objects.create(
        owner=ada, job=job, board=board, source="lever", key="acme/1", url=job.job_url, mark="new"
    )
    rows = {
        "person": User.objects.create(username="grace"),
        "invitation": Invitation.objects.create(inviter=ada, digest="0", expires_at=timezone.now()),
        "board": board,
        "statement": facts.add(ada, "I cook"),
        "saved": answers.add(ada, "Notice period?", "Three months"),
        "answer": answered.use(job, "I like it", "Why us?"),
        "edit": proposed(job),
        "letter": written(job),
        "link": TracerLink.objects.create(
            job=sent, token="a" * 16, target="https://a.example/", target_digest="0" * 64
        ),
        "seen": job,
        "resume": base,
        "review": reviews.take(ada, papers.CV.encode(), file_name="cv.txt"),
        "job": job,
        "twin": twin,
        "ready": ready,
        "skipped": skipped,
        "operation": operation,
        "sent": sent,
        "bulk": acted,
        "stage": sent.stages.get(),
        "note": Note.objects.create(job=job, title="Call", content="They rang."),
        "document": documents.add(
            job, b"Dear Acme", file_name="letter.txt", media_type="text/plain", actor="user"
        ),
        "own": OwnRequirement.objects.create(
            job=job, scope="skill", importance="must", text="Go", quote="Go", label="met"
        ),
        "fact": FactPatch.objects.create(
            job=job, field="starting", previous="soon", engine="model", state="accepted"
        ),
        "interview": Interview.objects.create(
            job=sent, kind="technical", scheduled_at=timezone.now()
        ),
        "contact": Contact.objects.create(job=job, name="Mx Lee"),
        "todo": ToDo.objects.create(job=job, kind="prep", title="Read their blog"),
        "mailbox": MailAccount.objects.create(owner=ada, provider="imap", status="connected"),
        "preset": presets.save(ada, name="Nightly", options={}),
        "tag": tags.make(ada, "Near"),
        "second_tag": tags.make(ada, "Far"),
        "view": saved_views.save(ada, "Remote", tab="all", query=""),
        "mail": make.mail(ada, suggested=sent),
        "mailRun": ada.sync_runs.create(provider="upload", status="completed"),
        "batch": make.mail(ada),
        "export": exported(ada),
        "rule": senders.add(ada, "jobs@acme.example", sent),
    }
    backup = backups.folder() / "jobops-manual-20260101-000000-000000.tar.gz"
    backup.write_bytes(b"x")
    known = {name: str(row.pk) for name, row in {**rows, **talked(ada)}.items()}
    soon = (timezone.now() + timedelta(days=3)).isoformat()
    return {**known, "backup": backup.name, "bullet": bullet(job), "soon": soon}


def exported(owner: User) -> Operation:
    made = Operation.objects.create(owner=owner, kind="export", status="succeeded")
    place = passing(parcels.name_of(made))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(make.PDF)
    return made


def written(job: Job) -> CoverLetter:
    """A printed version of a letter."""
    letter = letters.save(job, "Dear Ms Lee,\n\nI like it.\n\nKind regards")
    letter.pdf_digest = store.put(job.owner_id, make.PDF)
    letter.save()
    return letter


def talked(owner: User) -> dict[str, Any]:
    """A chat with a question and its finished reply."""
    run = chats.claimed(make.job(owner))
    replies.append(run, "Dear Acme")
    replies.complete(run, message={})
    asked = run.message.parent
    assert asked is not None
    picture = ChatAttachment.objects.create(
        message=asked, name="a.png", media_type="image/png", byte_size=len(make.PDF),
        digest=documents.keep(owner.pk, make.PDF),
    )  # fmt: skip
    return {
        "talk": run.thread.job, "asked": asked, "reply": run.message, "written": run,
        "thread": run.thread, "picture": picture,
        "prompt": owner.prompts.create(name="Mine", body="Write."),
    }  # fmt: skip


def proposed(job: Job) -> Edit:
    base = library.base_of(job)
    assert base is not None
    one = bullets(base.data)[0]
    return Edit.objects.create(
        job=job, resume_id=base.document_id, kind="rewrite", address=one.address,
        item_id=one.item_id, mark=one.mark, before=one.text, after=one.text[:-1],
        origin="computed",
    )  # fmt: skip


def call(client: Client, example: str, names: dict[str, str]) -> int:
    """The status of what the example asks for."""
    text = re.sub(rf"\{{({'|'.join(names)})\}}", lambda found: names[found[1]], example)
    head, _, body = text.partition("\n\n")
    line, *named = head.strip().splitlines()
    method, path = line.split(" ", 1)
    headers = dict(one.split(": ", 1) for one in named)
    kind = headers.pop("Content-Type", "application/octet-stream")
    answer = client.generic(method, path, body.strip(), kind, headers=headers)
    answer.close()
    return answer.status_code


@pytest.mark.parametrize("example", [one for one in EXAMPLES if one not in START])
def test_an_example_of_the_page_works(
    client: Client, ada: User, names: dict[str, str], example: str
) -> None:
    run = runs.create(ada, options={}, trigger="manual")
    assert call(client, example, {**names, "run": str(run.pk)}) in (200, 201, 202, 206)


@pytest.mark.parametrize("example", START)
def test_the_example_of_a_run_works(client: Client, names: dict[str, str], example: str) -> None:
    assert call(client, example, names) == 200


def test_every_code_of_the_api_is_on_the_page() -> None:
    said = dict(re.findall(r"^\| (\d{3}) \| `([A-Z_]+)`", PAGE, re.MULTILINE))
    assert said == {str(status): code for status, code in problems.CODES.items()}


def test_every_reason_on_the_page_exists() -> None:
    rows = re.findall(r"^\| \d{3} \| `[A-Z_]+` \| (.*) \|$", PAGE, re.MULTILINE)
    said = {reason for row in rows for reason in re.findall(r"`([a-z_]+)`", row)}
    known = {reason for row in problems.TABLE.values() for _, reason in row.values()}
    assert said - {"setup_required"} <= known
