"""What rules and a model found about one mail, and how sure that makes the router. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orchestrator.inbox.routes.asking import ALONE, Opinion
from orchestrator.inbox.routes.classify import Verdict
from orchestrator.inbox.routes.linking import Link
from orchestrator.inbox.routes.relevance import Relevance, Weight
from orchestrator.inbox.routes.routing import Signal

# From here a model may agree with a rule, and what the two are worth together.
RULED, LIFTED, AGREES = 75, 97, 80
DISPUTED = 90


@dataclass(frozen=True)
class Judgement:
    """`ceiling`: why ever, not more than this. `reasons` are sentences for the owner."""

    relevance: Relevance
    link: Link
    verdict: Verdict
    ceiling: int = 100
    reasons: tuple[str, ...] = ()
    is_asked: bool = False
    is_model: bool = False
    model_score: int | None = None

    @property
    def weight(self) -> Weight:
        return self.relevance.weight

    @property
    def confidence(self) -> int:
        said = 100 if self.verdict.target == "no_change" else self.verdict.value
        return min(self.link.value, said, self.ceiling)

    def because(self, reason: str, *, ceiling: int = 100) -> Judgement:
        return replace(self, reasons=(*self.reasons, reason), ceiling=min(self.ceiling, ceiling))

    def with_opinion(self, opinion: Opinion) -> Judgement:
        told = self.because(
            f"The model: {opinion.reason}" if opinion.reason else "The model was asked."
        )
        if not opinion.is_proven:
            told = told.because("Its quote is not in the mail.")
        told = replace(told, is_asked=True, model_score=opinion.value if opinion.is_relevant else 0)
        return _news(_job(_weight(told, opinion), opinion), opinion)


def _weight(found: Judgement, opinion: Opinion) -> Judgement:
    """Only where the rules did not know."""
    if found.weight != "between":
        return found
    weight: Weight = "relevant" if opinion.is_relevant else "irrelevant"
    return replace(found, relevance=replace(found.relevance, weight=weight), is_model=True)


def _job(found: Judgement, opinion: Opinion) -> Judgement:
    link = found.link
    if opinion.job_id is None:
        return found
    if opinion.job_id == link.job_id and link.value >= RULED:
        if _agrees(opinion) and not link.is_divided and not link.is_unproven:
            return replace(found, link=replace(link, value=max(link.value, LIFTED)), is_model=True)
        return found
    if link.value >= RULED:
        named = replace(link, offered=tuple(dict.fromkeys([*link.offered, opinion.job_id])))
        return replace(found, link=named).because("It names another job.", ceiling=DISPUTED)
    if opinion.value <= link.value:
        return found
    signal = Signal("model", opinion.value, opinion.job_id, "the model")
    suggested = replace(
        link,
        value=opinion.value,
        job_id=opinion.job_id,
        offered=tuple(dict.fromkeys([opinion.job_id, *link.offered])),
        signals=(signal, *link.signals),
    )
    return replace(found, link=suggested, is_model=True)


def _news(found: Judgement, opinion: Opinion) -> Judgement:
    verdict = found.verdict
    if opinion.target == verdict.target:
        if verdict.value >= RULED and _agrees(opinion):
            lifted = replace(verdict, value=max(verdict.value, LIFTED))
            return replace(found, verdict=lifted, is_model=True)
        return found
    if verdict.value >= RULED:
        return found.because("It reads the news in another way.", ceiling=DISPUTED)
    told = Verdict(opinion.target, value=opinion.value, sentence=opinion.quote or verdict.sentence)
    return replace(found, verdict=told, ceiling=min(found.ceiling, ALONE), is_model=True)


def _agrees(opinion: Opinion) -> bool:
    return opinion.is_proven and opinion.value >= AGREES
