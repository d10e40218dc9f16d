"""Whether a mail has to do with an application at all. Pure.

Alerts, newsletters and digests never have, whomever they name. What has neither a signal nor a
word of hiring is not even remembered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from orchestrator.inbox.routes import vocabulary
from orchestrator.inbox.routes.classify import Verdict
from orchestrator.inbox.routes.letter import Letter
from orchestrator.inbox.routes.linking import CERTAIN, Link
from orchestrator.inbox.routes.wording import words

LEAST, TITLED, PLAUSIBLE, TERMS, STRONG = 60, 40, 50, 2, 97
# An alert may hold the id of a job, but it answers nobody.
TIED = CERTAIN - {"reference"}
LIST_MARKS = ("list-id", "list-unsubscribe")
MASS = ("bulk", "list", "junk")
Weight = Literal["relevant", "between", "irrelevant", "unseen"]


@dataclass(frozen=True)
class Relevance:
    """`terms`: different words of hiring in it. `score` 0 to 100."""

    weight: Weight
    score: int
    terms: int
    reason: str


def judge(letter: Letter, *, link: Link, verdict: Verdict) -> Relevance:
    terms = len(vocabulary.found("hiring", letter.said))
    score = max(link.value, verdict.value, min(90, 20 * terms))
    if letter.own:
        weight: Weight = "irrelevant" if link.value >= LEAST else "unseen"
        return Relevance(weight, score, terms, "written by you")
    if not link.kinds & TIED and is_alert(letter, verdict):
        return Relevance("irrelevant", score, terms, "an alert, a newsletter or a digest")
    if _is_errand(letter, link, verdict, terms):
        return Relevance(
            "irrelevant" if link.value else "unseen", score, terms, "no word of hiring"
        )
    if link.value >= LEAST or verdict.value >= LEAST or letter.is_ats:
        return Relevance("relevant", score, terms, "")
    if not terms and not link.value:
        return Relevance("unseen", score, terms, "neither a signal nor a word of hiring")
    return Relevance("between", score, terms, "")


def is_alert(letter: Letter, verdict: Verdict) -> bool:
    """List headers, or a job board, and the wording of alerts. In the text alone it takes two such
    words, and none of them beats a clear answer: boards and systems advertise below those too.
    """
    in_subject = vocabulary.found("alert", words(letter.subject))
    in_text = vocabulary.found("alert", letter.said)
    clear = verdict.value >= STRONG and bool(verdict.sentence)
    if is_mass(letter) or letter.is_board:
        return (bool(in_subject) or len(in_text) >= TERMS) and not clear
    return bool(in_subject) and len(in_text) >= TERMS and not clear


def is_mass(letter: Letter) -> bool:
    marks = letter.mail.marks
    return (
        any(marks.get(name) for name in LIST_MARKS) or marks.get("precedence", "").lower() in MASS
    )


def is_unasked(letter: Letter, link: Link) -> bool:
    """Somebody wants to talk, and nothing shows an application it could be about."""
    return link.value < PLAUSIBLE and not vocabulary.found("applied", letter.said)


def is_away(letter: Letter, verdict: Verdict) -> bool:
    """The answer of a machine while somebody is away. Words of that in the text of a mail that has
    news are no more than a remark.
    """
    if letter.mail.marks.get("auto-submitted", "").lower().startswith("auto-replied"):
        return True
    return bool(vocabulary.found("away", words(letter.subject))) or (
        not verdict.value and bool(vocabulary.found("away", letter.said))
    )


def _is_errand(letter: Letter, link: Link, verdict: Verdict, terms: int) -> bool:
    """An order, an invoice, a password: an employer may be a shop as well."""
    unlikely = verdict.value < STRONG and link.value < TITLED
    if link.kinds & CERTAIN or terms >= TERMS or (verdict.value and not unlikely):
        return False
    return bool(vocabulary.found("transactional", letter.said))
