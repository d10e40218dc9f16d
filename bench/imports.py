"""Real postings through the one way in, at several numbers of jobs that are there already.

    python -m bench imports [--sizes 1000,5000,10000,20000] [--new 1000] [--profile]

Parsed, cleaned, compared with what is here, stored and linked, in a process of its own that does
nothing else; the rows are those of real boards, each time under another address, title and name.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import json
import os
import pstats
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.installation import table

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT.parent / "shared" / "data" / "postings"
SHIPPED = ROOT / "orchestrator" / "jobs" / "samples" / "postings.jsonl"
BATCH = 100
TRADES = ("Rail", "Bank", "Foods", "Games", "Labs", "Media", "Optics", "Care", "Tools", "Travel")
SYLLABLES = (
    "al", "bor", "can", "del", "el", "far", "gor", "hal", "is", "jun", "kel", "lor", "mar", "nor",
    "os", "per", "quin", "ros", "sol", "tal", "ul", "ver", "wen", "yor", "zim", "bel", "cor", "dan",
)  # fmt: skip
ENDINGS = ("", " Ltd", " GmbH", " Inc.", " Group")
CITIES = ("Leeds", "London", "Berlin", "München", "Zürich", "Remote", "Lyon", "Porto", None)
LEVELS = ("", "Senior ", "Junior ", "Lead ", "Principal ")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench imports")
    parser.add_argument("--sizes", default="1000,5000,10000,20000")
    parser.add_argument("--new", type=int, default=1000)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args(arguments)
    with scratch():
        table(measured([*map(int, given.sizes.split(","))], new=given.new, profile=given.profile))


@contextlib.contextmanager
def scratch() -> Iterator[None]:
    """An empty database in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-imports-") as folder:
        for name in ("DATABASE_URL", "JOBOPS_AUTH"):
            os.environ.pop(name, None)
        os.environ |= {"DJANGO_SETTINGS_MODULE": "jobops.settings", "JOBOPS_DATA_DIR": folder}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        yield


def measured(sizes: list[int], *, new: int, profile: bool) -> list[dict[str, Any]]:
    from orchestrator.accounts.door import local_owner

    owner, rows, at, found = local_owner(), postings(), 0, list[dict[str, Any]]()
    for size in sizes:
        took, _ = fill(owner, islice(rows, size - at))
        filled, at = size - at, size
        before = peak()
        watched = cProfile.Profile()
        watched.enable() if profile else None
        fresh = list(islice(rows, new))
        seconds, also = fill(owner, iter(fresh))
        watched.disable()
        again, _ = fill(owner, iter(fresh))
        at += new
        found.append(
            {
                "jobs": size,
                "filling, a second": round(filled / took) if filled else "–",
                f"{new} new, s": round(seconds, 2),
                "a second": round(new / seconds),
                f"{new} again, s": round(again, 2),
                "linked": also,
                "memory grew, MiB": round(peak() - before, 1),
            }
        )
        if profile:
            pstats.Stats(watched).sort_stats("tottime").print_stats(40)
    return found


def fill(owner: Any, rows: Iterator[dict[str, Any]]) -> tuple[float, int]:
    """Processor seconds from the first raw row to the last commit, and how many were linked."""
    from orchestrator.jobs.postings import add_many
    from orchestrator.sources.posting import Posting

    began, linked = time.process_time(), 0
    while batch := [Posting(**row) for row in islice(rows, BATCH)]:
        linked += sum(added.linked for added in add_many(owner, batch, actor="pipeline"))
    return time.process_time() - began, linked


def postings() -> Iterator[dict[str, Any]]:
    """Every tenth shows one of the former again, as another board would."""
    texts = [*read()]
    for number, row in enumerate(cycle(texts)):
        shown = number - 9 if number % 10 == 9 else number
        name = f"{named(shown // 3)} {TRADES[shown % 9]}"
        yield {
            "title": f"{LEVELS[shown % 5]}{texts[shown % len(texts)]['title'] or 'Engineer'}",
            "employer": name + ENDINGS[number % 5],
            "location": CITIES[shown % len(CITIES)],
            "job_url": f"https://jobs.example.org/{number}?utm_source=bench",
            "source": "greenhouse" if number % 10 != 9 else "remotive",
            "source_job_id": f"board{number % 40}/{number}",
            "description": row["description"],
            "date_posted": row.get("posted_at"),
            "salary": "£60,000 – £70,000 a year" if number % 3 else None,
            "deadline": "31 Oct 2031" if number % 4 == 0 else None,
        }


def named(number: int) -> str:
    """Three jobs of each employer, whose names begin in many ways and end in few."""
    parts = (SYLLABLES[number * step // 7 % len(SYLLABLES)] for step in (3, 5, 11))
    return "".join(parts).capitalize()


def read() -> Iterator[dict[str, Any]]:
    files = sorted(REAL.glob("*.jsonl")) or [SHIPPED]
    print(f"rows made from {', '.join(file.name for file in files)}")
    for file in files:
        for line in filter(None, file.read_text().split("\n")):
            row = json.loads(line)
            text = row.get("description") or row.get("jobDescription") or ""
            yield {**row, "title": row["title"], "description": text}


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
