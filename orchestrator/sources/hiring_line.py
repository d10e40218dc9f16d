"""The first line of a comment in a "Who is hiring?" thread: "Employer | Title | Place | …". Pure.

Only the employer has a fixed place; everything after it is told by its words, because writers
order it as they like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from orchestrator.sources.base import joined
from orchestrator.sources.shapes import listed

LONGEST_LINE, LONGEST_TITLE = 1_000, 160
WORKPLACES = {
    "hybrid": re.compile(r"\bhybrid\b", re.I),
    "onsite": re.compile(
        r"\b(?:on[- ]?site|in[- ](?:office|person)|(?:no|not|non)[- ]remote)\b", re.I
    ),
    "remote": re.compile(
        r"(?<!no )(?<!no-)(?<!not )(?<!non-)\b(?:remote|wfh|work from home)\b", re.I
    ),
}
ROLE = re.compile(
    r"\b(?:eng|engineer\w*|develop\w+|devs?|devrel|programmers?|design\w*|scientists?|analysts?|managers?"
    r"|architects?|(?:tech |team )?leads?|heads?|directors?|c[teop]o|vp|found(?:ing|ers?)|swes?"
    r"|sres?|devops|interns?|internships?|research\w*|consult\w+|recruiters?|market\w+|sales"
    r"|account executives?|support|writers?|product|data|ml|ai|back[- ]?end|front[- ]?end"
    r"|full[- ]?stack|mobile|ios|android|software|security|roles?|positions?|openings?|jobs"
    r"|technicians?|admin\w*|specialists?|operations|qa|testers?|multiple|several|various"
    r"|manufacturing|hardware|firmware|embedded|teachers?|instructors?|editors?)\b",
    re.I,
)
FORM = re.compile(
    r"full[- ]?time|part[- ]?time|contract(?:or)?|internships?|freelance|permanent", re.I
)
BETWEEN = re.compile(r"[\s/,&+()]|\b(?:or|and)\b", re.I)
PAY = re.compile(r"(?=.*\d)(?:.*[$€£¥₹]|.*\b(?:usd|eur|gbp|chf|cad|aud|sek)\b|.*\d\s?k\b)", re.I)
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|ai|co|dev|app)\b/?\S*", re.I
)
ASIDE = re.compile(r"\s*[(\[][^)\]]*(?:https?:|www\.|\byc\b|y combinator)[^)\]]*[)\]]", re.I)
ASIDES = re.compile(r"\([^)]*\)")
NOISE = re.compile(
    r"\b(?:yc|y combinator|series [a-f]|seed|visas?|equity|required|bootstrapped|hiring|levels?"
    r"|node(?:\.?js)?|typescript|javascript|python|rust|java|react|aws|kotlin|golang|terraform"
    r"|postgres\w*|sql|django|rails|ruby|php|elixir|scala|kubernetes)\b|c\+\+|c#",
    re.I,
)


@dataclass(frozen=True)
class Line:
    """`title` is "" when no part of the line names a position."""

    employer: str
    title: str
    location: str | None
    workplace: str | None
    job_type: str | None
    salary: str | None


def read_line(line: str) -> Line:
    employer, *rest = (part.strip() for part in line[:LONGEST_LINE].split("|"))
    parts = [part for part in rest if part and not ADDRESS.fullmatch(part)]
    forms, parts = _apart(
        parts, [part for part in parts if not BETWEEN.sub("", FORM.sub("", part))]
    )
    pay, parts = _apart(parts, [part for part in parts if PAY.match(part)])
    titles = [part for part in parts if _names_a_role(part) and len(part) <= LONGEST_TITLE]
    _, parts = _apart(parts, titles[:1])
    where = [part for part in parts if _workplaces(part)]
    places = [part for part in parts if part not in where and not _off(part)]
    return Line(
        employer=_employer(employer),
        title=titles[0] if titles else "",
        location=joined(*places[:1], *filter(_says_where, where), by="; ") or joined(*where[:1]),
        workplace=_workplace([*where, *titles[:1]]),
        job_type=listed(forms),
        salary=joined(*pay[:1]),
    )


def _apart(parts: list[str], taken: list[str]) -> tuple[list[str], list[str]]:
    return taken, [part for part in parts if part not in taken]


def _employer(words: str) -> str:
    bare = ADDRESS.sub("", ASIDE.sub("", words)).strip(" -–—:,()")
    return bare or words


def _off(part: str) -> bool:
    return bool(NOISE.search(part)) or _names_a_role(part)


def _names_a_role(part: str) -> bool:
    return bool(ROLE.search(ASIDES.sub("", part)))


def _workplaces(part: str) -> set[str]:
    return {kind for kind, words in WORKPLACES.items() if words.search(part)}


def _workplace(parts: list[str]) -> str | None:
    """The only kind that is named; several are a choice that the advert leaves open."""
    kinds = set().union(*map(_workplaces, parts))
    if kinds == {"hybrid", "onsite"}:
        return "hybrid"
    return kinds.pop() if len(kinds) == 1 else None


def _says_where(part: str) -> bool:
    bare = part
    for words in WORKPLACES.values():
        bare = words.sub("", bare)
    return bool(re.search(r"\w", bare))
