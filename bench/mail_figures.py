"""How well labelled mails were routed: classes, jobs, and what happened without asking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from bench.mail_rows import Row
from orchestrator.inbox.routes.routing import Routing

CLASSES = (
    "ack", "reject", "interview", "assessment", "offer", "lead", "irrelevant", "no_change",
    "withdrawn",
)  # fmt: skip
OF_TARGET = {
    "applied": "ack", "rejected": "reject", "closed": "reject", "withdrawn": "withdrawn",
    "recruiter_screen": "interview", "hiring_manager_screen": "interview",
    "technical_interview": "interview", "onsite": "interview", "assessment": "assessment",
    "offer": "offer",
}  # fmt: skip
NO_JOB = ("lead", "irrelevant")


@dataclass(frozen=True)
class Routed:
    row: Row
    routing: Routing

    @property
    def predicted(self) -> str:
        """What the owner would take it for by what the router did with it."""
        if self.routing.decision in ("ignored", "unseen"):
            return "irrelevant"
        if self.routing.target in self.row["accepted"]:
            return str(self.row["class"])
        found = OF_TARGET.get(self.routing.target)
        return found or ("no_change" if self.routing.job_id or self.routing.offered else "lead")

    @property
    def is_automatic(self) -> bool:
        return self.routing.decision == "auto_linked"

    @property
    def names_its_job(self) -> bool:
        return self.row["job"] is not None and self.routing.job_id == UUID(self.row["job"])

    @property
    def is_wrong(self) -> bool:
        """A stage was written without asking that should not have been."""
        right = (self.row["target"], *self.row["accepted"])
        allowed = self.row["may_link"] and self.names_its_job and self.routing.target in right
        return self.is_automatic and self.routing.target != "no_change" and not allowed

    @property
    def suggests_its_job(self) -> bool:
        first = self.routing.job_id or next(iter(self.routing.offered), None)
        return first is not None and str(first) == self.row["job"]


@dataclass(frozen=True)
class Figures:
    macro_f1: float
    wrong_automatic: float
    auto_linked: float
    right_job: float
    first_suggestion: float


def figures(given: Sequence[Routed]) -> Figures:
    automatic = [one for one in given if one.is_automatic]
    matchable = [one for one in given if one.row["may_link"] and one.row["class"] not in NO_JOB]
    about = [one for one in given if one.row["job"] and one.row["class"] not in NO_JOB]
    return Figures(
        macro_f1=macro_f1(given),
        wrong_automatic=share(automatic, lambda one: one.is_wrong),
        auto_linked=share(matchable, lambda one: one.is_automatic),
        right_job=share(automatic, lambda one: one.names_its_job),
        first_suggestion=share(about, lambda one: one.suggests_its_job),
    )


def macro_f1(given: Sequence[Routed]) -> float:
    """The mean over the classes that occur."""
    found = f1(given)
    return sum(found.values()) / len(found) if found else 0.0


def f1(given: Sequence[Routed]) -> dict[str, float]:
    counts = confusion(given)
    scores = {}
    for name in CLASSES:
        of_it = sum(counts[name, other] for other in CLASSES)
        taken = sum(counts[other, name] for other in CLASSES)
        if of_it:
            scores[name] = 2 * counts[name, name] / (of_it + taken)
    return scores


def confusion(given: Sequence[Routed]) -> Counter[tuple[str, str]]:
    """(what it is, what it was taken for) → how many."""
    return Counter((one.row["class"], one.predicted) for one in given)


def share(given: Sequence[Routed], good: Callable[[Routed], bool]) -> float:
    return sum(map(good, given)) / len(given) if given else 0.0
