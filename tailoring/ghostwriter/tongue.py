"""The language of a reply: the one a message asks for, else the owner's setting. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tailoring import language
from tailoring.style import Style

# As the four languages name them. The four can be detected too; the others are only written.
NAMES: Mapping[str, str] = {
    "en": "english|englisch|anglais|inglés|ingles",
    "de": "german|deutsch|allemand|alemán|aleman",
    "fr": "french|französisch|franzoesisch|français|francais|francés|frances",
    "es": "spanish|spanisch|espagnol|español|espanol|castellano|castilian",
    "it": "italian|italienisch|italien|italiano",
    "pt": "portuguese|portugiesisch|portugais|portugués|portugues|português",
    "nl": "dutch|niederländisch|holländisch|néerlandais|holandés|neerlandés",
    "pl": "polish|polnisch|polonais|polaco",
    "sv": "swedish|schwedisch|suédois|sueco",
    "da": "danish|dänisch|danois|danés",
    "uk": "ukrainian|ukrainisch|ukrainien|ucraniano",
}
_CODE = {word: code for code, words in NAMES.items() for word in words.split("|")}
_TONGUE = "|".join(sorted(map(re.escape, _CODE), key=len, reverse=True))
_KIND = r"(?:british |american |us |uk |plain |simple |formal |good |einfachem |gutem )?"
_PHRASE = re.compile(
    rf"\b(?:in|into|to|auf|in\s+das|ins|en|al|du|en\s+el|en\s+idioma)\s+{_KIND}(?P<tongue>{_TONGUE})"
    r"(?:e[nrs]?)?\b(?!\s*-|\s+(?:and|und|et|y)\s+(?:is|was|speaking)\b|\s*speaking)",
    re.IGNORECASE,
)
# "English version", "German please", "deutsche Fassung", "version française".
_ADJECTIVE = re.compile(
    rf"\b(?P<tongue>{_TONGUE})(?:e[nrs]?|a)?\s*(?:,\s*)?"
    r"(?:version|fassung|please|bitte|s'il\s+(?:te|vous)\s+pla[iî]t|svp|por\s+favor)\b"
    rf"|\bversi[oó]n\s+(?:(?:en|in)\s+)?(?P<after>{_TONGUE})(?:e|a)?\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:write|rewrite|reply|respond|answer|translate|translation|draft|make|give|do|put|compose"
    r"|continue|switch|want|need|would\s+like|like|use|always|only|everything|please"
    r"|schreib\w*|antwort\w*|verfass\w*|übersetz\w*|formulier\w*|mach\w*|möchte|brauche|bitte|immer"
    r"|nur|alles|gib|erstell\w*|umformulier\w*"
    r"|écri\w*|rédige\w*|répond\w*|réponse|traduis\w*|tradui\w*|fais|faites|veux|voudrais|donne\w*"
    r"|toujours|seulement|svp|pla[iî]t"
    r"|escrib\w*|redact\w*|respond\w*|contest\w*|tradu\w*|haz|hazlo|hágalo|quiero|quisiera|dame|pon"
    r"|siempre|favor|solo|sólo)\b",
    re.IGNORECASE,
)
# What speaks of a language without asking for it, shortly before its name.
_MENTION = re.compile(
    r"(?:\bnot|n't|\bnever|\bnicht|\bkein\w*|\bpas|\bno|\bsin|\bohne|\bwithout|\bis|\bare|\bwas"
    r"|\bwere|\bist|\bsind|\bwar|\best|\bsont|\bestá|\bestán|\bes|\bfluent|\bfließend\w*|\bcourant"
    r"|\bfluido|\bfluency|\bskills|\bkenntnisse\w*|\bexperience|\berfahrung\w*|\bworks?|\bworking"
    r"|\barbeite\w*|\btaught|\bspoken?|\bspeaks?|\bwritten|\bgeschrieben|\bécrite?|\bescrit[oa]"
    r"|\bpubli\w+|\bdegree|\bbachelor|\bmaster|\binterview\w*|\bposting|\badvert|\bstellenanzeige"
    r"|\bmajor\w*|\bb1|\bb2|\bc1|\bc2)\s*(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)
# Of the clause the language is named in.
_REFUSING = re.compile(
    r"\b(?:not|never|nicht|kein\w*|niemals|pas|jamais|no|nunca)\b|n['’]t\b", re.I
)
_CLAUSE = re.compile(r"[,;:]|\b(?:but|sondern|aber|mais|sino|pero)\b")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_SHORT, _LONGEST = 6, 20_000


def requested(text: str) -> str:
    """The tag of the language a message asks for, the last one it names; else empty."""
    found = ""
    for sentence in _SENTENCE.split(text[:_LONGEST]):
        for tag in _asked(sentence):
            found = tag
    return found


def of_reply(style: Style, *, prompt: str, resume: str, declared: str, posting: str) -> str:
    """As language.chosen, unless the prompt asks for another one."""
    return requested(prompt) or language.chosen(
        style, resume=resume, declared=declared, posting=posting
    )


def _asked(sentence: str) -> Iterator[str]:
    """A phrase counts next to a word that asks, or when it is about all there is."""
    short = len(sentence.split()) <= _SHORT
    for match in _PHRASE.finditer(sentence):
        before = sentence[: match.start()]
        ends = not sentence[match.end() :].strip(" .!?,;:)\"'")
        if _MENTION.search(before) or _REFUSING.search(_CLAUSE.split(before)[-1]):
            continue
        if _ASKING.search(sentence) or short or (ends and before.rstrip().endswith((",", ":"))):
            yield _CODE[match["tongue"].casefold()]
    for match in _ADJECTIVE.finditer(sentence):
        yield _CODE[(match["tongue"] or match["after"]).casefold()]
