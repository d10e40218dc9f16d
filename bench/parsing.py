"""How fast postings are judged and read, before anything is stored.

    python -m bench.parsing [folder]

The folder holds postings of real boards, *.jsonl. Times are of the processor, one core.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from orchestrator.jobs import deadlines, pay
from orchestrator.jobs.clean import clean
from orchestrator.jobs.columns import columns
from orchestrator.jobs.cues import plain
from orchestrator.jobs.wanted import Near, Wanted, verdict
from orchestrator.jobs.workplace import described
from orchestrator.sources.posting import Posting

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "postings"
AT = datetime(2026, 11, 1, tzinfo=UTC)
ROUNDS = 5
SEARCHES = {
    "titles, country, city": Wanted(
        terms=("software engineer", "data scientist"), country="DE", cities=("Berlin",),
        since=date(2024, 1, 1), blocked=("meta", "big corp"), on=AT.date(),
    ),
    "country, radius, remote or hybrid": Wanted(
        country="US", near=Near(40.71, -74.01, 50), workplaces=frozenset({"remote", "hybrid"}),
        on=AT.date(),
    ),
    "titles and descriptions": Wanted(
        terms=("software engineer", "data scientist"), flexible=True, on=AT.date(),
    ),
}  # fmt: skip


def main(folder: Path) -> None:
    postings = list(read(folder))
    if not postings:
        print(f"Skipped: {folder} holds no postings.")
        return
    size = sum(len(one.description) for one in postings) / len(postings)
    print(f"{len(postings)} postings, {size:,.0f} characters of description on average")
    for name, wanted in SEARCHES.items():
        each = timed(postings, lambda one, wanted=wanted: verdict(one, wanted, searched=False))
        print(f"verdict: {name:36} {1 / each:10,.0f} a second")
    texts = [clean(one.description, format=one.description_format).text for one in postings]
    parts: dict[str, Callable[[str], object]] = {
        "workplace": described,
        "pay": lambda text: pay.described(text, country="US"),
        "deadline": lambda text: deadlines.described(text, on=AT.date(), country=None),
    }
    for name, part in parts.items():
        print(f"description: {name:32} {timed(texts, part) * 1e6:10,.0f} µs")
    each = timed(postings, lambda one: columns(one, at=AT))
    print(f"columns, cleaning included: {1 / each:27,.0f} a second")


def timed(values: Sequence[Any], work: Callable[[Any], object]) -> float:
    """Seconds for one, the best of some rounds."""
    rounds = []
    for _ in range(ROUNDS):
        plain.cache_clear()
        start = time.process_time()
        for value in values:
            work(value)
        rounds.append(time.process_time() - start)
    return min(rounds) / len(values)


def read(folder: Path) -> Iterator[Posting]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in filter(None, path.read_text(encoding="utf-8").split("\n")):
            row = json.loads(line)
            try:
                yield Posting(
                    title=row["title"],
                    employer=row["company"],
                    job_url=row["url"],
                    location=row["location"],
                    date_posted=row["posted_at"],
                    description=row["description"] or "",
                )
            except ValidationError:
                continue


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
