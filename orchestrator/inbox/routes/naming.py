"""Where a mail names an employer, and whether its sender may speak for that employer. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from orchestrator.inbox.routes import domains
from orchestrator.inbox.routes.applications import Applications
from orchestrator.inbox.routes.employers import Name, mentioned
from orchestrator.inbox.routes.letter import Letter
from orchestrator.inbox.routes.wording import words


@dataclass(frozen=True)
class Named:
    """`by_sender`: by display name, tenant, domain or the subject of a shared system;
    `in_words`: in running text.
    """

    name: Name
    said: str
    by_sender: bool
    in_words: bool


def named(letter: Letter, jobs: Applications) -> list[Named]:
    names = list(jobs.names)
    strong = [one for one in names if not one.is_weak]
    in_words = set(mentioned(strong, letter.said))
    by_sender = set(_by_sender(letter, names, strong))
    return [
        Named(name, name.said.strip(), by_sender=name in by_sender, in_words=name in in_words)
        for name in sorted(in_words | by_sender, key=lambda one: one.said)
    ]


def is_unproven(letter: Letter, jobs: Applications, job: UUID) -> bool:
    """From free mail, or from a domain that calls itself like an employer whose own one is known:
    a name there is only a claim.
    """
    if letter.is_free:
        return True
    homes, name = jobs.candidates[job].domains, jobs.name_of.get(job)
    if not letter.domain or letter.is_ats or letter.is_board or name is None:
        return False
    if any((domains.registrable(home) or home) == letter.domain for home in homes):
        return False
    claims = name.compact in letter.label or name.said in letter.display
    return (claims and bool(homes)) or name.first == letter.label


def _by_sender(letter: Letter, names: list[Name], strong: list[Name]) -> Iterator[Name]:
    if letter.is_ats:
        yield from mentioned(names, letter.display)
        yield from mentioned(strong, words(letter.subject))
        tenant = letter.tenant
        joined = tenant.replace(" ", "")
        yield from (one for one in names if one.said in tenant or one.compact == joined)
        yield from (one for one in names if f" {one.compact} " in tenant)
    elif not letter.is_free and not letter.is_board:
        yield from mentioned(strong, letter.display)
        if letter.label:
            yield from (one for one in names if letter.label in (one.compact, one.first))
