"""A register of 130,000 names: taken over, searched, and compared with thousands of employers.

    python -m bench sponsors [--names 130000] [--employers 5000] [--jobs 20000] [--show]

The register is made up in the proportions of real ones: common endings, names that dozens share,
trading names, the same employer in several places. Into it go real employers of postings, written
as a register writes them, and others that only look like them: those are the labels.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bench.imports import REAL, SHIPPED, SYLLABLES, scratch
from bench.installation import table

HEAD = ("Organisation Name", "Town/City", "County", "Type & Rating", "Route")
TRADES = (
    "Care", "Services", "Solutions", "Consulting", "Group", "Holdings", "Technologies", "Foods",
    "Restaurants", "Healthcare", "Engineering", "Dental", "Construction", "Systems", "Homes",
    "Logistics", "Media", "Capital", "Partners", "Trading", "Nursing", "Software", "Bakery",
)  # fmt: skip
# Words that begin dozens of names each.
SHARED = ("Delta", "Apex", "Phoenix", "Sigma", "Alpha", "Royal", "Star", "Crown", "Global", "City")
FORMS = ("Ltd", "Limited", "LIMITED", "Ltd.", "LLP", "PLC", "")
TOWNS = ("London", "Leeds", "Bristol", "Glasgow", "Cardiff", "Belfast", "York", "Bath", "Hull")
ROUTES = ("Skilled Worker", "Global Business Mobility: Senior or Specialist Worker", "Scale-up")


@dataclass(frozen=True)
class Label:
    """`employer` as an advert writes it; `truth`: confirmed, potential or not_found."""

    employer: str
    registered: str
    truth: str
    kind: str


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench sponsors")
    parser.add_argument("--names", type=int, default=130_000)
    parser.add_argument("--employers", type=int, default=5000)
    parser.add_argument("--jobs", type=int, default=20_000)
    parser.add_argument("--show", action="store_true", help="every label that was judged wrong")
    given = parser.parse_args(arguments)
    chance = random.Random(9)
    marked = labels(real_employers(), chance)
    content = register(given.names, marked, chance)
    with scratch():
        table(loaded(content))
        table(looked_up(given.employers, chance))
        table(compared(given.jobs, chance))
        wrong, found = accuracy(marked)
        table(found)
    for one in wrong if given.show else ():
        print(*one, sep=" | ")


def real_employers() -> list[str]:
    """The employers of real postings, where those lie beside the project; else of the samples."""
    names: set[str] = set()
    files = sorted(REAL.glob("*.jsonl")) if REAL.is_dir() else [Path(SHIPPED)]
    for line in (line for file in files for line in file.read_text().split("\n") if line):
        row = json.loads(line)
        names.add(" ".join(str(row.get("company") or row.get("employer") or "").split()))
    return sorted(name for name in names if 2 < len(name) < 60 and name.isprintable())


def labels(employers: Sequence[str], chance: random.Random) -> list[Label]:
    """Of each employer one case, turn by turn."""
    makers = (
        ("form", "confirmed", lambda n: f"{n} {chance.choice(FORMS[:4])}"),
        ("capitals", "confirmed", lambda n: f"{n} Limited".upper()),
        ("the, and", "confirmed", lambda n: f"The {n.replace('&', 'and')} Company Ltd"),
        ("country", "confirmed", lambda n: f"{n} UK Limited"),
        ("brackets", "confirmed", lambda n: f"{n} (UK) Ltd"),
        ("trades as", "confirmed", lambda n: f"{made_up(chance)} Foods Ltd T/A {n}"),
        ("letter", "not_found", lambda n: f"{n[: len(n) // 2]}q{n[len(n) // 2 :]} Ltd"),
        ("longer", "potential", lambda n: f"{n} {chance.choice(TRADES)} Limited"),
        (
            "inside",
            "not_found",
            lambda n: f"{made_up(chance)} {n.split()[0]} {made_up(chance)} Ltd",
        ),
        ("absent", "not_found", lambda n: ""),
    )
    found = []
    for n, employer in enumerate(employers):
        kind, truth, make = makers[n % len(makers)]
        found.append(Label(employer, make(employer), truth, kind))
    shared = [Label(word, "", "not_found", "shared word") for word in SHARED]
    return found + shared


def made_up(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3, 3)))).capitalize()


def fillers(chance: random.Random) -> Iterator[str]:
    while True:
        first = chance.choice(SHARED) if chance.random() < 0.006 else made_up(chance)
        words = [first, *(chance.choice(TRADES) for _ in range(chance.choice((1, 1, 2))))]
        if chance.random() < 0.2:
            words.insert(1, made_up(chance))
        trading = (
            f" T/A {made_up(chance)} {chance.choice(TRADES)}" if chance.random() < 0.04 else ""
        )
        yield f"{' '.join(words)} {chance.choice(FORMS)}".strip() + trading


def register(count: int, marked: Sequence[Label], chance: random.Random) -> bytes:
    """A file as GOV.UK publishes it, with a tenth of its rows for a second route."""
    names = [one.registered for one in marked if one.registered]
    names += islice(fillers(chance), max(count - len(names), 0))
    chance.shuffle(names)
    out = io.StringIO()
    lines = csv.writer(out, quoting=csv.QUOTE_ALL)
    lines.writerow(HEAD)
    for name in names:
        town = chance.choice(TOWNS)
        for route in ROUTES[: 2 if chance.random() < 0.1 else 1]:
            lines.writerow((name, town, "", "Worker (A rating)", route))
    return out.getvalue().encode()


def loaded(content: bytes) -> list[dict[str, Any]]:
    from orchestrator.sponsors import loading, reading
    from orchestrator.sponsors.registers import SOURCES

    begun = time.perf_counter()
    found = reading.read(content, source=SOURCES["gb"])
    read = time.perf_counter() - begun
    del found
    begun = time.perf_counter()
    done = loading.take(loading.register_of("gb"), content, address="register.csv")
    took = time.perf_counter() - begun
    return [
        {"sponsors": done.names, "MB of file": round(len(content) / 1e6, 1),
         "read alone, s": round(read, 2), "load, s": round(took, 1),
         "names per s": round(done.names / took), "peak memory, MB": peak()}
    ]  # fmt: skip


def looked_up(count: int, chance: random.Random) -> list[dict[str, Any]]:
    from orchestrator.sponsors import matching

    names = list(islice(fillers(chance), count))
    current, rows = matching.loads(), []
    assert current is not None
    for size in (1, 100, 500):
        begun = time.perf_counter()
        asked = names[: 300 * size] if size == 1 else names
        for start in range(0, min(len(asked), 300 * size), size):
            matching.find(asked[start : start + size], current)
        took, many = time.perf_counter() - begun, min(len(asked), 300 * size)
        rows.append({"asked at once": size, "employers per s": round(many / took),
                     "ms each": round(1000 * took / many, 2)})  # fmt: skip
    return rows


def compared(count: int, chance: random.Random) -> list[dict[str, Any]]:
    from orchestrator.accounts.door import local_owner
    from orchestrator.models import Job, SponsorRegister
    from orchestrator.sponsors import comparing

    owner, made = local_owner(), list(islice(fillers(chance), max(count // 4, 1)))
    rows = (
        Job(owner=owner, title="Baker", employer=made[n % len(made)],
            job_url=f"https://a.example/{n}", canonical_url=f"https://a.example/{n}")
        for n in range(count)
    )  # fmt: skip
    Job.objects.bulk_create(rows, batch_size=1000)
    register = SponsorRegister.objects.get(country="gb")
    begun = time.perf_counter()
    comparing.run(str(register.pk))
    took = time.perf_counter() - begun
    return [{"jobs": count, "employers": len(made), "compared, s": round(took, 1),
             "jobs per s": round(count / took), "peak memory, MB": peak()}]  # fmt: skip


def accuracy(marked: Sequence[Label]) -> tuple[list[tuple[str, ...]], list[dict[str, Any]]]:
    from orchestrator.sponsors import matching

    current = matching.loads()
    assert current is not None
    found = matching.find({one.employer for one in marked}, current)
    rows, wrong = [], []
    for kind in dict.fromkeys(one.kind for one in marked):
        here = [one for one in marked if one.kind == kind]
        said = [judged(found[one.employer].score) for one in here]
        pairs = zip(here, said, strict=True)
        wrong += [(kind, one.employer, one.registered, one.truth, found[one.employer].names)
                  for one, word in pairs if word != one.truth]  # fmt: skip
        counted = {word: said.count(word) for word in ("confirmed", "potential", "not_found")}
        right = sum(word == here[0].truth for word in said)
        rows.append({"case": kind, "expected": here[0].truth, "n": len(here), **counted,
                     "right": f"{100 * right / len(here):.0f} %"})  # fmt: skip
    return wrong, rows


def judged(score: float) -> str:
    from orchestrator.sponsors.likeness import CONFIRMED

    return "confirmed" if score >= CONFIRMED else "potential" if score else "not_found"


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
