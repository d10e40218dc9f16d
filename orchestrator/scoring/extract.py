"""Requirements of a posting by rules: headings, cues, the lexicon and patterns. No labels yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from orchestrator.scoring import cues, patterns, shipped
from orchestrator.scoring.card import Importance, Row
from orchestrator.scoring.lexicon import Hit, lexicon
from orchestrator.scoring.posting import Posting, Sentence, fold
from orchestrator.scoring.words import shortened, unified

MOST = 30
_FEW, _CHOICES = 3, 6
_PARTED = re.compile(r"[;:]|\.\s")
_ONE_OF = re.compile(r"\b(?:one|any|either|some)(?: or more)? of (?:the )?(?:\w+ ?){0,3}$")
_AND = re.compile(r"(?<!\w)(?:and|und|et|y|e|en|as well as|sowie|plus|&)(?!\w)")
# Between two things of one list stand commas, "and", "or", and at most two words of their own.
_LISTED = re.compile(
    r"[\s,/|()&+•·\"'’]*(?:(?!(?:with|using|for|on|in|to|mit|für|avec|con)\b)\w[\w.+#-]*[\s,/|()&+•·]*){0,3}"
)
# "(Kubernetes)(Go / Rust / Java)" are two lists.
_SHUT_AND_OPENED = re.compile(r"\)\s*\(")
_SCORED = frozenset("ltmdce")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked in one sentence, before rows with the same terms are joined.

    `practice` tells evidence that a mere list of skills does not do.
    """

    row: Row
    practice: bool
    section: str


def extract(posting: Posting) -> tuple[tuple[Row, ...], frozenset[tuple[str, ...]]]:
    """Rows without labels, and the term sets for which practice was asked."""
    asked = list(_asked(posting))
    named = sum(1 for one in asked if one.row.scope == "skill")
    if named < _FEW:
        known = {term for one in asked for term in one.row.terms}
        asked += [one for one in _mentioned(posting) if not known.issuperset(one.row.terms)]
    asked += _titled(posting)
    rows = _joined(asked, posting=posting)
    practice = frozenset(one.row.terms for one in asked if one.practice)
    return tuple(rows[:MOST]), practice


def _asked(posting: Posting) -> Iterator[Asked]:
    for sentence in posting.asking():
        if sentence.section in ("about", "benefits", "title"):
            continue
        folded = fold(sentence.text)
        if sentence.section in ("tasks", "open") and not shipped.pattern("strong cue").search(
            folded
        ):
            continue
        yield from _years(sentence, folded)
        yield from _education(sentence, folded)
        yield from _languages(sentence)
        yield from _skills(sentence, folded, employer=posting.facts.employer)
    for sentence in posting.sentences:
        if sentence.section not in ("about", "benefits", "title"):
            yield from _practical(sentence)


def _importance(sentence: Sentence) -> Importance:
    if sentence.nice or (sentence.section == "nice" and not sentence.must):
        return "nice"
    return "must" if sentence.must or sentence.section == "must" else "nice"


def _row(sentence: Sentence, *, at: int = 0, **fields: object) -> Row:
    text = sentence.text
    quote = text if len(text) <= 300 else shortened(text[max(0, at - 120) :], 300)
    return replace(
        Row("skill", _importance(sentence), 1, shortened(text, 200), quote),
        **fields,  # type: ignore[arg-type]
    )


def _skills(sentence: Sentence, folded: str, *, employer: str) -> Iterator[Asked]:
    in_degree = bool(patterns.degrees(folded))
    owner = unified(employer)
    others = shipped.pattern("beside others").search(folded)
    hits = [
        hit
        for hit in sentence.hits
        if hit.term.kind in _SCORED
        and not hit.term.general
        # "You work with product managers" asks for no product management.
        and not (others and hit.term.kind == "d" and hit.start >= others.start())
        and not (in_degree and hit.term.kind in "de")
        and not (owner and unified(sentence.text[hit.start : hit.end]) in owner)
    ]
    for group in _alternatives(sentence.text, hits):
        labels = tuple(sorted({hit.term.label for hit in group}))
        text = " or ".join(dict.fromkeys(hit.term.label for hit in group))
        row = _row(sentence, at=group[0].start, text=shortened(text, 200), terms=labels)
        yield Asked(row, sentence.practice, sentence.section)


def _alternatives(text: str, hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Hits that stand for each other: "Java or Kotlin", "databases such as MySQL, MariaDB"."""
    at = 0
    while at < len(hits):
        end = _end_of_list(text, hits, at)
        yield from _grouped(text, hits[at:end])
        at = end


def _end_of_list(text: str, hits: Sequence[Hit], at: int) -> int:
    end = at + 1
    while end < len(hits):
        between = text[hits[end - 1].end : hits[end].start]
        example = bool(cues.pattern("examples").search(between.lower()))
        if len(between) > 40 or not (example or _LISTED.fullmatch(between)):
            break
        if _SHUT_AND_OPENED.search(between):
            break
        if _PARTED.search(between) and not example:
            break
        end += 1
    return end


def _grouped(text: str, hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    gaps = [text[a.end : b.start].lower() for a, b in pairwise(hits)]
    at = next(
        (n for n, gap in enumerate(gaps) if _opens(gap, parent=hits[n], child=hits[n + 1])), None
    )
    if at is None:
        yield from _choice(text, hits, gaps)
        return
    # What follows "such as" or "(" are choices; they stand for the thing before it if of its kind.
    inside = "(" in gaps[at]
    shut = next((n for n in range(at + 1, len(gaps)) if inside and ")" in gaps[n]), len(gaps))
    head, tail, rest = hits[: at + 1], list(hits[at + 1 : shut + 1]), hits[shut + 1 :]
    kin = any(_kind_of(hit, parent=head[-1]) for hit in tail)
    yield from _grouped(text, head[:-1] if kin else head)
    yield [head[-1], *tail] if kin else tail
    yield from _grouped(text, rest)


def _opens(gap: str, *, parent: Hit, child: Hit) -> bool:
    return bool(cues.pattern("examples").search(gap)) or (
        "(" in gap and _kind_of(child, parent=parent)
    )


def _kind_of(hit: Hit, *, parent: Hit) -> bool:
    return parent.term.kind in "md" and parent.term.label in hit.term.broader


def _choice(text: str, hits: Sequence[Hit], gaps: Sequence[str]) -> Iterator[list[Hit]]:
    if len(hits) > 1 and _any_suffices(text, hits, gaps):
        yield from _of_a_sort(hits)
    else:
        yield from ([hit] for hit in hits)


def _of_a_sort(hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """Products replace products, and methods methods; "AWS or low latency" is no choice."""
    sorts = [[h for h in hits if h.term.kind in kinds] for kinds in ("ltc", "mde")]
    named = {hit.term.label for hit in hits}
    if any(named.intersection(hit.term.broader) for hit in hits):
        yield list(hits)
    else:
        yield from filter(None, sorts)


def _any_suffices(text: str, hits: Sequence[Hit], gaps: Sequence[str]) -> bool:
    before = text[max(0, hits[0].start - 40) : hits[0].start].lower().rstrip(" (:")
    after = text[hits[-1].end : hits[-1].end + 40].lower().lstrip(" ,/)(")
    examples = [match.end() for match in cues.pattern("examples").finditer(before)]
    if _ONE_OF.search(before) or len(before) in examples:
        return True
    if len(hits) > 1 and cues.pattern("or similar").match(after):
        return True
    if any(cues.pattern("alternative").search(gap) for gap in gaps):
        # A long list that ends in "or" names fields, not choices.
        return len(hits) <= _CHOICES and not any(
            _AND.search(gap.replace("and/or", "")) for gap in gaps
        )
    # "PostgreSQL/MySQL" is a choice, so is "Go / Rust / Java"; "HTML/CSS" is two things.
    family = {hit.term.family for hit in hits}
    slashed = all(gap.strip() == "/" for gap in gaps)
    return slashed and (len(hits) > 2 or (len(family) == 1 and "" not in family))


def _years(sentence: Sentence, folded: str) -> Iterator[Asked]:
    years = patterns.years(folded)
    if years is None:
        return
    tools = sorted(
        {hit.term.label for hit in sentence.hits if hit.term.kind in "ltd" and not hit.term.general}
    )
    row = _row(sentence, scope="experience", terms=tuple(tools), threshold=f"years:{years}")
    yield Asked(row, False, sentence.section)


def _education(sentence: Sentence, folded: str) -> Iterator[Asked]:
    named = patterns.degrees(folded)
    if not named:
        return
    equivalent = "|equivalent" if shipped.pattern("equivalent").search(folded) else ""
    row = _row(
        sentence, scope="education", terms=("degree",), threshold=f"degree:{named[0]}{equivalent}"
    )
    yield Asked(row, False, sentence.section)


def _languages(sentence: Sentence) -> Iterator[Asked]:
    for name, level in patterns.spoken(sentence.text):
        row = _row(
            sentence,
            scope="language",
            text=f"{name} {level}",
            terms=(name,),
            threshold=f"cefr:{level}",
        )
        yield Asked(row, False, sentence.section)


def _practical(sentence: Sentence) -> Iterator[Asked]:
    for found in patterns.practical(sentence.text):
        must: Importance = "nice" if sentence.nice else "must"
        if found.scope == "logistics" and not (sentence.must or sentence.section == "must"):
            must = "nice"
        row = _row(sentence, scope=found.scope, importance=must, text=found.text, terms=found.terms)
        yield Asked(row, False, sentence.section)


def _mentioned(posting: Posting) -> Iterator[Asked]:
    """Tools named anywhere, for postings that ask for next to nothing in so many words."""
    for sentence in posting.sentences:
        if sentence.section in ("about", "benefits", "title"):
            continue
        hits = [hit for hit in sentence.hits if hit.term.kind in "ltdc"]
        for group in _alternatives(sentence.text, hits):
            labels = tuple(sorted({hit.term.label for hit in group}))
            row = _row(sentence, at=group[0].start, text=" or ".join(labels), terms=labels)
            yield Asked(replace(row, importance="nice"), False, sentence.section)


def _titled(posting: Posting) -> Iterator[Asked]:
    for sentence in posting.sentences[:1]:
        if sentence.section != "title":
            return
        hits = [h for h in sentence.hits if h.term.kind in _SCORED and not h.term.general]
        for group in _alternatives(sentence.text, hits):
            labels = tuple(sorted({hit.term.label for hit in group}))
            text = " or ".join(dict.fromkeys(hit.term.label for hit in group))
            row = _row(sentence, importance="must", text=text, terms=labels)
            yield Asked(row, group[0].term.kind == "d", "title")


def _joined(asked: Iterable[Asked], *, posting: Posting) -> list[Row]:
    """One row per scope and term set; a must wins, the title's own quote loses to a fuller one."""
    rows: dict[tuple[str, tuple[str, ...]], Row] = {}
    for one in asked:
        key = (one.row.scope, one.row.terms)
        held = rows.get(key)
        rows[key] = one.row if held is None else _stronger(held, one.row)
    return weighed(rows.values(), posting=posting)


def weighed(rows: Iterable[Row], *, posting: Posting) -> list[Row]:
    """Rows with the weights their terms have in the posting (Q3), musts and heavy rows first."""
    titled, sections = _mentions(posting)
    return sorted(
        (replace(row, weight=_weight(row, titled, sections)) for row in rows),
        key=lambda row: (row.importance != "must", -row.weight),
    )


def _stronger(held: Row, other: Row) -> Row:
    kept = other if (other.importance, held.importance) == ("must", "nice") else held
    if other.importance == held.importance and other.scope == "experience":
        return max(held, other, key=_years_of)
    if other.importance == held.importance and other.scope == "education":
        # Of two degrees of one importance the lower suffices: "a master, or a bachelor with …".
        return other if _rank(other) < _rank(held) else held
    if kept is other and len(held.quote) > len(other.quote):
        return replace(other, quote=held.quote)
    return kept


def _years_of(row: Row) -> int:
    return int((row.threshold or "years:0").partition(":")[2])


def _rank(row: Row) -> int:
    value = (row.threshold or "").partition(":")[2].partition("|")[0]
    return patterns.DEGREE_RANK.get(value, 0)


def _mentions(posting: Posting) -> tuple[frozenset[str], dict[str, set[str]]]:
    titled: set[str] = set()
    sections: dict[str, set[str]] = {}
    for sentence in posting.sentences:
        for hit in sentence.hits:
            if sentence.section == "title":
                titled.add(hit.term.label)
            elif sentence.section not in ("about", "benefits"):
                sections.setdefault(hit.term.label, set()).add(sentence.section)
    return frozenset(titled), sections


def _weight(row: Row, titled: frozenset[str], sections: dict[str, set[str]]) -> int:
    if row.scope != "skill":
        return 1
    terms = lexicon().terms
    if all(term in terms and terms[term].general for term in row.terms):
        return 1
    if any(term in titled for term in row.terms):
        return 3
    return 2 if any(len(sections.get(term, ())) > 1 for term in row.terms) else 1
