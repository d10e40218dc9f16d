"""Which parts of a text are about the person who writes; the others are blanked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tailoring.prose import shape
from tailoring.prose.cut import clauses, sentences
from tailoring.prose.shape import Span
from tailoring.prose.words import ASIDE, HONORIFIC, pattern

_QUOTED = re.compile(
    r"“[^”\n]{3,}”|„[^“”\n]{3,}[“”]|«[^»\n]{3,}»|\"[^\"\n]{3,}\"|‘[^’\n]{3,}’(?!\w)"
)
# "My own ward" does not say that it was done alone.
_OWN = re.compile(r"(?<=\bmy )own(?=\s+[a-z])|(?<=\bour )own(?=\s+[a-z])")
_ALONE = re.compile(r"(?<!\w)I(?!\w)")
_NEAR = 60
_LEGAL = re.compile(
    r"[\s,]+(?:gmbh|ag|kg|se|inc\.?|ltd\.?|llc|plc|s\.?a\.?|s\.?l\.?|sas|b\.?v\.?|co\.?"
    r"|& co\.? kg)$",
    re.IGNORECASE,
)
_AT = re.compile(
    r"(?:at|for|with|bei|für|chez|en|au|à la|del?|dans) (?:der |dem |la |el |the )?$", re.I
)


@dataclass(frozen=True)
class About:
    """`letter`: what names nobody is then about the writer; else only what says "I"."""

    language: str
    employer: str = ""
    letter: bool = True


@dataclass(frozen=True)
class Turn:
    """Who the clause before was about, for one that names nobody."""

    own: bool


def own_words(text: str, about: About) -> str:
    """The text with everything else blanked, so that places stay where they are."""
    told = _blanked(text, shape.silent(text, letter=about.letter))
    told = _blanked(told, (m.span() for m in HONORIFIC.finditer(told)))
    told = _blanked(told, (m.span() for m in pattern("points", about.language).finditer(told)))
    for start, end in sentences(told):
        told = _blanked(told, _others(told, start, end, about))
    # Behind a name the pronoun would be read as part of it.
    told = _ALONE.sub("i", _OWN.sub(lambda m: " " * len(m[0]), told))
    return told.replace("bereite ich mich", "bereite mich    ")


def _others(text: str, start: int, end: int, about: About) -> Iterator[Span]:
    sentence = text[start:end]
    said = pattern("self", about.language)
    if not about.letter and not said.search(sentence):
        yield start, end
        return
    for quote in _QUOTED.finditer(sentence):
        if _is_theirs(sentence, quote.span(), about):
            sentence = _blanked(sentence, [quote.span()])
            yield start + quote.start(), start + quote.end()
    yield from _moved(_theirs(sentence, about), start)
    yield from _moved(_by_clause(sentence, about), start)


def _by_clause(sentence: str, about: About) -> Iterator[Span]:
    turn = Turn(own=True)
    if _takes_over(sentence, about):
        return
    for start, end in clauses(sentence, about.language):
        clause = sentence[start:end]
        spans, after = _clause(clause, about, turn)
        yield from _moved(spans, start)
        if not ASIDE.match(clause):
            turn = after


def _takes_over(sentence: str, about: About) -> bool:
    """ "You ask for five years of Rust, which I have" makes the others' words one's own."""
    found = pattern("and_self", about.language).search(sentence)
    if found is None or not sentence[: found.start()].rstrip().endswith((",", "–", "—")):
        return False
    return pattern("not", about.language).search(sentence, found.end()) is None


def _clause(clause: str, about: About, before: Turn) -> tuple[list[Span], Turn]:
    own, them = pattern("self", about.language).search(clause), _them(clause, about)
    if (unsaid := _unsaid(clause, about)) is not None:
        return unsaid, Turn(own=True)
    if pattern("lacks", about.language).search(clause):
        # "What I lack is …" may go on behind a comma.
        return [(0, len(clause))], Turn(own=False)
    spans = [*_applied(clause, about), *_denied(clause, about), *_learned(clause, about)]
    if them is None:
        if own or before.own:
            return spans, Turn(own=True)
        return [(0, len(clause))], before
    if pattern("given", about.language).search(clause):
        return spans, Turn(own=True)
    if own and own.start() < them:
        return [*spans, *_embedded(clause, about)], Turn(own=True)
    ends = _goes_over(clause, them, about)
    return [*spans, (them, ends)], Turn(own=ends < len(clause))


def _embedded(clause: str, about: About) -> Iterator[Span]:
    """What is said of the others inside a clause of one's own: "the ward that you run"."""
    embeds = pattern("embeds", about.language)
    for them in pattern("them", about.language).finditer(clause):
        lead = [m.end() for m in embeds.finditer(clause, 0, them.start())]
        if lead and not clause[lead[-1] : them.start()].strip():
            yield them.start(), _goes_over(clause, them.end(), about)
    for start, end in _theirs(clause, about):
        lead = [m.end() for m in embeds.finditer(clause, 0, start)]
        if lead and len(clause[lead[-1] : start].split()) <= 1:
            yield start, _goes_over(clause, end, about)
    for wants in pattern("wants", about.language).finditer(clause):
        yield wants.start(), _goes_over(clause, wants.end(), about)
    yield from (m.span() for m in pattern("theirs", about.language).finditer(clause))


def _learned(clause: str, about: About) -> Iterator[Span]:
    """ "I know that the ward has 40 beds"."""
    knows = pattern("knows", about.language).search(clause)
    found = pattern("known", about.language).search(clause, knows.end()) if knows else None
    if found:
        yield found.start(), _goes_over(clause, found.end(), about)


def _them(clause: str, about: About) -> int | None:
    """Where the others are first named."""
    found = pattern("them", about.language).search(clause)
    places = [found.start()] if found else []
    places += [start for start, _ in _theirs(clause, about)]
    return min(places, default=None)


def _goes_over(clause: str, them: int, about: About) -> int:
    """Where in a clause about the others the writer takes the word again."""
    said = pattern("self", about.language).search(clause, them)
    return said.start() if said else len(clause)


def _unsaid(clause: str, about: About) -> list[Span] | None:
    """Of a wish, and of what is enclosed: what was not done; None of other clauses."""
    if pattern("enclosed", about.language).search(clause):
        return [m.span() for m in pattern("few", about.language).finditer(clause)]
    wished = pattern("wish", about.language).search(clause)
    if not wished or pattern("bring", about.language).search(clause):
        return None
    # "I would like to add that I …" goes on with a statement; "möchte ich" does not.
    rest = wished.end() + len("  ich")
    return [(0, _goes_over(clause, rest, about) if rest < len(clause) else len(clause))]


def _denied(clause: str, about: About) -> Iterator[Span]:
    """From the word of negation on; in German all of the clause, which puts the verb last."""
    if pattern("not_only", about.language).search(clause):
        return
    found = pattern("not", about.language).search(clause)
    if found:
        yield (0 if about.language == "de" else found.start()), len(clause)


def _applied(clause: str, about: About) -> Iterator[Span]:
    """What is applied for, up to where the person begins."""
    found = pattern("apply", about.language).search(clause)
    if found:
        stop = pattern("apply_ends", about.language).search(clause, found.end())
        yield found.start(), stop.start() if stop else len(clause)


def _named(text: str, employer: str) -> list[Span]:
    name = _LEGAL.sub("", " ".join(employer.split()))
    if len(name) < 2:
        return []
    words = r"\s+".join(map(re.escape, name.split()))
    found = re.finditer(
        rf"(?<!\w){words}(?:\s+(?:GmbH|AG|KG|SE|Inc|Ltd|SA|SL))?(?:['’]s)?(?!\w)", text
    )
    return [m.span() for m in found]


def _theirs(text: str, about: About) -> list[Span]:
    """Where the employer is named; of one who worked "at" it the name is a claim, and stays."""
    named = _named(text, about.employer)
    if not pattern("experienced", about.language).search(text):
        return named
    return [(start, end) for start, end in named if not _AT.search(text[:start])]


def _is_theirs(sentence: str, quote: Span, about: About) -> bool:
    """Quoted from the posting, or nobody in the sentence speaks of themselves."""
    start, end = quote
    rest = sentence[:start] + " " + sentence[end:]
    near = sentence[max(0, start - _NEAR) : start]
    return bool(pattern("them", about.language).search(near)) or not pattern(
        "self", about.language
    ).search(rest)


def _moved(spans: Iterator[Span] | list[Span], by: int) -> Iterator[Span]:
    for start, end in spans:
        yield start + by, end + by


def _blanked(text: str, spans: Iterator[Span] | list[Span]) -> str:
    kept = list(text)
    for start, end in spans:
        last = text[end - 1 : end]
        kept[start:end] = ["\n" if c == "\n" else " " for c in kept[start:end]]
        if last and last in ".!?":
            # Else what follows would become part of this sentence.
            kept[end - 1] = last
    return "".join(kept)
