"""What leaves the machine for a reply of the chat, and where its words are not found."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from orchestrator import preferences
from orchestrator.jobs import documents, notes
from orchestrator.models import Job, User
from tailoring.ghostwriter import sending
from tailoring.ghostwriter.selection import Choice
from tailoring.models import ChatMessage, ChatRun
from tests import make
from tests.acceptance import marked
from tests.api.calls import post
from tests.ghostwriter import chatting
from tests.outside.model import ModelStub, tells
from tests.work import drain

pytestmark = pytest.mark.django_db

PROFILE = {
    "rname", "rheadline", "rsummary",
    "rexperiencecompany", "rexperienceposition", "rexperienceperiod", "rexperiencedescription",
    "rexperienceroleposition", "rexperienceroleperiod", "rexperienceroledescription",
    "rskillsname", "rskillskeyword",
    "rprojectsname", "rprojectsperiod", "rprojectsdescription",
}  # fmt: skip
POSTING = {
    "jtitle", "jemployer", "jlocation", "jsalary", "jdescription", "jdescriptionlink",
    "jjoburl", "japplicationlink",
}  # fmt: skip
TEXTS = {"jtailored", "jheadline", "jskill", "jreason"}
CHOSEN = {
    "jnote", "jnotetitle", "jfile", "jfilename",
    "jmailsubject", "jmailsender", "jmailsnippet", "jkeptsubject", "jkeptsender", "jkeptbody",
}  # fmt: skip
CONTACTS = (
    "rmail",
    "7946",
    "boss@acme",
    "eve@",
    "zjmailaddressz",
    "sk-own-key",
    "zrpicturez",
    "zrbasicsurlz",
)
PROMPT, REPLY = "prompt-canary-4711", "reply-canary-4711"


@pytest.fixture
def job(ada: User, model_stub: ModelStub) -> Job:
    make.resume(ada, **marked.resume())
    make.heartbeat()
    preferences.save(ada, {
        "llmBaseUrl": model_stub.base_url, "llmModel": "stub", "llmApiKey": "sk-own-key-0123456789",
        "rxresumeApiKey": "zrrxresumekeyz", "scoringInstructions": "zrinstructionsz",
    })  # fmt: skip
    skills = json.dumps([{"name": "zjskillz", "keywords": []}])
    return make.job(
        ada, **marked.posting(), tailored_summary="zjtailoredz", tailored_headline="zjheadlinez",
        tailored_skills=skills, score_reason="zjreasonz", brief="zjbriefz",
        sponsor_names="zjsponsorz",
    )  # fmt: skip


def asked(job: Job, content: str = "Write a letter. My number is +44 20 1111 2222.") -> None:
    """A reply, with a note, two mails and a file sent along."""
    kept = notes.add(job, title="zjnotetitlez", content="zjnotez eve@example.org", actor="user")
    notes.add(job, title="zjothernotez", content="zjothernotez", actor="user")
    file = documents.add(
        job, b"zjfilez eve@example.org", file_name="zjfilenamez.txt", media_type="", actor="user"
    )
    mails = [mail(job, "zjmail"), mail(job, "zjkept", body="zjkeptbodyz eve@example.org")]
    mail(job, "zjothermail")
    mail(job, "zjsuggested", linked=False)
    chosen = Choice(notes=[str(kept.pk)], emails=mails, documents=[str(file.pk)])
    sending.send(job, content, select=chosen)
    drain()


def mail(job: Job, mark: str, *, body: str = "", **fields: Any) -> str:
    """A mark in each of its fields."""
    words = {
        "sender_name": f"{mark}senderz", "sender_address": f"{mark}@zjmailaddressz.example",
        "sender_domain": "zjmailaddressz.example", "subject": f"{mark}subjectz eve@example.org",
        "snippet": f"{mark}snippetz eve@example.org +44 20 7946 0000",
        "sentence": f"{mark}sentencez", "note": f"{mark}notez", "reason": f"{mark}reasonz",
        "external_id": f"{mark}idz", "signals": [{"said": f"{mark}signalz"}],
    }  # fmt: skip
    return chatting.mail(job, words.pop("snippet"), kept=body, **words, **fields)


def test_a_reply_sends_its_row_of_the_table_and_nothing_else(
    job: Job, model_stub: ModelStub
) -> None:
    model_stub.next(tells("Dear team"))
    asked(job)
    [call] = model_stub.calls
    bearer = {key: value for key, value in call.headers.items() if key.lower() != "authorization"}
    sent = json.dumps([call.body, bearer], ensure_ascii=False).replace("\\n", "\n")
    assert marked.marks(sent) == PROFILE | POSTING | TEXTS | CHOSEN
    assert [one for one in CONTACTS if one in sent] == []
    assert "+44 20 1111 2222" in sent
    assert {"user", "metadata", "safety_identifier"} & set(call.body) == set()
    assert call.body.get("store") in (None, False)


def test_other_owners_and_other_jobs_stay_out_of_it(
    job: Job, ben: User, model_stub: ModelStub
) -> None:
    for owner in (ben, job.owner):
        other = make.job(owner, title="zjotherz", description="zjotherz")
        notes.add(other, title="zjotherz", content="zjotherz", actor="user")
    model_stub.next(tells("Dear team"))
    asked(job)
    assert "zjotherz" not in model_stub.calls[0].text


def test_what_was_asked_and_answered_is_in_the_chat_alone(
    client: Client, job: Job, model_stub: ModelStub, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    model_stub.next(tells(f"Dear team, {REPLY}."))
    path = f"/jobs/{job.pk}/chat/messages"
    post(client, path, {"content": f"A letter, {PROMPT}."}, Prefer="respond-async")
    waiting = stored("OrmQ")
    assert "write_reply" in waiting
    drain()
    assert {row.content for row in ChatMessage.objects.all()} == {
        f"A letter, {PROMPT}.", f"Dear team, {REPLY}.",
    }  # fmt: skip
    logged = "\n".join(str(record.__dict__) for record in caplog.records)
    assert [one for one in (PROMPT, REPLY) if one in logged + waiting] == []
    for model in apps.get_models(include_auto_created=True):
        if model is not ChatMessage:
            rows = str(list(model.objects.values()))
            assert [one for one in (PROMPT, REPLY) if one in rows] == [], model.__name__


def test_what_failed_is_in_the_chat_alone(
    client: Client, job: Job, model_stub: ModelStub, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    post(client, f"/jobs/{job.pk}/chat/messages", {"content": PROMPT}, Prefer="respond-async")
    ChatRun.objects.update(options={"engine": "auto", "correction": 7})
    drain()
    assert ChatRun.objects.get().status == "failed"
    logged = "\n".join(str(record.__dict__) for record in caplog.records)
    assert PROMPT not in logged
    assert PROMPT not in str(list(ChatRun.objects.values()))


def test_no_page_of_the_console_shows_it(
    ada: User, client: Client, job: Job, model_stub: ModelStub
) -> None:
    model_stub.next(tells(f"Dear team, {REPLY}."))
    asked(job, PROMPT)
    client.get("/health")
    pages = [client.get(f"/admin/{place}/") for place in listed(client)]
    assert len(pages) > 10
    shown = "\n".join(page.content.decode() for page in pages)
    assert [one for one in (PROMPT, REPLY) if one in shown] == []


def test_the_chats_own_numbers_name_nobody(job: Job, model_stub: ModelStub, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    model_stub.next(tells("Dear team"))
    asked(job)
    logged = "\n".join(str(record.__dict__) for record in caplog.records)
    assert marked.marks(logged) == set()


def stored(name: str) -> str:
    model = next(one for one in apps.get_models() if one.__name__ == name)
    return str([getattr(row, "task", row) for row in model.objects.all()])


def listed(client: Client) -> list[str]:
    """All lists of the console, as its first page links them."""
    page = client.get("/admin/").content.decode()
    links = {part.split('"')[0] for part in page.split('href="/admin/')[1:]}
    return sorted(link.strip("/") for link in links if link.count("/") == 2)
