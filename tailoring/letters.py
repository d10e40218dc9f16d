"""Cover letters of a job: versions whose text never changes, with what they claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from jobops.lib.errors import Invalid, Refused
from jobops.lib.text import clean_control
from jobops.lib.words import later
from orchestrator import lifecycle
from orchestrator.models import Job
from tailoring import claimed, facts, library
from tailoring import language as tongues
from tailoring.claims import base
from tailoring.claims.base import FactBase, Statement
from tailoring.claims.claim import Finding
from tailoring.models import ChatMessage, CoverLetter, Fact
from tailoring.prose import letter_text, shape
from tailoring.prose.statements import stated
from tailoring.prose.weigh import weighed

LONGEST = 20_000
SAVED, REMOVED = "job.letter_saved", "job.letter_removed"
CONFIRMED, REOPENED = "job.letter_confirmed", "job.letter_reopened"


@dataclass(frozen=True)
class Reason:
    """Why a letter is not ready: kind is "claim" or "placeholder"; `at` is a claim's number."""

    kind: str
    text: str
    start: int
    end: int
    why: str
    at: int | None = None


def of(job: Job) -> list[CoverLetter]:
    """Every version, the newest first."""
    return list(CoverLetter.objects.filter(job=job).order_by("-version"))


def newest(job: Job) -> CoverLetter | None:
    return CoverLetter.objects.filter(job=job).order_by("-version").first()


def newest_confirmed(job: Job) -> CoverLetter | None:
    """The one that goes out with the application."""
    rows = CoverLetter.objects.filter(job=job, confirmed_at__isnull=False)
    return rows.order_by("-version").first()


def save(
    job: Job,
    text: str,
    *,
    language: str = "",
    source: ChatMessage | None = None,
    origin: str = "user",
    actor: str = "user",
) -> CoverLetter:
    """A new version; the newest one's own words again are no new one. Of a reply (`source`) what
    stands around the letter is left out. Raises Invalid.
    """
    words = _cleaned(letter_text.of_reply(text) if source else text)
    with transaction.atomic():
        row = lifecycle.fresh(job)
        last = newest(row)
        tongue = language or (last.language if last and not source else "")
        if last is not None and (last.text, last.language) == (words, tongue or last.language):
            return last
        letter = CoverLetter(
            job=row,
            version=_next(row),
            language=tongue or _language_of(words),
            text=words,
            origin=origin,
            source_message=source,
        )
        letter.claims = claimed.kept(claims(letter))
        letter.save(force_insert=True)
        _record(row, SAVED, letter, actor=actor)
    return letter


def remove(letter: CoverLetter, *, actor: str) -> None:
    """For good: its number is not given again."""
    with transaction.atomic():
        row = lifecycle.fresh(letter.job)
        _record(row, REMOVED, letter, actor=actor)
        letter.delete()


def claims(letter: CoverLetter) -> tuple[Finding, ...]:
    """What the letter says of its writer, against what is known of them now."""
    return _weighed(letter, facts.of(letter.job))


def renewed(letter: CoverLetter) -> CoverLetter:
    """With its claims as they are found now: a résumé or a fact may have changed."""
    now = claimed.kept(claims(letter))
    if now != letter.claims:
        letter.claims = now
        CoverLetter.objects.filter(pk=letter.pk).update(claims=now)
    return letter


def pending(letter: CoverLetter) -> list[Reason]:
    """What stands between this letter and its PDF, in order of place; empty when it is ready."""
    renewed(letter)
    found = [
        Reason("claim", claimed.text_of(one), *_place(one), str(one["why"]), at)
        for at, one in enumerate(letter.claims)
        if one["state"] == "unsupported"
    ]
    found += [
        Reason(
            "placeholder",
            letter.text[start:end],
            start,
            end,
            later("Fill this in, or take it out."),
        )
        for start, end in shape.placeholders(letter.text)
    ]
    return sorted(found, key=lambda one: one.start)


def require_ready(letter: CoverLetter) -> None:
    """Raises Refused(letter_not_ready) with the reasons."""
    if open_ones := pending(letter):
        reasons = [{"kind": one.kind, "text": one.text, "why": one.why} for one in open_ones]
        raise Refused("letter_not_ready", reasons=reasons)


def confirm(letter: CoverLetter, at: int, *, actor: str, text: str | None = None) -> Fact:
    """ "This is true": claim number `at` becomes a fact. `text` is what the claim said when the
    owner saw it. Raises Refused(edit_moved) when it is no open claim any more.
    """
    renewed(letter)
    found = claims(letter)
    if not 0 <= at < len(found) or text not in (None, found[at].claim.text):
        raise Refused("edit_moved")
    claim = found[at]
    if claim.state == "unsupported":
        words = _statement(letter, claim)
        fact = facts.add(letter.job.owner, words, kind=claim.claim.kind, job=letter.job)
    elif (said := _said(letter, claim)) is not None:
        return said
    else:
        raise Refused("edit_moved")
    with transaction.atomic():
        row = lifecycle.fresh(letter.job)
        data = {"data": {"letter": str(letter.pk), "fact": str(fact.pk)}}
        lifecycle.record(
            row, "job.letter_claim_confirmed", before=lifecycle.snapshot(row), actor=actor,
            context=data,
        )  # fmt: skip
    renewed(letter)
    return fact


def settle(letter: CoverLetter, *, actor: str) -> CoverLetter:
    """The owner's word that this version is the letter. Raises Refused(letter_not_ready)."""
    if letter.confirmed_at is None:
        require_ready(letter)
        _mark(letter, CONFIRMED, confirmed=True, actor=actor)
    return letter


def reopen(letter: CoverLetter, *, actor: str) -> CoverLetter:
    """Take that word back."""
    if letter.confirmed_at is not None:
        _mark(letter, REOPENED, confirmed=False, actor=actor)
    return letter


def _mark(letter: CoverLetter, kind: str, *, confirmed: bool, actor: str) -> None:
    with transaction.atomic():
        row = lifecycle.fresh(letter.job)
        letter.confirmed_at = timezone.now() if confirmed else None
        changed = CoverLetter.objects.filter(pk=letter.pk, confirmed_at__isnull=confirmed)
        if changed.update(confirmed_at=letter.confirmed_at):
            _record(row, kind, letter, actor=actor)


def _weighed(letter: CoverLetter, known: FactBase) -> tuple[Finding, ...]:
    employer, tongue = letter.job.employer, letter.language
    return weighed(letter.text, known=known, employer=employer, language=tongue, letter=True)


def _statement(letter: CoverLetter, finding: Finding) -> str:
    """The words that become the fact: they support this claim and confirm no other."""
    version = library.base_of(letter.job)
    raw: Mapping[str, Any] = version.data if version else {}
    document = version.document_id if version else letter.job.pk
    said = facts.statements(letter.job.owner, document)

    def weigh(words: str) -> Sequence[Finding]:
        new = Statement("new", words, facts.OF_THE_PERSON, finding.claim.kind)
        return _weighed(letter, base.of(raw, statements=(*said, new) if words else said))

    return stated(letter.text, finding, language=letter.language, weigh=weigh)


def _said(letter: CoverLetter, finding: Finding) -> Fact | None:
    """The statement that a confirmed claim rests on."""
    for ref in finding.support if finding.state == "asserted" else ():
        if ref.section == "facts":
            pk = UUID(ref.address.removeprefix("facts/"))
            return Fact.objects.filter(owner_id=letter.job.owner_id, pk=pk).first()
    return None


def _cleaned(text: str) -> str:
    words = clean_control(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not words:
        raise Invalid({"text": ["Write the text of the letter."]})
    if len(words) > LONGEST:
        raise Invalid({"text": [f"Use at most {LONGEST} characters."]})
    return words


def _language_of(text: str) -> str:
    return tongues.detect(text) or "en"


def _next(row: Job) -> int:
    """Of removed versions too, so that a number never names two texts."""
    living = row.letters.aggregate(last=Max("version"))["last"] or 0
    saved = row.events.filter(kind=SAVED).order_by("-seq").values_list("data", flat=True).first()
    return int(max(living, (saved or {}).get("version", 0))) + 1


def _place(claim: claimed.Kept) -> tuple[int, int]:
    return int(claim["claim"]["start"]), int(claim["claim"]["end"])


def _record(row: Job, kind: str, letter: CoverLetter, *, actor: str) -> None:
    data = {"letter": str(letter.pk), "version": letter.version}
    lifecycle.record(row, kind, before=lifecycle.snapshot(row), actor=actor, context={"data": data})
