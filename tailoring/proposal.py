"""What a language model is asked for a job's texts, and what of its answer may be used."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from jobops.lib import prompts
from jobops.lib.llm import Gateway
from jobops.lib.text import fold
from orchestrator.scoring.brief import Item, JobFacts, Profile
from tailoring.projects import Project
from tailoring.rules import Draft, Limits

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "prompts"
PROFILE_LIMIT, ADVERT_LIMIT, ITEM_LIMIT, SUMMARY_LIMIT = 12_000, 12_000, 600, 1_500
PROJECT_LIMIT, PROJECT_ADVERT_LIMIT, HEADLINE_LIMIT = 500, 8_000, 300
# The rows of docs/privacy: what is not listed here is never sent.
FIELDS: Mapping[str, Callable[[Item], tuple[str, ...]]] = {
    "skills": lambda item: (item.title, ", ".join(item.keywords[:12])),
    "experience": lambda item: (item.title, item.organisation, item.period, item.text),
    "projects": lambda item: (item.title, ", ".join(item.keywords[:12]), item.text),
    "education": lambda item: (item.title, item.organisation, item.period, item.text),
    "languages": lambda item: (item.title, item.level),
    "certifications": lambda item: (item.title, item.organisation, item.period, item.text),
}
NUMBER = re.compile(r"\d[\d.,]*")
SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Group(BaseModel):
    name: str = Field(max_length=200)
    keywords: list[str] = Field(max_length=60)


class Texts(BaseModel):
    headline: str = Field(max_length=500)
    summary: str = Field(max_length=10_000)
    skills: list[Group] = Field(max_length=60)


class Picks(BaseModel):
    ids: list[str] = Field(max_length=200)


@dataclass(frozen=True)
class Proposal:
    """`left_out` counts sentences and keywords the résumé does not support."""

    draft: Draft
    left_out: int


def propose(facts: JobFacts, *, profile: Profile, limits: Limits, gateway: Gateway) -> Proposal:
    """One model call for headline, summary and skills. Raises LLMError."""
    system = prompts.fill(
        _template("tailoring"),
        summary_words=str(limits.summary_max_words),
        keywords=str(limits.max_keywords_per_skill),
    )
    said = f"Title: {facts.title}\nEmployer: {facts.employer}\n\n{facts.description}"
    user = f"{_advert(said, limit=ADVERT_LIMIT)}\n\n{_fenced('Résumé', _resume_lines(profile))}"
    answer = gateway.parse(Texts, purpose="tailoring", system=system, user=user)
    return _supported(answer, profile=profile, limits=limits)


def pick_projects(
    facts: JobFacts, *, catalogue: Sequence[Project], limit: int, gateway: Gateway
) -> list[str]:
    """Ids of the listed projects, best first; invented ones are dropped. Raises LLMError."""
    lines = "\n".join(
        f"id {one.id} | {_told((one.name, one.period, one.text), limit=PROJECT_LIMIT)}"
        for one in catalogue
    )
    system = prompts.fill(_template("projects"), limit=str(limit))
    said = f"Title: {facts.title}\n\n{facts.description}"
    user = f"{_advert(said, limit=PROJECT_ADVERT_LIMIT)}\n\n{_fenced('Projects', lines)}"
    answer = gateway.parse(Picks, purpose="project selection", system=system, user=user)
    offered = {one.id for one in catalogue}
    return [one for one in dict.fromkeys(answer.ids) if one in offered]


def _supported(answer: Texts, *, profile: Profile, limits: Limits) -> Proposal:
    """Drop what the résumé does not say: keywords it lacks, sentences with numbers it lacks.

    The full claim check belongs to tailoring.claims; this keeps the plainest inventions out.
    """
    known = fold(" ".join(_words_of(profile)))
    numbers = set(NUMBER.findall(known))
    skills: list[dict[str, Any]] = []
    left_out = 0
    for group in answer.skills:
        words = [
            word for word in dict.fromkeys(group.keywords) if word.strip() and fold(word) in known
        ]
        left_out += len(group.keywords) - len(words)
        if group.name.strip() and words:
            skills.append(
                {"name": group.name.strip(), "keywords": words[: limits.max_keywords_per_skill]}
            )
    sentences = [text for text in SENTENCE.split(answer.summary.strip()) if text]
    true = [text for text in sentences if set(NUMBER.findall(fold(text))) <= numbers]
    left_out += len(sentences) - len(true)
    summary = _within(true, words=limits.summary_max_words)
    headline = " ".join(answer.headline.split())
    if not set(NUMBER.findall(fold(headline))) <= numbers:
        headline, left_out = "", left_out + 1
    return Proposal(Draft(headline=headline, summary=summary, skills=skills), left_out)


def _within(sentences: Sequence[str], *, words: int) -> str:
    """Whole sentences up to the limit; the first one alone may be cut."""
    taken: list[str] = []
    for sentence in sentences:
        if sum(len(one.split()) for one in (*taken, sentence)) > words:
            break
        taken.append(sentence)
    return " ".join(taken) if taken else " ".join(" ".join(sentences).split()[:words])


def _advert(said: str, *, limit: int) -> str:
    return _fenced("Advert", prompts.told(said, limit=limit))


def _resume_lines(profile: Profile) -> str:
    head = [
        f"Headline: {prompts.own(profile.headline, limit=HEADLINE_LIMIT)}",
        f"Summary: {prompts.own(profile.summary, limit=SUMMARY_LIMIT)}",
    ]
    items = [_line(item) for item in profile.items if item.section in FIELDS]
    return prompts.cut("\n".join([*head, *items]), limit=PROFILE_LIMIT)


def _line(item: Item) -> str:
    return f"{item.section} | {_told(FIELDS[item.section](item), limit=ITEM_LIMIT)}"


def _told(fields: Sequence[str], *, limit: int) -> str:
    return " | ".join(filter(None, (prompts.own(field, limit=limit) for field in fields)))


def _words_of(profile: Profile) -> list[str]:
    texts = [profile.headline, profile.summary]
    for item in profile.items:
        texts += [item.title, item.organisation, item.period, item.level, item.text, *item.keywords]
    return texts


def _fenced(name: str, text: str) -> str:
    return f"{name}:\n{prompts.fence(text).text}"


@cache
def _template(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
