"""One mail as a page shows it, and mails grouped by the application they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from jobops.lib.words import say
from orchestrator.inbox import addresses
from orchestrator.models import InboundMessage, StageEvent
from orchestrator.templatetags.ui import clock, day
from orchestrator.tracking import invitations
from orchestrator.workspace import inbox_words as words
from orchestrator.workspace.inbox_form import DecisionForm
from orchestrator.workspace.inbox_standing import Standing
from orchestrator.workspace.marking import Piece

LEAST = 50


@dataclass(frozen=True)
class Why:
    """What spoke for it: values of 100, by whom it was read, and in which language."""

    signals: tuple[tuple[str, int], ...]
    link: int
    cls: int
    by: str
    reason: str
    language: str


@dataclass(frozen=True)
class Mail:
    """`said`: the sentence that decided, when the snippet does not hold it. `undoable`: it is
    linked. `step`: what its link wrote in the timeline. `meeting`: what it invites to.
    """

    id: str
    sender: str
    address: str
    subject: str
    at: datetime
    when: str
    text: tuple[Piece, ...]
    said: str
    band: str
    band_kind: str
    confidence: int
    meant: str
    kind: str
    status: str
    decided: str
    why: Why
    gmail: str
    source: str
    note: str
    trouble: str
    step: str
    meeting: str
    has_text: bool
    can_approve: bool
    form: DecisionForm | None = None
    now: Standing | None = None

    @property
    def url(self) -> str:
        return f"/tracking-inbox/{self.id}"

    @property
    def is_linked(self) -> bool:
        return self.status.endswith("_linked")


@dataclass(frozen=True)
class Group:
    """The mails about one application; `about` is None for those without one."""

    about: Standing | None
    mails: tuple[Mail, ...]

    @property
    def key(self) -> str:
        return str(self.about.id) if self.about else "none"


def mail(
    row: InboundMessage,
    *,
    known: Mapping[UUID, Standing],
    form: DecisionForm | None = None,
    step: str = "",
) -> Mail:
    """`known`: the jobs it may be about, at least."""
    word, kind = words.band(row.confidence)
    about = row.job_id or row.suggested_id
    return Mail(
        id=str(row.pk),
        sender=sender(row),
        address=row.sender_address if row.sender_name else "",
        subject=row.subject or say("(no subject)"),
        at=row.received_at,
        when=clock(row.received_at),
        text=pieces(row.snippet, row.sentence),
        said="" if row.sentence in row.snippet else row.sentence,
        band=word,
        band_kind=kind,
        confidence=row.confidence,
        meant=words.meant(row.stage_target),
        kind=words.KINDS.get(row.kind, ""),
        status=row.status,
        decided=decided(row),
        why=why(row, known),
        gmail=addresses.of(row),
        source=words.SOURCES.get(row.provider, row.provider),
        note=row.note,
        trouble=row.error_message,
        step=step,
        meeting=meeting(row.invitation),
        has_text=bool(row.body),
        can_approve=row.suggested_id is not None and row.confidence >= LEAST,
        form=form,
        now=known.get(about) if about else None,
    )


def sender(row: InboundMessage) -> str:
    return row.sender_name or row.sender_address or say("Unknown sender")


def pieces(text: str, sentence: str) -> tuple[Piece, ...]:
    """The text with the sentence marked in it."""
    before, found, after = text.partition(sentence) if sentence else (text, "", "")
    parts = (Piece(before), Piece(found, hit=True), Piece(after))
    return tuple(one for one in parts if one.text)


def decided(row: InboundMessage) -> str:
    if row.status != "ignored":
        return words.DECISIONS[row.status]
    return say("Ignored by you") if row.decided_by == "user" else say("Not about an application")


def meeting(said: Mapping[str, Any] | None) -> str:
    """ "Invitation: 3 Dec, 10:00, York"; a proposal while the mail waits."""
    if not said:
        return ""
    found = invitations.from_json(said)
    moment = day(timezone.localtime(found.starts_at).date())
    when = moment if found.is_all_day else clock(found.starts_at)
    word = say("Cancelled") if found.is_cancelled else say("Invitation")
    return ", ".join(filter(None, [f"{word}: {when}", found.location[:80]]))


def why(row: InboundMessage, known: Mapping[UUID, Standing]) -> Why:
    rule = say("rule {rule_id}", rule_id=row.rule_id) if row.rule_id else ""
    by = say("the model") if row.method == "model" else rule or say("the rules, none of them fired")
    return Why(
        signals=tuple((spoken(one, known), int(one.get("value", 0))) for one in row.signals),
        link=row.link_value,
        cls=row.class_value,
        by=by,
        reason=row.reason,
        language=row.language,
    )


def spoken(signal: Mapping[str, Any], known: Mapping[UUID, Standing]) -> str:
    """A signal in a sentence, with the job it speaks for where several are offered."""
    kind, found = str(signal.get("kind", "")), str(signal.get("said") or "")
    said = f"{words.SIGNALS.get(kind, kind)}{f': {found}' if found else ''}"
    named = str(signal.get("jobId") or "")
    job = next((one for pk, one in known.items() if str(pk) == named), None)
    return f"{said} ({job.name})" if job and len(known) > 1 else said


def grouped(mails: Iterable[Mail]) -> tuple[Group, ...]:
    """In the order of the newest of each; those about nothing known come last."""
    heaps: dict[UUID | None, list[Mail]] = {}
    for one in mails:
        heaps.setdefault(one.now.id if one.now else None, []).append(one)
    orphans = heaps.pop(None, [])
    found = [Group(heap[0].now, tuple(heap)) for heap in heaps.values()]
    return (*found, Group(None, tuple(orphans))) if orphans else tuple(found)


def named(rows: Sequence[InboundMessage]) -> set[UUID]:
    """Every job these mails are or may be about."""
    sure = {pk for row in rows for pk in (row.job_id, row.suggested_id) if pk}
    return sure | {UUID(str(pk)) for row in rows for pk in row.offered}


def steps(rows: Sequence[InboundMessage]) -> dict[UUID, str]:
    """Of linked mails: what each wrote in the timeline."""
    linked = [row.pk for row in rows if row.job_id]
    live = StageEvent.objects.filter(message__in=linked, removed_at=None, undone_at=None)
    return {
        event.message_id: say("{meant}, recorded, not moved", meant=words.meant(event.to_stage))
        if event.is_note
        else words.meant(event.to_stage)
        for event in live.only("message_id", "to_stage", "is_note").order_by("pk")
        if event.message_id
    }
