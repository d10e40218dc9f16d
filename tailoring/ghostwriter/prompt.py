"""The request for one reply: instructions, data, what was said, and the message, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jobops.lib import prompts
from jobops.lib.errors import Refused
from jobops.lib.text import clean_control
from orchestrator import gateway, preferences
from orchestrator.models import Job, User
from tailoring import language, library, style
from tailoring.documents.profile import profile
from tailoring.ghostwriter import context, pictures_sent, sighted, template, tongue, turns
from tailoring.ghostwriter.turns import ASSISTANT, USER
from tailoring.models import ChatMessage, ChatRun
from tailoring.style import Style

ACKNOWLEDGED = "I have read it as data. What shall I write?"
_CORRECTION = 1_000
Message = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """`characters` are those of the whole request; `language` is the tag of the reply's, `avoid`
    the terms it should not hold.
    """

    messages: tuple[Message, ...]
    manifest: list[dict[str, Any]]
    characters: int
    language: str
    avoid: tuple[str, ...]


def assembled(run: ChatRun) -> Asked:
    reply = run.message
    asked, thread = reply.parent, run.thread
    assert asked is not None
    job, wish = thread.job, preferences.of(thread.job.owner)
    own = style.read(wish)
    tag = _tongue(asked, job, own, continues=bool(run.options.get("continues")))
    system = template.system(
        wish["ghostwriterSystemPromptTemplate"] or "",
        own,
        tag,
        plain=wish["ghostwriterStopSlopEnabled"],
    )
    prompt = _with_correction(asked.content, run.options.get("correction") or "")
    pack = context.pack(
        job,
        thread=thread,
        prompt=prompt,
        history=turns.before(asked),
        fixed=len(system) + len(ACKNOWLEDGED),
    )
    told = [(None, "system", system), (None, USER, pack.text(prompts.marker()))]
    said = [(turn.message, turn.role, turn.text) for turn in pack.turns]
    every = [*told, (None, ASSISTANT, ACKNOWLEDGED), *said, (asked.pk, USER, prompt)]
    parts = _pictures(asked, [one for one, _, _ in said if one], owner=job.owner)
    messages = tuple(
        {"role": role, "content": pictures_sent.content(text, parts.get(one, []) if one else [])}
        for one, role, text in every
    )
    characters = sum(len(text) for _, _, text in every)
    return Asked(messages, context.manifest(pack), characters, tag, own.avoid)


def spoken(run: ChatRun) -> str:
    """The language its reply is written in, as a tag."""
    asked, job = run.message.parent, run.thread.job
    assert asked is not None
    own = style.read(preferences.of(job.owner))
    return _tongue(asked, job, own, continues=bool(run.options.get("continues")))


def require_room(owner: User, content: str) -> None:
    """Raises Refused("context_too_large") for a message that alone is more than may be sent."""
    if len(content) > preferences.of(owner)["ghostwriterContextChars"]:
        raise Refused("context_too_large")


def _tongue(asked: ChatMessage, job: Job, own: Style, *, continues: bool) -> str:
    """The rest of a reply is written in the language of its beginning."""
    before = asked.parent
    if continues and before is not None and before.language:
        return before.language
    version = library.base_of(job)
    resume = profile(version.data if version else {})
    return tongue.of_reply(
        own,
        prompt=asked.content,
        resume=language.prose(resume),
        declared=resume.language,
        posting=job.description or "",
    )


def _with_correction(content: str, correction: str) -> str:
    """Behind the message, which is not said again."""
    said = clean_control(correction).strip()[:_CORRECTION]
    return f"{content}\n\n{said}" if said else content


def _pictures(
    asked: ChatMessage, before: Sequence[UUID], *, owner: User
) -> Mapping[UUID, list[pictures_sent.Part]]:
    model = gateway.for_chat(owner)
    if model is None or not sighted.takes_pictures(owner, model=model.model):
        return {}
    return pictures_sent.newest(asked, before, owner_id=owner.pk)
