"""What the truth guard says about an answer: shown beside it, never in the way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from orchestrator.models import Job, User
from tailoring import facts, library
from tailoring.claims.base import FactBase
from tailoring.models import ResumeVersion
from tailoring.prose.weigh import weighed
from tailoring.questions import topics
from tailoring.questions.reading import read


class Doubts:
    """Weighs answers of one owner, for a job against the résumé it is tailored from."""

    def __init__(self, owner: User, job: Job | None = None) -> None:
        self._employer = job.employer if job else ""
        version = library.base_of(job) if job else _default(owner)
        self._known: FactBase | None = facts.known(owner, version) if version else None

    def about(self, question: str, answer: str, *, language: str = "") -> list[dict[str, Any]]:
        """Claims nothing supports, with their places in the answer. Wishes claim nothing."""
        if self._known is None or _only_wishes(read(question).topics):
            return []
        met = weighed(answer, known=self._known, employer=self._employer, language=language)
        return [
            {"kind": one.claim.kind, "text": one.claim.text, "start": one.claim.start,
             "end": one.claim.end, "why": one.why}
            for one in met
            if one.state == "unsupported"
        ]  # fmt: skip


def _only_wishes(found: Iterable[str]) -> bool:
    keys = list(found)
    return bool(keys) and all(map(topics.is_wish, keys))


def _default(owner: User) -> ResumeVersion | None:
    document = library.default(owner)
    return library.newest(document) if document else None
