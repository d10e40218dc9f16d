"""What a run would do, said before it begins: nothing is asked for this."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Avg, F, Max

from jobops.lib.words import number, say
from orchestrator import gateway
from orchestrator.jobs.countries import country_code
from orchestrator.models import User
from orchestrator.pipeline import crawling, defaults, plan, run_options
from orchestrator.pipeline.offers import available
from orchestrator.templatetags.ui import plural
from tailoring import library

# One run has a model judge at most so many (docs/api.md, scoreLimit).
SCORED_AT_ONCE = 100
REMEMBERED = 20


@dataclass(frozen=True)
class Before:
    """What a run would find, and `sentences` about what it would do with that. `terms` are
    searched with, `left_out` are beyond what one run asks.
    """

    discovered: int
    unscored: int
    has_resume: bool
    terms: tuple[str, ...]
    left_out: tuple[str, ...]
    sentences: tuple[str, ...]


def before(owner: User, options: Mapping[str, Any]) -> Before:
    """`options` as of a run, as far as they fit."""
    asked = {**run_defaults(), **options}
    found = owner.jobs.filter(status="discovered")
    discovered, unscored = found.count(), found.filter(score=None).count()
    has_resume = library.default(owner) is not None
    terms, left_out = plan.used_terms(asked["searchTerms"] or defaults.titles(owner))
    said = [*asking(owner, asked, terms=terms)]
    if has_resume:
        said += then(owner, asked, unscored=unscored)
    else:
        said.append(say("Without a résumé that is all: nothing is scored or prepared."))
    return Before(discovered, unscored, has_resume, tuple(terms), tuple(left_out), tuple(said))


def run_defaults() -> dict[str, Any]:
    """For fields that hold nothing usable yet."""
    unset = {"searchTerms": [], "sources": [], "country": "", "cityLocations": [],
             "searchScope": "selected_only"}  # fmt: skip
    return {**run_options.DEFAULTS, **unset}


def asking(owner: User, asked: Mapping[str, Any], *, terms: Sequence[str]) -> list[str]:
    if not asked["enableCrawling"]:
        return [say("No source is asked.")]
    code = country_code(asked["country"]) if asked["country"] else None
    usable = [
        one.source
        for one in available(owner, country=code)
        if one.source.id in asked["sources"] and not one.reason
    ]
    boards = crawling.followed(owner, asked["watchlistSelectedSourceIds"])
    parts = plan.parts(
        sources=usable, boards=boards, terms=terms, country=code, places=asked["cityLocations"],
        scope=asked["searchScope"], budget=asked["runBudget"],
    )  # fmt: skip
    if not parts:
        return [say("No source is chosen, so nothing is asked.")]
    who = [plural(len(usable), "source")] if usable else []
    who += [say("{boards} you follow", boards=plural(len(boards), "board"))] if boards else []
    units = sum(len(part.units) for part in parts)
    most = (
        say(", at most {postings}", postings=plural(asked["runBudget"], "posting"))
        if asked["runBudget"]
        else ""
    )
    said = say(
        "Asks {listed}: {questions}{most}.",
        listed=" and ".join(who),
        questions=plural(units, "question"),
        most=most,
    )
    return [said] if terms else [said, say("Without a term every recent posting is taken.")]


def then(owner: User, asked: Mapping[str, Any], *, unscored: int) -> list[str]:
    """What is scored and prepared after that."""
    found = owner.jobs.filter(status="discovered")
    minimum, top_n = asked["minSuitabilityScore"], asked["topN"]
    enough = found.filter(score__gte=minimum).count()
    if not asked["enableAutoTailoring"]:
        said, chosen = [say("Nothing is prepared: jobs stay in Discovered.")], 0
    elif asked["enableCrawling"]:
        said, chosen = [upcoming(enough, top_n, minimum=minimum)], top_n
    else:
        chosen = min(top_n, enough)
        best = found.aggregate(m=Max("score"))["m"]
        said = [reached(enough, chosen, minimum=minimum, best=best)]
    if unscored and asked["enableScoring"]:
        first = min(unscored, SCORED_AT_ONCE)
        said.append(say("{jobs} without a score would be scored first.", jobs=plural(first, "job")))
    if chosen and (spent := duration(owner)):
        said.append(
            say("By your last ones preparing takes {roughly}.", roughly=roughly(spent * chosen))
        )
    said.append(costs(owner, judged=min(unscored, SCORED_AT_ONCE), prepared=chosen))
    return said


def upcoming(enough: int, top_n: int, *, minimum: int) -> str:
    known = (
        say(
            "; {enough} in Discovered {value} already",
            enough=number(enough),
            value="does" if enough == 1 else "do",
        )
        if enough
        else ""
    )
    many = (
        say("up to {top_n} of the jobs that score", top_n=top_n)
        if top_n > 1
        else say("the best job if it scores")
    )
    return say(
        "Then prepares {many_} {minimum} or more{known}.", many_=many, minimum=minimum, known=known
    )


def reached(enough: int, chosen: int, *, minimum: int, best: float | None) -> str:
    if enough:
        scores = "scores" if enough == 1 else "score"
        said = say(
            "{jobs} in Discovered {scores} {minimum} or more",
            jobs=plural(enough, "job"),
            scores=scores,
            minimum=minimum,
        )
        return say(
            "{said}; {value} would be prepared.",
            said=said,
            value="that one" if chosen == enough == 1 else chosen,
        )
    known = say("; the best scores {best}", best=round(best)) if best is not None else ""
    return say(
        "No job in Discovered scores {minimum} or more{known}.", minimum=minimum, known=known
    )


def duration(owner: User) -> timedelta | None:
    """How long a preparation took on average, by the last few."""
    last = owner.operations.filter(kind="process", status="succeeded", started_at__isnull=False)
    some = last.order_by("-finished_at").values("pk")[:REMEMBERED]
    took = owner.operations.filter(pk__in=list(some.values_list("pk", flat=True)))
    mean: timedelta | None = took.aggregate(m=Avg(F("finished_at") - F("started_at")))["m"]
    return mean


def roughly(time: timedelta) -> str:
    seconds = max(1, round(time.total_seconds()))
    return (
        say("about {seconds} s", seconds=seconds)
        if seconds < 90
        else say("about {seconds} min", seconds=round(seconds / 60))
    )


def costs(owner: User, *, judged: int, prepared: int) -> str:
    if gateway.for_owner(owner) is None:
        return say("No model is set up, so everything is computed here.")
    calls = judged + 2 * prepared
    return say("That is about {model_calls}.", model_calls=plural(calls, "model call"))
