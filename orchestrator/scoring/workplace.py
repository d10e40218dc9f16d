"""Where the work is done: the location row of a posting."""

from __future__ import annotations

from orchestrator.scoring import shipped
from orchestrator.scoring.brief import JobFacts
from orchestrator.scoring.card import Row
from orchestrator.scoring.posting import Posting, fold
from orchestrator.scoring.words import shortened


def place_row(posting: Posting) -> Row | None:
    """One row for where the work is; None when from anywhere, or when nothing is said."""
    facts = posting.facts
    way, quote = _way(facts, posting)
    location = facts.location.strip()
    if not location or fold(location) in ("remote", "anywhere", "worldwide", "hybrid"):
        return None
    return Row(
        scope="location",
        importance="must",
        weight=1,
        text=shortened(f"{_TEXTS[way]} {location}".strip(), 200),
        quote=shortened(location, 300) if way == "open" or not quote else quote,
        terms=("place",),
        threshold=f"workplace:{way}",
    )


_TEXTS = {"remote": "Remote,", "hybrid": "Partly on site in", "onsite": "On site in", "open": ""}


def _way(facts: JobFacts, posting: Posting) -> tuple[str, str]:
    """remote, hybrid, onsite or open, with the words of the posting that say so."""
    told = fold(facts.workplace).replace("-", "").replace("_", "").replace(" ", "")
    known = next((way for way in ("hybrid", "remote", "onsite") if way in told), "")
    if known:
        return known, ""
    if facts.is_remote:
        return "remote", ""
    for text in (facts.location, facts.title):
        for way, pattern in shipped.patterns("workplace").items():
            if pattern.search(fold(text)):
                return way, shortened(text, 300)
    for sentence in posting.sentences:
        folded = fold(sentence.text)
        if (
            sentence.section == "about"
            or shipped.pattern("no workplace").search(folded)
            or len(folded) > 200
        ):
            continue
        for way, pattern in shipped.patterns("workplace").items():
            if pattern.search(folded):
                return way, shortened(sentence.text, 300)
    return "open", ""
