"""An owner's candidates, looked at once for all the mails that are routed against them. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from orchestrator.inbox.routes import domains
from orchestrator.inbox.routes.employers import Name, name_of
from orchestrator.inbox.routes.routing import Candidate
from orchestrator.inbox.routes.titles import Title, title_of

# An id of a board that is only digits could be a postcode or a year.
DIGITS, LETTERS = 6, 4


@dataclass(frozen=True)
class Applications:
    candidates: Mapping[UUID, Candidate]
    names: Mapping[Name, tuple[UUID, ...]]
    homes: Mapping[str, tuple[UUID, ...]]
    titles: Mapping[Title, tuple[UUID, ...]]
    references: Mapping[str, tuple[UUID, ...]]
    title_of: Mapping[UUID, Title]
    name_of: Mapping[UUID, Name]

    # The candidates of a run are one object for all of its mails.
    _last: ClassVar[tuple[Sequence[Candidate], Applications] | None] = None

    @classmethod
    def of(cls, candidates: Sequence[Candidate]) -> Applications:
        last = cls._last
        if last is None or last[0] is not candidates:
            last = cls._last = (candidates, _look_at(candidates))
        return last[1]


def _look_at(candidates: Sequence[Candidate]) -> Applications:
    names: dict[Name, list[UUID]] = defaultdict(list)
    homes: dict[str, list[UUID]] = defaultdict(list)
    titles: dict[Title, list[UUID]] = defaultdict(list)
    references: dict[str, list[UUID]] = defaultdict(list)
    for one in candidates:
        if (name := name_of(one.employer)) is not None:
            names[name].append(one.job_id)
        if (title := title_of(one.title)) is not None:
            titles[title].append(one.job_id)
        for home in {domains.registrable(domain) or domain for domain in one.domains}:
            if not domains.is_shared(home):
                homes[home].append(one.job_id)
        for reference in {_telling(reference) for reference in one.references} - {""}:
            references[reference].append(one.job_id)
    return Applications(
        {one.job_id: one for one in candidates},
        names={name: tuple(jobs) for name, jobs in names.items()},
        homes={home: tuple(jobs) for home, jobs in homes.items()},
        titles={title: tuple(jobs) for title, jobs in titles.items()},
        references={reference: tuple(jobs) for reference, jobs in references.items()},
        title_of={job: title for title, jobs in titles.items() for job in jobs},
        name_of={job: name for name, jobs in names.items() for job in jobs},
    )


def _telling(reference: str) -> str:
    """Its last part in lower case; blank for what could be any word or number."""
    last = reference.strip().rstrip("/").rpartition("/")[2].casefold()
    if last.isdigit():
        return last if len(last) >= DIGITS else ""
    return last if len(last) >= LETTERS and any(map(str.isdigit, last)) else ""
