"""The brief without a model: sentences of the posting, chosen by rules and left as they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from orchestrator.scoring import shipped
from orchestrator.scoring.posting import Posting, Sentence, fold
from orchestrator.scoring.words import shortened

Brief = dict[str, Any]
LIMITS = {
    "they_want": 6,
    "specifics": 18,
    "company_offers": 5,
    "practical_details": 8,
    "missing_or_unclear": 5,
    "repeated_signals": 5,
}
ENTRY, SUMMARY = 160, 300


def digest(posting: Posting) -> Brief:
    sentences = [s for s in posting.sentences if s.section != "title" and len(s.text) > 12]
    tasks = [s for s in sentences if s.section == "tasks"]
    work = [s for s in sentences if s.section not in ("about", "benefits")]
    wanted = [s for s in posting.asking() if s.section in ("must", "nice") or s.must]
    found = {
        "role_summary": next((shortened(s.text, SUMMARY) for s in tasks or sentences), ""),
        "they_want": _entries((s for s in wanted if s.section != "nice"), most=LIMITS["they_want"]),
        "specifics": _entries((s for s in work if s.hits), most=LIMITS["specifics"]),
        "company_offers": _entries(
            (s for s in sentences if s.section == "benefits"), most=LIMITS["company_offers"]
        ),
        "practical_details": _entries(
            (
                s
                for s in sentences
                if len(s.text) < 200 and shipped.pattern("practical detail").search(fold(s.text))
            ),
            most=LIMITS["practical_details"],
        ),
        "missing_or_unclear": _unclear(posting),
        "repeated_signals": _repeated(sentences),
    }
    return {name: entries for name, entries in found.items() if entries}


def _entries(sentences: Iterable[Sentence], *, most: int) -> list[dict[str, str]]:
    texts = dict.fromkeys(shortened(s.text, ENTRY) for s in sentences)
    return [{"text": text, "quote": text} for text in list(texts)[:most]]


def _unclear(posting: Posting) -> list[dict[str, str]]:
    facts = posting.facts
    said = {
        "Pay is not stated.": facts.salary or facts.salary_min or facts.salary_max,
        "The place is not stated.": facts.location or facts.is_remote or facts.workplace,
        "The kind of contract is not stated.": facts.job_type,
        "The description is missing.": facts.description.strip(),
    }
    return [{"text": text} for text, known in said.items() if not known]


def _repeated(sentences: Iterable[Sentence]) -> list[dict[str, str]]:
    counts: dict[str, int] = {}
    quotes: dict[str, str] = {}
    for sentence in sentences:
        if sentence.section in ("about", "benefits"):
            continue
        for label in sorted({hit.term.label for hit in sentence.hits}):
            counts[label] = counts.get(label, 0) + 1
            quotes.setdefault(label, shortened(sentence.text, ENTRY))
    often = sorted(
        (label for label, n in counts.items() if n >= 3), key=lambda label: (-counts[label], label)
    )
    return [
        {"text": label, "quote": quotes[label]} for label in often[: LIMITS["repeated_signals"]]
    ]
