"""The one line under the name: a title that may be claimed, or a held one and its focus."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from orchestrator.scoring import roles
from orchestrator.scoring.brief import JobFacts, Profile
from orchestrator.scoring.lexicon import find
from orchestrator.scoring.posting import fold
from orchestrator.scoring.words import stems
from tailoring.computed.wanted import Wanted

_MOST_FOCUS = 3
_MARKS = re.compile(r"\s*[(\[][^)\]]*[)\]]|\s*\b[mwfdx](?:[/|*][mwfdx]){1,2}\b\*?", re.IGNORECASE)
_HEAD = re.compile(r"\s+[–—|·•-]\s+|[,;:|•·]|\s+(?:at|bei|chez|en|with|mit|avec|con)\s+")
# What an address spells is no word of the person: "github.com/ada" names no skill.
_ADDRESS = re.compile(r"\S*(?:://|www\.|\.[a-z]{2,4}/)\S*")


def made(facts: JobFacts, *, own: Profile, wanted: Wanted) -> str:
    held = _held(own)
    kin = sorted(held, key=lambda title: -roles.kinship(facts.title, held=[title]))
    if not kin:
        return " ".join(own.headline.split())
    asked = " ".join(_MARKS.sub("", facts.title).split()).strip(" -–—,/|*")
    if _may_claim(asked, held=kin, own=own):
        return asked
    focus = _focus(own, wanted=wanted, title=kin[0])
    title = " ".join(kin[0].split())
    return f"{title} – {', '.join(focus)}" if focus else title


def is_fair(headline: str, *, own: Profile) -> bool:
    """Whether a headline written by somebody else claims no other work and no higher rank."""
    head = _HEAD.split(_MARKS.sub("", headline).strip(), maxsplit=1)[0].strip()
    held = [title for title in (*_held(own), own.headline) if title.strip()]
    if not head or not held:
        return not held
    level = roles.seniority(headline)
    whole = any(fold(title) in fold(headline) for title in _held(own))
    return any(
        (whole or roles.kinship(head, held=[title]) == 1)
        and (level is None or level <= (roles.seniority(title) or 0))
        for title in held
    )


def _held(own: Profile) -> list[str]:
    return [i.title for i in own.items if i.section == "experience" and i.title.strip()]


def _may_claim(asked: str, *, held: Sequence[str], own: Profile) -> bool:
    """The posting's own title: only beside a held title of the same work and no lower rank."""
    if not asked or not set(stems(asked)) <= {stem for t in held for stem in stems(t)} | set(
        stems(own.headline)
    ):
        return False
    level = roles.seniority(asked)
    return any(
        roles.kinship(asked, held=[title]) == 1
        and (level is None or level <= (roles.seniority(title) or 0))
        for title in held
    )


def _focus(own: Profile, *, wanted: Wanted, title: str) -> list[str]:
    """The most wanted terms, written as the résumé writes them."""
    named = {hit.term.label for hit in find(title)}
    spelled: dict[str, str] = {}
    for text in _texts(own):
        for hit in find(text):
            sharp = hit.term.kind in "ltc"
            if sharp and hit.term.label in wanted.worth and hit.term.label not in named:
                spelled.setdefault(hit.term.label, text[hit.start : hit.end])
    order = sorted(spelled, key=lambda label: (-wanted.worth[label], label))
    return [spelled[label] for label in order[:_MOST_FOCUS]]


def _texts(own: Profile) -> Iterable[str]:
    for item in own.items:
        if item.section == "skills":
            yield from (item.title, *item.keywords)
    for item in own.items:
        if item.section not in ("skills", "profiles"):
            yield _ADDRESS.sub(" ", item.text)
    yield own.summary
