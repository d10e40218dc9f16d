"""How well the computed score tells fitting from unfitting postings, and how fast it is.

    python -m bench.scoring [folder]

The folder holds one_person_jobs.jsonl and one_person_resume.txt: real postings, labelled by the
job seeker. Beside the computed engine the same run measures plain tf-idf and plain skill overlap,
then real postings scored from the database and stored again with their cards.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from bench.imports import BATCH, ROOT, fill, postings, scratch
from bench.installation import LONG
from orchestrator.scoring.brief import Item, JobFacts, Profile
from orchestrator.scoring.card import Options
from orchestrator.scoring.lexicon import find, lexicon
from orchestrator.scoring.likeness import likeness, raw
from orchestrator.scoring.score import score

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "fit"
ON = date(2025, 1, 15)
_HEADINGS = {
    "Education": "education",
    "Technical Skills": "skills",
    "Experience": "experience",
    "Projects": "projects",
}
_PERIOD = re.compile(r"\b([A-Z][a-z]+\.? \d{4} ?[-–] ?[A-Z][a-z]+\.? \d{4})\s*$")


STORED = 400


def main(folder: Path) -> None:
    quality(folder)
    with scratch():
        stored(STORED)


def stored(count: int) -> None:
    """Loading, scoring and storing with cards and events, twice over; one process, one core."""
    from orchestrator.accounts.door import local_owner
    from orchestrator.models import Job
    from orchestrator.pipeline import judge
    from tailoring import library

    owner = local_owner()
    resume = ROOT / LONG
    library.import_file(owner, resume.read_bytes(), file_name=resume.name)
    fill(owner, islice(postings(), count))
    ids = list(Job.objects.filter(owner=owner).values_list("pk", flat=True))
    judge.score_many(owner, ids[:BATCH])
    for name in ("first", "again"):
        began, used = time.perf_counter(), time.process_time()
        judge.score_many(owner, ids)
        took, used = time.perf_counter() - began, time.process_time() - used
        print(
            f"stored, {name}: {len(ids)} jobs, {len(ids) / took:.0f} a second"
            f" ({len(ids) / used:.0f} a second of the processor)"
        )


def quality(folder: Path) -> None:
    if not (folder / "one_person_jobs.jsonl").exists():
        print(f"Skipped: {folder} is not here.")
        return
    lines = (folder / "one_person_jobs.jsonl").read_text(encoding="utf-8").splitlines()
    jobs = [json.loads(line) for line in lines]
    text = (folder / "one_person_resume.txt").read_text(encoding="utf-8")
    profile = split(text)
    facts = [JobFacts(job["title"], "", job["description"]) for job in jobs]
    wanted = [bool(job["relevant"]) for job in jobs]
    print(f"{len(jobs)} postings, {sum(wanted)} relevant")
    for name, measure in measures(profile, text).items():
        print(f"{name:28} AUC {auc([measure(fact) for fact in facts], wanted):.3f}")
    durations = sorted(timed(fact, profile) for fact in facts)
    p95 = durations[int(len(durations) * 0.95)]
    print(f"computed: p50 {statistics.median(durations):.1f} ms, p95 {p95:.1f} ms")


def measures(profile: Profile, text: str) -> dict[str, Callable[[JobFacts], float]]:
    lexicon()
    own = {hit.term.label for hit in find(text)}
    return {
        "computed score": lambda fact: float(run(fact, profile) or 0),
        "likeness (tf-idf and title)": lambda fact: likeness(fact, profile=profile),
        "plain tf-idf": lambda fact: raw(fact.description, text),
        "plain skill overlap": lambda fact: overlap(fact, own),
    }


def run(fact: JobFacts, profile: Profile) -> int | None:
    return score(fact, profile=profile, options=Options(), gateway=None, on=ON).value


def overlap(fact: JobFacts, own: set[str]) -> float:
    asked = {hit.term.label for hit in find(fact.title + "\n" + fact.description)}
    return len(asked & own) / len(asked) if asked else 0.0


def timed(fact: JobFacts, profile: Profile) -> float:
    start = time.perf_counter()
    run(fact, profile)
    return (time.perf_counter() - start) * 1000


def auc(values: Sequence[float], wanted: Sequence[bool]) -> float:
    yes = [value for value, good in zip(values, wanted, strict=True) if good]
    no = [value for value, good in zip(values, wanted, strict=True) if not good]
    wins = sum((a > b) + 0.5 * (a == b) for a in yes for b in no)
    return wins / (len(yes) * len(no))


def split(text: str) -> Profile:
    """A simple split of a plain-text résumé: headings, dated lines as heads of entries, bullets."""
    lines = text.splitlines()
    section = ""
    summary: list[str] = []
    items: list[Item] = []
    entry: list[str] = []

    def close() -> None:
        if entry:
            items.append(_item(section, entry, len(items)))
            entry.clear()

    for line in lines[2:]:
        heading = _HEADINGS.get(line.strip())
        if heading:
            close()
            section = heading
        elif not section:
            summary.append(line)
        elif section == "skills" or (_PERIOD.search(line) and section != "education"):
            close()
            entry.append(line)
        else:
            entry.append(line)
            if section == "education" and _PERIOD.search(line):
                close()
    close()
    return Profile(summary=" ".join(summary), items=tuple(items))


def _item(section: str, entry: list[str], number: int) -> Item:
    if section == "skills":
        name, _, listed = entry[0].partition(":")
        words = tuple(word.strip() for word in re.split(r",|\(|\)", listed) if word.strip())
        return Item(f"i{number}", section, title=name, keywords=words)
    dated = next((line for line in entry if _PERIOD.search(line)), entry[0])
    match = _PERIOD.search(dated)
    others = [line.lstrip("•· ") for line in entry if line is not dated]
    organisation = others.pop(0) if section in ("experience", "education") and others else ""
    return Item(
        f"i{number}",
        section,
        title=_PERIOD.sub("", dated).strip(),
        organisation=organisation,
        period=match.group(1) if match else "",
        text="\n".join(others),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
