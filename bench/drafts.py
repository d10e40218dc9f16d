"""Computed drafts over real postings and many résumés: what is wrong with them, and how fast.

    python -m bench drafts [--each 7] [--seed 1] [--show 20] [--read]

Every résumé of the claims set and, where they lie beside the repository, of the shared data is
paired with other postings each time, and with none; five kinds in four languages of each pair.
`--read` prints cover letters to be read.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench.imports import ROOT, read, scratch

SHARED = ROOT.parent / "shared" / "data"
RESUMES = (
    "rxresume/rxresume_sample*.json", "resumes/jsonresume/*.json", "resumes/reactive-resume-v?/*",
)  # fmt: skip
TODAY = date(2026, 11, 23)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench drafts")
    parser.add_argument("--each", type=int, default=7, help="postings for each résumé")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20, help="faults to print")
    parser.add_argument("--read", action="store_true", help="print a letter of each pair")
    given = parser.parse_args()
    with scratch():
        run(each=given.each, seed=given.seed, show=given.show, reading=given.read)


def run(*, each: int, seed: int, show: int, reading: bool) -> None:
    from bench.drafts_rules import wrong
    from tailoring.ghostwriter.drafts.kinds import KINDS, LANGUAGES
    from tailoring.ghostwriter.drafts.write import write

    seconds: dict[str, list[float]] = {kind: [] for kind in KINDS}
    faults: Counter[str] = Counter()
    for job in jobs(each=each, seed=seed):
        for kind in KINDS:
            for language in LANGUAGES:
                began = time.process_time()
                draft = write(job, kind, language=language, today=TODAY)
                seconds[kind].append(time.process_time() - began)
                faults.update(f"{kind}, {language}: {one}" for one in wrong(job, kind, draft))
                if reading and (kind, language) == ("cover_letter", LANGUAGES[job.pk.int % 4]):
                    print(draft.text, "=" * 80, sep="\n")
    for kind, taken in seconds.items():
        taken.sort()
        print(
            f"{kind}: {len(taken)} drafts, median {1000 * taken[len(taken) // 2]:.0f} ms,"
            f" 95 % within {1000 * taken[int(0.95 * len(taken))]:.0f} ms"
        )
    print(f"{sum(faults.values())} faults")
    for fault, count in faults.most_common(show):
        print(f"{count} × {fault}")


def jobs(*, each: int, seed: int) -> Iterator[Any]:
    """With the base of their owner; the first owner has none."""
    from orchestrator.jobs.postings import add_many
    from orchestrator.models import Job, User
    from orchestrator.sources.posting import Posting
    from tailoring import library

    dice = random.Random(seed)
    texts = [row for row in read() if row["title"].strip() and row["description"].strip()]
    for number, path in enumerate([None, *resumes()]):
        owner = User.objects.create(username=f"{number}")
        if path:
            library.import_file(owner, path.read_bytes(), file_name=path.name)
        rows = [posting(row, n) for n, row in enumerate(dice.sample(texts, min(each, len(texts))))]
        add_many(owner, [Posting(**row) for row in rows], actor="pipeline")
        yield from Job.objects.filter(owner=owner).order_by("source_job_id")


def posting(row: dict[str, Any], number: int) -> dict[str, Any]:
    return {
        "title": row["title"],
        "employer": row.get("company") or row.get("employer") or "?",
        "location": row.get("location") or None,
        "job_url": f"https://jobs.example.org/{number}",
        "source": "greenhouse",
        "source_job_id": str(number),
        "description": row["description"],
    }


def resumes() -> list[Path]:
    own = sorted((ROOT / "bench" / "claims_set" / "personas").glob("*.json"))
    shared = [path for pattern in RESUMES for path in sorted(SHARED.glob(pattern))]
    return [*own, ROOT / "tests" / "samples" / "resume_v5.json", *shared]


if __name__ == "__main__":
    main()
