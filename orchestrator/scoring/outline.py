"""What of a profile and a posting a model is shown: an allow-list, cut and without contacts.

Limits and fields are those of the row "scoring" in the privacy table; a field that is not named
here is never sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jobops.lib import prompts
from orchestrator.scoring.brief import Item, JobFacts
from orchestrator.scoring.holdings import Holdings
from orchestrator.scoring.places import country
from orchestrator.scoring.posting import Posting

DESCRIPTION, PROFILE, FIELD, TEXT, SUMMARY, INSTRUCTIONS = 12_000, 12_000, 300, 600, 1_500, 4_000
_KEYWORDS = 12


@dataclass(frozen=True)
class Outline:
    """`text` for the prompt; `items` the profile's items by the aliases it uses."""

    text: str
    items: dict[str, Item]


@dataclass(frozen=True)
class _Kind:
    letter: str
    most: int
    fields: Callable[[Item], tuple[str, ...]]


_KINDS: dict[str, _Kind] = {
    "experience": _Kind("e", 10, lambda i: (i.title, i.organisation, i.period, _lines(i.text))),
    "projects": _Kind("p", 8, lambda i: (i.title, i.period, _listed(i), _lines(i.text))),
    "skills": _Kind("s", 40, lambda i: (i.title, i.level, _listed(i))),
    "education": _Kind("d", 10, lambda i: (i.title, i.area, i.organisation, i.period)),
    "languages": _Kind("l", 12, lambda i: (i.title, i.level)),
    "certifications": _Kind("c", 20, lambda i: (i.title, i.organisation, i.period)),
    "volunteer": _Kind("v", 10, lambda i: (i.organisation, i.title, i.period)),
}


def outline(held: Holdings) -> Outline:
    """The most recent items first; what does not fit is left out, the oldest roles first."""
    head = list(_head(held))
    rows = [(alias, item, _row(alias, item)) for alias, item in _aliased(held)]
    while rows and sum(len(row) + 1 for row in (*head, *(r for *_, r in rows))) > PROFILE:
        roles = [n for n, (alias, *_) in enumerate(rows) if alias[0] == "e"]
        rows.pop(roles[-1] if len(roles) > 1 else -1)
    texts = {"summary": held.profile.summary, "headline": held.profile.headline}
    items = {alias: item for alias, item, _ in rows}
    items |= {name: Item(name, name, text=text) for name, text in texts.items() if text}
    return Outline("\n".join([*head, *(row for *_, row in rows)]), items)


def _head(held: Holdings) -> Iterator[str]:
    profile = held.profile
    if profile.headline:
        yield f"headline | {prompts.own(profile.headline, limit=FIELD)}"
    if profile.summary:
        yield f"summary | {prompts.own(profile.summary, limit=SUMMARY)}"
    home = country(profile.place)
    if home:
        yield f"country | {home}"


def _aliased(held: Holdings) -> Iterator[tuple[str, Item]]:
    for section, kind in _KINDS.items():
        items = [item for item in held.items if item.section == section]
        for number, item in enumerate(items[: kind.most], 1):
            yield f"{kind.letter}{number}", item


def _row(alias: str, item: Item) -> str:
    fields = (prompts.own(field, limit=TEXT) for field in _KINDS[item.section].fields(item))
    return f"{alias} | {item.section} | {' | '.join(filter(None, fields))}"


def _listed(item: Item) -> str:
    return ", ".join(item.keywords[:_KEYWORDS])


def _lines(text: str) -> str:
    return " / ".join(line for line in text.split("\n") if line.strip())


def advert(posting: Posting) -> str:
    named = ((name, prompts.told(value, limit=FIELD)) for name, value in _fields(posting.facts))
    lines = (f"{name}: {value}" for name, value in named if value)
    return "\n".join([*lines, "", _description(posting)])


def _fields(facts: JobFacts) -> Iterator[tuple[str, str]]:
    remote = {True: "yes", False: "no", None: ""}[facts.is_remote]
    yield from (("title", facts.title), ("employer", facts.employer))
    yield from (("location", facts.location), ("salary", facts.salary))
    yield from (("job type", facts.job_type), ("level", facts.job_level))
    yield from (("function", facts.job_function), ("disciplines", facts.disciplines))
    yield from (("degree", facts.degree_required), ("experience", facts.experience_range))
    yield from (("remote", remote), ("workplace", facts.workplace), ("industry", facts.industry))
    yield from (("skills", facts.skills), ("deadline", facts.deadline))
    yield ("starting", facts.starting)


def _description(posting: Posting) -> str:
    """Whole when it fits; else without benefits and praise first, so that requirements stay."""
    text = posting.facts.description
    if len(text) > DESCRIPTION:
        kept = [s for s in posting.sentences if s.section not in ("title", "benefits", "about")]
        text = "\n".join(sentence.text for sentence in kept)
    return prompts.told(text, limit=DESCRIPTION)
