"""Where a mail belongs: what it is about, what it says, and whether that is sure enough. Pure.

Start with `route`; `glance` tells from the head whether the text is worth fetching. Rules first,
then a model where they are unsure; a model alone never moves an application.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from jobops.lib.llm import Gateway, LLMError
from orchestrator.inbox.mails.mail import Mail
from orchestrator.inbox.routes import (
    asking,
    careful,
    classify,
    invited,
    letter,
    linking,
    relevance,
    vocabulary,
)
from orchestrator.inbox.routes.applications import Applications
from orchestrator.inbox.routes.classify import Verdict
from orchestrator.inbox.routes.judgement import Judgement
from orchestrator.inbox.routes.letter import Letter
from orchestrator.inbox.routes.routing import (
    VERSION,
    Candidate,
    Decision,
    Kind,
    Known,
    Routing,
    Signal,
)
from orchestrator.inbox.routes.wording import words
from tailoring import language

__all__ = ["VERSION", "Candidate", "Known", "Routing", "Signal", "glance", "route"]

SURE, PLAUSIBLE, TERMS = 95, 50, 2
# A mail may be dated a little before the moment that was noted for the application.
EARLIER = timedelta(days=1)
SENTENCE, REASON, RULE = 300, 400, 60
KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        (
            "recruiter_screen",
            "assessment",
            "hiring_manager_screen",
            "technical_interview",
            "onsite",
        ),
        "interview",
    ),
    **dict.fromkeys(("applied", "withdrawn", "closed"), "update"),
    "offer": "offer",
    "rejected": "rejection",
}
AWAY, OUTREACH = "auto-reply", "unasked-lead"
UNASKED = 60
CLOSED = "This application is closed; a mail never reopens it."
READY = "This job is not applied for yet."


def glance(head: Mail, *, candidates: Sequence[Candidate], known: Known) -> bool:
    """Whether a mail of which only the head is known may be about an application."""
    if known.threads or known.senders or head.sender_address in known.own:
        return True
    seen = letter.of(replace(head, text=""), own=frozenset())
    local = head.sender_address.partition("@")[0]
    if seen.is_ats or not vocabulary.recruiting_senders().isdisjoint(letter.tokens(local)):
        return True
    if vocabulary.found("hiring", words(seen.subject)) or vocabulary.found(
        "away", words(seen.subject)
    ):
        return True
    return linking.link(seen, jobs=Applications.of(candidates), known=known).value > 0


def route(
    mail: Mail,
    *,
    candidates: Sequence[Candidate],
    known: Known,
    gateway: Gateway | None = None,
    now: datetime,
) -> Routing:
    """Without a gateway by rules alone; so also when the model fails, and the reason says it."""
    seen = letter.of(mail, own=known.own)
    jobs = Applications.of(candidates)
    found = _by_rules(seen, jobs, known)
    if found.weight in ("irrelevant", "unseen"):
        return _told(found, seen, ("ignored" if found.weight == "irrelevant" else "unseen", ""))
    if gateway is not None and found.confidence < SURE:
        try:
            opinion = asking.ask(
                seen, candidates=candidates, likely=found.link.offered, gateway=gateway
            )
        except LLMError as failure:
            found = found.because(f"The model could not be asked ({failure.kind}).")
        else:
            found = found.with_opinion(opinion)
    return _told(found, seen, _decided(found, jobs, mail.sent_at or now))


def _by_rules(seen: Letter, jobs: Applications, known: Known) -> Judgement:
    link = linking.link(seen, jobs=jobs, known=known)
    verdict = _verdict(seen)
    if verdict.target in classify.INTERVIEWS and relevance.is_unasked(seen, link):
        verdict = replace(verdict, target="no_change", value=UNASKED, rule_id=OUTREACH)
    relevant = relevance.judge(seen, link=link, verdict=verdict)
    return careful.doubts(Judgement(relevant, link, verdict), seen)


def _verdict(seen: Letter) -> Verdict:
    if seen.own:
        return Verdict()
    where = {"context" if seen.is_reply else "subject": seen.subject}
    verdict = invited.verdict(seen, classify.classify(seen.sentences, **where))
    if verdict.target != "applied" and relevance.is_away(seen, verdict):
        said = next(iter(seen.sentences), "")
        return Verdict("no_change", value=97, rule_id=AWAY, sentence=seen.subject or said)
    return verdict


def _decided(found: Judgement, jobs: Applications, at: datetime) -> tuple[Decision, str]:
    """The decision, and why it is no surer one."""
    unlikely = found.weight == "between" and found.relevance.terms < TERMS
    if unlikely or found.weight == "irrelevant":
        return "ignored", "Little speaks for an application." if not found.is_asked else ""
    job = jobs.candidates.get(found.link.job_id) if found.link.job_id else None
    if job is None or found.confidence < SURE:
        return "pending_user", ""
    if job.state != "open":
        return "pending_user", CLOSED if job.state == "closed" else READY
    if job.applied_at is not None and at < job.applied_at - EARLIER:
        return "pending_user", "The mail is older than the application."
    return "auto_linked", ""


def _told(found: Judgement, seen: Letter, decided: tuple[Decision, str]) -> Routing:
    decision, reason = decided
    if decision == "unseen":
        return Routing("unseen", relevance="irrelevant", reason=found.relevance.reason)
    link, verdict = found.link, found.verdict
    confidence = 0 if decision == "ignored" else found.confidence
    has_job = confidence >= PLAUSIBLE
    reasons = [*found.reasons, found.relevance.reason, reason]
    return Routing(
        decision,
        job_id=link.job_id if has_job else None,
        offered=link.offered if has_job else (),
        confidence=confidence,
        link=link.value,
        cls=verdict.value,
        target=verdict.target,
        kind=KINDS.get(verdict.target, "update" if has_job else "other"),
        method="model" if found.is_model else "rules",
        relevance="irrelevant" if decision == "ignored" else "relevant",
        relevance_score=found.relevance.score if found.model_score is None else found.model_score,
        rule_id=verdict.rule_id[:RULE],
        sentence=verdict.sentence[:SENTENCE],
        reason=" ".join(one for one in reasons if one)[:REASON],
        signals=link.signals,
        language=verdict.language or language.detect(seen.text),
    )
