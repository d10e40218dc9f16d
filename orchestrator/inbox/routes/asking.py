"""What a language model says about a mail: which job, which news, and the words that prove it.

One call. It is told the sender's domain, the subject, the date, the words, and of each job its
number, employer, title and stage; nothing else. It can name a job of the list and a target of the
list; whether that moves anything, the router decides.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from jobops.lib import prompts
from jobops.lib.llm import Gateway
from orchestrator.inbox.routes.letter import Letter
from orchestrator.inbox.routes.routing import TARGETS, Candidate
from orchestrator.inbox.routes.wording import words

PURPOSE = "mail routing"
BODY, JOBS, FIELD, TOKENS, SECONDS = 12_000, 200, 120, 700, 45.0
# Without words of the mail that prove it, and with them: a model alone never settles a mail.
UNPROVEN, ALONE = 60, 94
LEAST_QUOTE = 12
TEMPLATE = Path(__file__).resolve().parents[3] / "templates" / "prompts" / "mail.txt"
Target = Literal[
    "no_change", "applied", "recruiter_screen", "assessment", "hiring_manager_screen",
    "technical_interview", "onsite", "offer", "rejected", "withdrawn", "closed",
]  # fmt: skip


# A comment, not a docstring: a docstring would be sent as a part of the schema.
class Answer(BaseModel):
    bestMatchIndex: int | None = Field(None, ge=1, le=JOBS)  # noqa: N815
    confidence: int = Field(ge=0, le=100)
    stageTarget: Target  # noqa: N815
    isRelevant: bool  # noqa: N815
    quote: str = Field(max_length=600)
    reason: str = Field(max_length=400)


@dataclass(frozen=True)
class Opinion:
    """`value` at most 94, at most 60 where the quote is not in the mail. `quote` blank then."""

    job_id: UUID | None
    target: str
    value: int
    is_relevant: bool
    quote: str
    reason: str
    is_proven: bool


def ask(
    letter: Letter,
    *,
    candidates: Sequence[Candidate],
    likely: Collection[UUID],
    gateway: Gateway,
) -> Opinion:
    """Of more jobs than it may see the `likely` ones come first. Raises LLMError."""
    shown = candidates
    if len(candidates) > JOBS:
        shown = sorted(candidates, key=lambda one: one.job_id not in likely)[:JOBS]
    answer = gateway.parse(
        Answer,
        purpose=PURPOSE,
        system=prompts.fill(_template(), fence_rule=prompts.FENCE_RULE, targets=", ".join(TARGETS)),
        user=_user(letter, shown),
        max_tokens=TOKENS,
        timeout=SECONDS,
    )
    proven = _occurs(answer.quote, letter)
    index = answer.bestMatchIndex
    return Opinion(
        job_id=shown[index - 1].job_id if index and index <= len(shown) else None,
        target=answer.stageTarget,
        value=min(answer.confidence, ALONE if proven else UNPROVEN),
        is_relevant=answer.isRelevant,
        quote=answer.quote if proven else "",
        reason=" ".join(prompts.clean_untrusted(answer.reason).split()),
        is_proven=proven,
    )


def _user(letter: Letter, candidates: Sequence[Candidate]) -> str:
    around = prompts.marker()
    jobs = "\n".join(
        f"{number}. {_line(one.employer)} | {_line(one.title)} | {one.stage}"
        for number, one in enumerate(candidates, start=1)
    )
    head = (
        f"domain: {_line(letter.domain)}\nsubject: {_line(letter.subject)}\ndate: {_date(letter)}"
    )
    body = prompts.told(letter.text, limit=BODY)
    parts = (("jobs", jobs), ("mail", f"{head}\n\n{body}"))
    return "\n\n".join(
        prompts.fence(text, label=label, around=around).text for label, text in parts
    )


def _line(text: str) -> str:
    return " ".join(prompts.told(text, limit=FIELD).split())


def _date(letter: Letter) -> str:
    return letter.mail.sent_at.date().isoformat() if letter.mail.sent_at else ""


def _occurs(quote: str, letter: Letter) -> bool:
    """It is what the model was shown, with contacts masked, word by word."""
    said = words(quote)
    shown = words(letter.subject) + words(prompts.told(letter.text, limit=BODY))
    return len(said) >= LEAST_QUOTE and said in shown


@lru_cache(maxsize=1)
def _template() -> str:
    return TEMPLATE.read_text(encoding="utf-8")
