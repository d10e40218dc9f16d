"""A chat in every state, with words as long as words get."""

from __future__ import annotations

from typing import Any

from orchestrator.models import Job
from tailoring import answered, answers, letters
from tailoring.ghostwriter import prompts_kept, threads
from tailoring.models import ChatMessage, ChatRun, ChatThread

MANIFEST = [
    {"kind": kind, "id": "", "label": label, "available": 9412, "sent": 3000, "trimmed": True}
    for kind, label in (("job", ""), ("posting", ""), ("document", "Donau" * 40))
]


def chatted(job: Job, ready: Job, *, words: str) -> dict[str, object]:
    """Versions, marks, a stopped and a running reply with one job; a failed one with the other."""
    thread = ChatThread.objects.create(job=job)
    asked = said(thread, words)
    first = said(thread, "One.", after=asked)
    marks = [
        {"kind": kind, "start": 0, "end": 20, "text": words[:20], "why": words[:300], "state": ""}
        for kind in ("claim", "avoid", "filler")
    ]
    told = said(
        thread, words, after=asked, version=2, replaces=first.pk, marks=marks, truncated=True
    )
    ran(told, status="completed", manifest=MANIFEST, model="Donau" * 40)
    again = said(thread, "Shorter.", after=told)
    stopped = said(thread, "Half a", after=again, status="cancelled", origin="computed")
    more = said(thread, "And now?", after=stopped)
    live = said(thread, words, after=more, status="partial")
    threads.switch(thread, live)
    # Nobody writes it, and nobody ends it while it is looked at.
    run = ran(live, status="queued")
    other = ChatThread.objects.create(job=ready)
    failed = said(other, "", after=said(other, "Why me?"), status="failed")
    ran(failed, status="failed", error_message=words[:300], error_details={"cause": "auth"})
    return {"said": asked.pk, "told": told.pk, "chat_run": run.pk}


def said(
    thread: ChatThread, content: str, *, after: ChatMessage | None = None, **fields: Any
) -> ChatMessage:
    asked = after is None or after.role == "assistant"
    values = {"role": "user" if asked else "assistant", "origin": "user" if asked else "model"}
    return ChatMessage.objects.create(
        thread=thread, content=content, parent=after, **{**values, **fields}
    )


def ran(reply: ChatMessage, **fields: Any) -> ChatRun:
    return ChatRun.objects.create(
        thread=reply.thread, owner=reply.thread.job.owner, message=reply, **fields
    )


def kept(job: Job, *, words: str, name: str) -> dict[str, object]:
    """What comes of a chat: a letter with doubts and one that is settled, answers, a prompt."""
    owner = job.owner
    reply = ChatMessage.objects.filter(thread__job=job, role="assistant").latest("created_at")
    old = letters.save(job, "Dear Crumb,\n\nI bake.\n\nAda")
    letters.settle(old, actor="user")
    doubted = f"Dear {name},\n\nI managed 800 people with {words[:1000]} [one sentence: why]\n\nAda"
    letter = letters.save(job, doubted)
    saved = answers.add(owner, f"{name[:400]}?", words, job=job)
    answers.remove(answers.add(owner, "Gone?", name))
    answered.ask(job, [f"{name[:400]}?", "Why us?"])
    given = answered.use(job, words, "What do you earn?")
    prompt = prompts_kept.save(owner, name=name[:80], body=words[:4000])
    return {
        "letter": letter.pk, "old_letter": old.pk, "saved": saved.pk, "answer": given.pk,
        "prompt": prompt.key, "reply": reply.pk,
    }  # fmt: skip
