"""How well offline scoring orders postings for a person, beside plain ways of comparing texts.

    python -m bench ranking [--folder …/fit] [--draws 1000] [--resumes 2]

Two sets of labels. One job seeker said of real postings which were relevant. And résumés of known
trades meet real postings whose titles say the trade; that second set shows whether what helps with
the first helps with others too. The plain ways see the same texts, with idf fitted on the postings
that are to be ordered, which the score is not allowed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import statistics
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from bench.scoring import FOLDER, ON, auc, split
from jobops.lib.llm import Endpoint, Gateway
from jobops.lib.text import html_to_text
from orchestrator.scoring.brief import Item, JobFacts, Profile
from orchestrator.scoring.card import Options, Score
from orchestrator.scoring.number import BANDS
from orchestrator.scoring.order import rank_key
from orchestrator.scoring.score import score

_WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
# Titles that are surely of a trade; all others count as of another.
TRADES: Mapping[str, str] = {
    "Java Developer": r"\bjava\b|back-?end|software (?:engineer|developer)|full ?stack|\bsde\b",
    "DotNet Developer": r"back-?end|software (?:engineer|developer)|full ?stack|\bsde\b",
    "Python Developer": r"python|back-?end|software (?:engineer|developer)|full ?stack|\bsde\b",
    "Data Science": r"data scientist|research scientist|applied scientist|machine|\bml\b",
    "DevOps Engineer": r"devops|site reliability|mlops|infrastructure|cloud",
    "Testing": r"quality assurance",
    "Automation Testing": r"quality assurance",
    "HR": r"recruiter|compensation|people team|office manager",
    "Sales": r"account executive|sales (?:rep|exec)|account manager|business development",
    "Network Security Engineer": r"security engineer|cyber ?security|it-security",
    "Web Designing": r"front-?end|web & brand|wordpress|angular|product designer|graphic designer",
    "ETL Developer": r"data engineer|data analyst|data & analytics|data &amp; analytics",
    "Hadoop": r"data engineer|data scientist|data & analytics|data &amp; analytics",
    "Health and fitness": r"health|clinical|medical",
    "Business Analyst": r"business analyst|data analyst|product owner|product analyst",
    "PMO": r"program manager|project manager|project manger",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench ranking")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--resumes", type=int, default=2, help="of each trade")
    given = parser.parse_args()
    if not (given.folder / "one_person_jobs.jsonl").exists():
        print(f"Skipped: {given.folder} is not here.")
        return
    one_person(given.folder, draws=given.draws)
    trades(given.folder, each=given.resumes)


def one_person(folder: Path, *, draws: int) -> None:
    jobs = [json.loads(line) for line in lines(folder / "one_person_jobs.jsonl")]
    text = (folder / "one_person_resume.txt").read_text(encoding="utf-8")
    facts = [JobFacts(job["title"], "", job["description"]) for job in jobs]
    wanted = [bool(job["relevant"]) for job in jobs]
    profile = split(text)
    found = ordered(facts, profile=profile, text=text)
    found |= by_model(facts, profile=profile)
    print(f"One job seeker: {len(jobs)} postings, {sum(wanted)} relevant")
    chosen = found["offline ranking"]
    for name, values in found.items():
        low, high = interval(chosen, values, wanted, draws=draws)
        against = "" if values is chosen else f"   ranking is better by {low:+.3f} to {high:+.3f}"
        print(
            f"  {name:30} AUC {auc(values, wanted):.3f}  nDCG@10 {ndcg(values, wanted, 10):.3f}"
            f"  nDCG {ndcg(values, wanted):.3f}{against}"
        )


def ordered(
    facts: Sequence[JobFacts], *, profile: Profile, text: str
) -> dict[str, Sequence[float]]:
    scores = [run(fact, profile) for fact in facts]
    texts = [f"{fact.title}\n{fact.description}" for fact in facts]
    return {
        "offline ranking": places([rank_key(one) for one in scores]),
        "computed score": [float(one.value or 0) for one in scores],
        "by band, then by likeness": places([by_band(one) for one in scores]),
        "likeness": [one.standing.likeness for one in scores],
        "tf-idf cosine, words": cosine(texts, text, features=words),
        "tf-idf cosine, words and pairs": cosine(texts, text, features=words_and_pairs),
        "BM25 (k1 1.5, b 0.75)": bm25(texts, text),
    }


def by_band(found: Score) -> tuple[float, float]:
    return float([name for _, name in BANDS][::-1].index(found.band)), found.standing.likeness


def run(fact: JobFacts, profile: Profile, gateway: Gateway | None = None) -> Score:
    return score(fact, profile=profile, options=Options(), gateway=gateway, on=ON)


def by_model(facts: Sequence[JobFacts], *, profile: Profile) -> dict[str, Sequence[float]]:
    address, name = os.environ.get("LLM_BASE_URL"), os.environ.get("LLM_MODEL")
    if not address or not name:
        print("The model engine is skipped: LLM_BASE_URL and LLM_MODEL are not set.")
        return {}
    endpoint = Endpoint(address, os.environ.get("LLM_API_KEY", ""), name, 60.0)
    gateway = Gateway(endpoint, Unrecorded(), cancelled=None)
    scores = [run(fact, profile, gateway) for fact in facts]
    answered = sum(one.engine == "model" for one in scores)
    print(f"The model engine answered for {answered} of {len(scores)}.")
    return {"model score": [float(one.value or 0) for one in scores]}


class Unrecorded:
    """A ledger of calls that keeps nothing."""

    def open(self, **_: object) -> object:
        return None

    def close(self, entry: object, **_: object) -> None:
        pass


def trades(folder: Path, *, each: int) -> None:
    """The mean over résumés of how far their trade's postings stand before all others."""
    facts = postings(folder.parent / "postings")
    chosen: Counter[str] = Counter()
    sums: dict[str, list[tuple[float, float]]] = {}
    for line in lines(folder / "resumes_by_category.jsonl"):
        row = json.loads(line)
        if row["category"] not in TRADES or chosen[row["category"]] >= each:
            continue
        chosen[row["category"]] += 1
        wanted = [bool(re.search(TRADES[row["category"]], f.title.lower())) for f in facts]
        found = ordered(facts, profile=by_headings(row["resume"]), text=row["resume"])
        for name, values in found.items():
            sums.setdefault(name, []).append((auc(values, wanted), ndcg(values, wanted)))
    print(f"{sum(chosen.values())} résumés of {len(chosen)} trades, {len(facts)} postings; means")
    for name, pairs in sums.items():
        both = [statistics.mean(one) for one in zip(*pairs, strict=True)]
        print(f"  {name:30} AUC {both[0]:.3f}  nDCG {both[1]:.3f}")


def postings(folder: Path) -> list[JobFacts]:
    rows = [json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in lines(file)]
    return [
        JobFacts(row["title"], "", html_to_text(row.get("description") or ""))
        for row in rows
        if row["title"] and row.get("lang", "en") == "en"
    ]


def by_headings(text: str) -> Profile:
    """Résumés of this set have three headings; the line before the skills names the post held."""
    head, _, rest = text.partition("Education Details")
    learned, _, skilled = rest.partition("Skill Details")
    skills, _, worked = skilled.partition("Company Details")
    lines = [line.strip() for line in learned.splitlines() if line.strip()]
    title = lines.pop().partition(" - ")[0] if lines else ""
    items = (
        Item("e1", "experience", title=title, text=f"{worked}\n{head}".strip()),
        Item("s1", "skills", text=skills.strip()),
        Item("d1", "education", text="\n".join(lines)),
    )
    return Profile(headline=title, items=tuple(i for i in items if i.title or i.text))


def lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


def places(keys: Sequence[tuple[float, ...]]) -> list[float]:
    """Keys that compare as numbers that compare alike."""
    rank = {key: float(place) for place, key in enumerate(sorted(set(keys)))}
    return [rank[key] for key in keys]


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def words_and_pairs(text: str) -> list[str]:
    found = words(text)
    return [*found, *(f"{a} {b}" for a, b in pairwise(found))]


def cosine(
    texts: Sequence[str], query: str, *, features: Callable[[str], list[str]]
) -> list[float]:
    """Log counts and smoothed idf, as in TfidfVectorizer(sublinear_tf=True)."""
    counted = [Counter(features(text)) for text in texts]
    idf = rarity(counted)
    own = unit(Counter(features(query)), idf)
    vectors = [unit(one, idf) for one in counted]
    return [math.fsum(w * own[key] for key, w in one.items() if key in own) for one in vectors]


def rarity(counted: Sequence[Counter[str]]) -> dict[str, float]:
    seen = Counter(key for one in counted for key in one)
    return {key: math.log((1 + len(counted)) / (1 + n)) + 1 for key, n in seen.items()}


def unit(counts: Counter[str], idf: Mapping[str, float]) -> dict[str, float]:
    vector = {key: (1 + math.log(n)) * idf[key] for key, n in counts.items() if key in idf}
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values())) or 1.0
    return {key: weight / length for key, weight in vector.items()}


def bm25(texts: Sequence[str], query: str, *, k1: float = 1.5, b: float = 0.75) -> list[float]:
    counted = [Counter(words(text)) for text in texts]
    seen = Counter(key for one in counted for key in one)
    mean = statistics.mean(one.total() for one in counted)
    asked = set(words(query))
    return [
        math.fsum(
            math.log(1 + (len(texts) - seen[key] + 0.5) / (seen[key] + 0.5))
            * one[key]
            * (k1 + 1)
            / (one[key] + k1 * (1 - b + b * one.total() / mean))
            for key in asked & set(one)
        )
        for one in counted
    ]


def ndcg(values: Sequence[float], wanted: Sequence[bool], most: int | None = None) -> float:
    """Of equal values the unlucky order is taken."""
    order = sorted(range(len(values)), key=lambda at: (-values[at], wanted[at]))[:most]
    gained = sum(wanted[at] / math.log2(place + 2) for place, at in enumerate(order))
    best = sum(1 / math.log2(place + 2) for place in range(min(sum(wanted), len(order))))
    return gained / best


def interval(
    one: Sequence[float], other: Sequence[float], wanted: Sequence[bool], *, draws: int
) -> tuple[float, float]:
    """95 % of the differences of AUC over the same postings drawn again, relevant and not apart."""
    chance = random.Random(7)
    yes = [at for at, good in enumerate(wanted) if good]
    no = [at for at, good in enumerate(wanted) if not good]
    won = [[_won(one, a, b) - _won(other, a, b) for b in no] for a in yes]
    found = []
    for _ in range(draws):
        rows = chance.choices(won, k=len(yes))
        columns = Counter(chance.choices(range(len(no)), k=len(no)))
        total = sum(n * row[at] for row in rows for at, n in columns.items())
        found.append(total / (len(yes) * len(no)))
    found.sort()
    return found[int(0.025 * draws)], found[int(0.975 * draws) - 1]


def _won(values: Sequence[float], a: int, b: int) -> float:
    return (values[a] > values[b]) + 0.5 * (values[a] == values[b])


if __name__ == "__main__":
    main()
