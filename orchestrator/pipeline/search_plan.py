"""Proposes what to search for: from a sentence, or from the résumé. Nothing is started by it.

With a model the model reads, and what it says is checked; without one, or when it fails, rules do.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from jobops.lib import prompts
from jobops.lib.llm import Gateway, LLMError
from jobops.lib.text import clean_control, fold
from orchestrator import gateway, preferences
from orchestrator.jobs import cities
from orchestrator.jobs.countries import country_code
from orchestrator.models import PipelineRun, User
from orchestrator.pipeline import defaults, items, plan, sentence
from orchestrator.scoring.brief import Profile
from tailoring import library
from tailoring.documents.profile import profile

logger = logging.getLogger(__name__)

PURPOSE = "search_plan"
FOLDER = Path(__file__).resolve().parents[2] / "templates" / "prompts"
# A person waits for the answer.
SECONDS, TOKENS = 30.0, 1_000
TOLD, SKILLS, POSITIONS, SHORT = 4_000, 40, 10, 200
KINDS = ("remote", "hybrid", "onsite")
LONGEST_WISH = 1_000


# Comments, not docstrings, in these classes: docstrings would be sent as a part of the schema.
class Asked(BaseModel):
    searchTerms: list[str] = Field(max_length=20)  # noqa: N815
    country: str | None = Field(max_length=100)
    cities: list[str] = Field(max_length=25)
    workplaces: list[str] = Field(max_length=10)
    worldwide: bool
    blockedEmployers: list[str] = Field(max_length=50)  # noqa: N815
    scoringInstructions: str = Field(max_length=2_000)  # noqa: N815
    notUnderstood: list[str] = Field(max_length=50)  # noqa: N815


class Titles(BaseModel):
    searchTerms: list[str] = Field(max_length=20)  # noqa: N815


@dataclass(frozen=True)
class Proposal:
    """`options` as of a run, for a person to look at and change."""

    options: dict[str, Any]
    blocked_employers: tuple[str, ...]
    not_understood: tuple[str, ...]
    engine: Literal["model", "rules"]


def propose(owner: User, text: str) -> Proposal:
    said = clean_control(text)[: sentence.LONGEST]
    if (model := gateway.for_owner(owner)) is not None:
        try:
            return _checked(_asked(model, said, _resume(owner)), said=said)
        except LLMError as failed:
            logger.warning("search plan by rules", extra={"meta": {"kind": failed.kind}})
    found = sentence.read(said)
    return Proposal(found.options(), tuple(found.blocked), tuple(found.not_understood), "rules")


def titles(owner: User) -> list[str]:
    """Five to eight job titles to search with, from the default résumé; empty without one."""
    resume = _resume(owner)
    by_rules = defaults.titles(owner)
    if resume is None or (model := gateway.for_owner(owner)) is None:
        return by_rules
    try:
        found = model.parse(
            Titles,
            purpose=PURPOSE,
            system=_system("search_terms"),
            user=prompts.fence(prompts.cut(_told(resume), limit=TOLD)).text,
            max_tokens=TOKENS,
            timeout=SECONDS,
        )
    except LLMError as failed:
        logger.warning("search terms by rules", extra={"meta": {"kind": failed.kind}})
        return by_rules
    kept = _distinct(found.searchTerms, longest=plan.LONGEST_TITLE)[: plan.MOST_TITLES]
    return (
        kept
        if len(kept) >= plan.FEWEST_TITLES
        else _distinct([*kept, *by_rules])[: plan.MOST_TITLES]
    )


def terms_of(run: PipelineRun) -> list[str]:
    """What a run searches for; where nobody said it, the titles, which it keeps from then on."""
    said = run.requested.get("searchTerms") or preferences.of(run.owner)["searchTerms"]
    terms: list[str] = run.options["searchTerms"]
    if said or run.counts.get("termsFrom"):
        return terms
    # Noted before anything is asked: a run that starts again does not ask a second time.
    items.note(run, "termsFrom", "resume")
    if (found := titles(run.owner)) != terms:
        run.options = {**run.options, "searchTerms": found}
        PipelineRun.objects.filter(pk=run.pk).update(options=run.options)
    return found


def _asked(model: Gateway, said: str, resume: Profile | None) -> Asked:
    lines = [f"Sentence: {prompts.own(said, limit=sentence.LONGEST)}"]
    lines += [_told(resume)] if resume else []
    return model.parse(
        Asked,
        purpose=PURPOSE,
        system=_system("search_plan"),
        user=prompts.fence(prompts.cut("\n".join(lines), limit=TOLD)).text,
        max_tokens=TOKENS,
        timeout=SECONDS,
    )


def _resume(owner: User) -> Profile | None:
    base = library.default(owner)
    return profile(library.newest(base).data) if base else None


def _told(resume: Profile) -> str:
    """Headline, skills and positions of what is visible; nothing else of a résumé leaves for
    this.
    """
    skills = [one.title for one in resume.items if one.section == "skills"]
    held = [one.title for one in resume.items if one.section == "experience"]
    lines = {
        "Headline": [resume.headline],
        "Skills": skills[:SKILLS],
        "Positions": held[:POSITIONS],
    }
    return "\n".join(
        f"{name}: {', '.join(prompts.own(one, limit=SHORT) for one in filter(None, texts))}"
        for name, texts in lines.items()
    )


def _checked(asked: Asked, *, said: str) -> Proposal:
    """What can be a run's; a name counts only when the sentence has it."""
    options: dict[str, Any] = {}
    unclear = _distinct(asked.notUnderstood)
    if terms := _distinct(asked.searchTerms)[: sentence.MOST_TERMS]:
        options["searchTerms"] = terms
    code = country_code(asked.country) if asked.country else None
    if asked.country and code is None:
        unclear.append(" ".join(asked.country.split()))
    towns = [one for one in _distinct(asked.cities) if cities.called(fold(one)) and _in(one, said)]
    if code or asked.worldwide:
        options["country"] = code or ""
    if towns:
        options["cityLocations"] = towns
    if kinds := [kind for kind in KINDS if kind in asked.workplaces]:
        options["workplaceTypes"] = kinds
    if circle := sentence.read(said).circle:
        options["proximity"] = circle
    if code and asked.worldwide:
        options["searchScope"] = "selected_plus_remote_worldwide"
    if wish := " ".join(clean_control(asked.scoringInstructions).split())[:LONGEST_WISH]:
        options["scoringInstructions"] = wish
    blocked = [one for one in _distinct(asked.blockedEmployers) if _in(one, said)]
    return Proposal(options, tuple(blocked), tuple(unclear), "model")


def _in(name: str, said: str) -> bool:
    return fold(name) in fold(said)


def _distinct(texts: Iterable[str], *, longest: int = sentence.LONGEST_TERM) -> list[str]:
    kept: dict[str, str] = {}
    for text in texts:
        tidy = " ".join(clean_control(text).split())
        if 2 <= len(tidy) <= longest and any(map(str.isalnum, tidy)):
            kept.setdefault(fold(tidy), tidy)
    return list(kept.values())


@lru_cache(maxsize=2)
def _template(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def _system(name: str) -> str:
    return prompts.fill(_template(name), fence_rule=prompts.FENCE_RULE)
