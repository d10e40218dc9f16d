"""A file of postings into jobs, row by row: what is wrong with one row never stops the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from orchestrator.jobs import files_in, postings
from orchestrator.models import Job, User
from orchestrator.pipeline import judge
from orchestrator.sources.posting import BadRecord, Posting

# What a page or a request may bring at once; the command reads on.
MOST_ROWS = 10_000
SCORED_AT_ONCE = 250
Say = Callable[[str], object]
Record = Posting | BadRecord


After = Callable[["Tally"], bool]


@dataclass
class Tally:
    """What became of the rows of one file; `created` are ids, `rejected` lines with a reason.

    `linked` counts those of the created that look like a job that was here.
    """

    created: list[UUID] = field(default_factory=list)
    linked: int = 0
    refreshed: int = 0
    known: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)

    @property
    def read(self) -> int:
        return len(self.created) + self.refreshed + self.known + len(self.rejected)

    @property
    def _of_them(self) -> str:
        return f" ({self.linked:,} shown elsewhere too)" if self.linked else ""

    def dry_sentence(self) -> str:
        return f"{self.read:,} read, {len(self.rejected):,} would be rejected. Nothing was stored."

    def sentence(self) -> str:
        if not self.read:
            return "The file holds no postings. Nothing was imported."
        return (
            f"{self.read:,} read: {len(self.created):,} new{self._of_them}, "
            f"{self.refreshed:,} updated, {self.known:,} already known, "
            f"{len(self.rejected):,} rejected."
        )


def import_file(
    owner: User,
    file: BinaryIO,
    *,
    source: str = "file",
    columns: Mapping[str, str] | None = None,
    store: bool = True,
    say: Say = lambda line: None,
    after: After = lambda tally: True,
) -> Tally:
    """Read `file` and add its postings, a hundred to a transaction. Raises files_in.FileProblem.

    `after` is told of each hundred and may answer that it is enough.
    """
    reading = files_in.read(file, source=source, columns=columns)
    for notice in reading.notices:
        say(notice)
    tally = Tally()
    for batch in _batches(reading.records):
        _take(owner, batch, tally=tally, store=store)
        if tally.read % 1000 == 0:
            say(f"{tally.read:,} read")
        if not after(tally):
            break
    return tally


def score_new(ids: Sequence[UUID], *, say: Say = lambda line: None) -> int:
    """The computed score of each new job, all of one owner; how many could be scored."""
    if not ids:
        return 0
    scored, owner = 0, Job.objects.select_related("owner").get(pk=ids[0]).owner
    for start in range(0, len(ids), SCORED_AT_ONCE):
        batch = ids[start : start + SCORED_AT_ONCE]
        scored += sum(one.job is not None for one in judge.score_many(owner, batch))
        say(f"{start + len(batch):,} of {len(ids):,} scored")
    return scored


def _take(owner: User, batch: Sequence[Record], *, tally: Tally, store: bool) -> None:
    good = [record for record in batch if isinstance(record, Posting)]
    bad = (record for record in batch if isinstance(record, BadRecord))
    tally.rejected += [(record.line, record.reason) for record in bad]
    if not store:
        tally.known += len(good)
        return
    for added in postings.add_many(owner, good, actor="user"):
        tally.linked += added.linked
        if added.outcome == "created":
            tally.created.append(added.job.pk)
        elif added.outcome == "refreshed":
            tally.refreshed += 1
        else:
            tally.known += 1


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    rows = iter(records)
    while batch := list(islice(rows, postings.BATCH)):
        yield batch
