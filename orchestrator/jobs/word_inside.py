"""Parts of words on SQLite: what titles and employers hold inside a word, or across two of them.

"twareent" is inside "Softwareentwickler", "backendeng" goes across "Backend Engineer". The index
knows whole words and beginnings, so both are turned into the words and phrases that fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

PART = 3
# A part this short goes across two words only when no word has it inside: "den" would else find
# every "Backend Engineer".
SHORT = 5
LONGEST = 40
TERMS = 400
LAST = "\U0010ffff"


def phrases(connection: BaseDatabaseWrapper, parts: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """For each of `parts` what a full-text query says for it; nothing for shorter ones."""
    asked = [part for part in dict.fromkeys(parts) if len(part) >= PART]
    inside = _around(connection, asked)
    return {
        part: tuple(_quoted(term) for term in inside.get(part, ()))
        + (_across(connection, part) if _goes_across(part, inside) else ())
        for part in dict.fromkeys(parts)
    }


def _goes_across(part: str, inside: Mapping[str, Sequence[str]]) -> bool:
    enough = len(part) >= SHORT or (len(part) >= PART and not inside.get(part))
    return enough and part.isalnum() and len(part) <= LONGEST


def _around(connection: BaseDatabaseWrapper, parts: Sequence[str]) -> dict[str, list[str]]:
    """Words of titles and employers that have one of `parts` inside, by part."""
    if not parts:
        return {}
    inside = " OR ".join(["instr(term, %s) > 0"] * len(parts))
    query = f"SELECT term FROM job_terms WHERE {inside} LIMIT {TERMS}"
    terms = _column(connection, query, parts)
    return {part: [term for term in terms if part in term] for part in parts}


def _across(connection: BaseDatabaseWrapper, part: str) -> tuple[str, ...]:
    """Phrases of two words, the first ending and the second beginning with a piece of `part`."""
    cuts = range(1, len(part))
    begins = "EXISTS(SELECT 1 FROM job_terms WHERE term >= %s AND term <= %s)"
    bounds = [text for cut in cuts for text in (part[cut:], part[cut:] + LAST)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([begins] * len(cuts))}", bounds)
        found = cursor.fetchone()
    lefts = [part[:cut] for cut, there in zip(cuts, found, strict=True) if there]
    if not lefts:
        return ()
    ends = " OR ".join([f"substr(term, -{len(left)}) = %s" for left in lefts])
    terms = _column(connection, f"SELECT term FROM job_terms WHERE {ends} LIMIT {TERMS}", lefts)
    return tuple(
        f"{_quoted(f'{term} {part[len(left) :]}')}*"
        for term in terms
        for left in lefts
        if term.endswith(left)
    )


def _column(connection: BaseDatabaseWrapper, query: str, params: Iterable[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, list(params))
        return [row[0] for row in cursor.fetchall()]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
