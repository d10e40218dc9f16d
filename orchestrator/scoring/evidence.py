"""Labels: what of the profile bears out a requirement, by rules V1 to V5."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orchestrator.scoring import patterns, places, roles, shipped
from orchestrator.scoring.brief import Item
from orchestrator.scoring.card import Evidence, Label, Options, Row
from orchestrator.scoring.holdings import Holding, Holdings
from orchestrator.scoring.lexicon import lexicon, related
from orchestrator.scoring.posting import Posting, fold
from orchestrator.scoring.words import shortened

MOST = 3


@dataclass(frozen=True, slots=True)
class Judge:
    """What every label needs: the profile's index, the posting, the owner's settings."""

    held: Holdings
    posting: Posting
    options: Options
    practice: frozenset[tuple[str, ...]]


def label(row: Row, *, judge: Judge) -> Row:
    rule = {
        "skill": _skill,
        "experience": _experience,
        "education": _education,
        "language": _language,
        "location": _location,
        "eligibility": _eligibility,
        "logistics": _logistics,
    }[row.scope]
    return rule(row, judge)


def _with(row: Row, name: Label, *evidence: Evidence) -> Row:
    return replace(row, label=name, evidence=tuple(dict.fromkeys(evidence))[:MOST])


def _skill(row: Row, judge: Judge) -> Row:
    direct = _holdings(row, judge.held.terms)
    # A kind of the thing counts as the thing where a category is asked ("relational databases"),
    # and only as practice of it where a product or language is.
    below = _holdings(row, judge.held.kinds)
    terms = lexicon().terms
    category = [
        h
        for t in row.terms
        if t in terms and terms[t].kind in "mde"
        for h in judge.held.kinds.get(t, ())
    ]
    proof = direct + category
    shown = sorted(proof, key=lambda h: not h.practised)
    if any(h.practised for h in proof) or (proof and row.terms not in judge.practice):
        return _with(row, "met", *(h.evidence for h in shown))
    if direct and any(h.practised for h in below):
        practised = [h for h in below if h.practised]
        return _with(row, "met", direct[0].evidence, *(h.evidence for h in practised))
    kin = [*below, *_siblings(row, judge.held)]
    if near := shown or below or kin:
        done = any(h.practised for h in (*shown, *kin))
        listed = row.terms in judge.practice and not done
        return replace(_with(row, "partial", *(h.evidence for h in near)), listed=listed)
    silent = bool(row.terms) and all(t in terms and terms[t].unspoken for t in row.terms)
    return _with(row, "unknown" if silent else "missing")


def _holdings(row: Row, index: dict[str, tuple[Holding, ...]]) -> list[Holding]:
    return [holding for term in row.terms for holding in index.get(term, ())]


def _siblings(row: Row, held: Holdings) -> list[Holding]:
    terms = lexicon().terms
    found = []
    for wanted in (terms[t] for t in row.terms if t in terms):
        for holding in held.families.get(wanted.family, ()) if wanted.family else ():
            if related(wanted, terms[holding.via]):
                found.append(holding)
    return found


def _experience(row: Row, judge: Judge) -> Row:
    wanted = threshold(row)
    if wanted is None:
        return _named(row, judge)
    items = _kin_items(judge, minimum=0.5)
    kin = judge.held.years(frozenset(i.id for i in items))
    years = kin if not row.terms else max(_term_years(row, judge), min(kin, wanted))
    proof = tuple(Evidence(i.id, "period", i.period) for i in items if i.period)
    if not proof or not years:
        return _with(row, "missing")
    if row.terms and _term_years(row, judge) < wanted <= kin and not _skilled(row, judge):
        return _with(row, "partial", *proof)
    if years >= wanted:
        return _with(row, "met", *proof)
    return _with(row, "partial", *proof) if years * 2 >= wanted else _with(row, "missing", *proof)


def _term_years(row: Row, judge: Judge) -> float:
    ids = {
        h.evidence.item_id
        for index in (judge.held.terms, judge.held.kinds)
        for h in _holdings(row, index)
        if h.practised
    }
    return judge.held.years(frozenset(ids))


def _skilled(row: Row, judge: Judge) -> bool:
    return bool(_holdings(row, judge.held.terms) or _holdings(row, judge.held.kinds))


def _kin_items(judge: Judge, *, minimum: float) -> list[Item]:
    title = judge.posting.facts.title
    return [
        item
        for item in judge.held.items
        if item.section == "experience"
        and (not title or roles.kinship(title, held=[item.title]) >= minimum)
    ]


def _named(row: Row, judge: Judge) -> Row:
    return _skill(row, judge) if row.terms else _with(row, "unknown")


def threshold(row: Row) -> float | None:
    kind, _, value = (row.threshold or "").partition(":")
    return float(value) if kind == "years" and value.replace(".", "", 1).isdigit() else None


def _education(row: Row, judge: Judge) -> Row:
    wanted = patterns.DEGREE_RANK.get((row.threshold or "").partition(":")[2].partition("|")[0], 3)
    done = [d for d in judge.held.degrees if d.rank >= wanted and not d.in_progress]
    if done:
        return _with(row, "met", done[0].evidence)
    running = [d for d in judge.held.degrees if d.rank >= wanted]
    near = running or [d for d in judge.held.degrees if d.rank == wanted - 1 and wanted > 3]
    if near:
        return _with(row, "partial", near[0].evidence)
    return _with(row, "missing")


def _language(row: Row, judge: Judge) -> Row:
    wanted = patterns.LEVELS.get((row.threshold or "").partition(":")[2], 4)
    name = row.terms[0] if row.terms else ""
    held = judge.held.tongues.get(name)
    if held is None:
        # A résumé written in the language needs no line that says so, and proves no level.
        own = patterns.language_names(places.language_word(judge.held.profile.language))
        return _with(row, "unknown") if name in own else _with(row, "missing")
    reached = patterns.LEVELS[held.level]
    if reached >= wanted:
        return _with(row, "met", held.evidence)
    return _with(row, "partial" if reached >= wanted - 2 else "missing", held.evidence)


def _location(row: Row, judge: Judge) -> Row:
    name, quote = places.decide(
        row.threshold or "",
        location=judge.posting.facts.location,
        home=judge.held.profile.place,
        options=judge.options,
    )
    return _with(row, name, *((Evidence("settings", "place", quote),) if quote else ()))


def _eligibility(row: Row, judge: Judge) -> Row:
    if row.terms == ("work permit",) and judge.options.permits:
        country = places.country(judge.posting.facts.location)
        if country:
            name: Label = "met" if country in judge.options.permits else "missing"
            return _with(row, name, Evidence("settings", "permits", country))
    return _mentioned(row, judge, "eligibility")


def _logistics(row: Row, judge: Judge) -> Row:
    return _mentioned(row, judge, "logistics")


def _mentioned(row: Row, judge: Judge, group: str) -> Row:
    """Met when the résumé itself says it; a résumé need not, so silence is unknown."""
    for term, pattern in shipped.patterns(group).items():
        if term not in row.terms:
            continue
        for item in judge.held.items:
            for field, text in (("title", item.title), ("text", item.text)):
                line = next((li for li in text.split("\n") if pattern.search(fold(li))), "")
                if line:
                    return _with(row, "met", Evidence(item.id, field, shortened(line, 300)))
    return _with(row, "unknown")
