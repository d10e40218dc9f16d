"""Names of employers as registers and adverts write them, brought to one plain form. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from jobops.lib.text import fold

LEGAL = frozenset(
    re.findall(
        r"\w+",
        """limited ltd ltda plc llp lp llc inc incorporated corp corporation co company cic cio
        gmbh mbh ag kg kgaa ug se bv nv cv vof sa sas sarl sasu srl spa sl slu ab as asa aps oy oyj
        pty pte pvt""",
    )
)
# What a name adds to say where it works; alone it tells no two employers apart.
TERRITORY = frozenset(
    {"uk", "gb", "united kingdom", "great britain", "nl", "netherlands", "the netherlands",
     "nederland", "europe", "emea", "eu"}
)  # fmt: skip
# Under this name it trades: the same employer has two names.
TRADING = re.compile(
    r"\s*[,(]?\s*\b(?:t\s*[/\\]\s*a|trading\s+as|h\.?o\.?d\.?n\.?|dba|d/b/a)\s*[:.]?\s+",
    re.IGNORECASE,
)
DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?")
POSSESSIVE = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
WORDS = re.compile(r"[^\W_]+")
LONGEST, MOST_KEYS = 200, 3


@lru_cache(maxsize=16_384)
def keys(name: str) -> tuple[str, ...]:
    """The plain forms of a name, the registered one first; empty for a name without a letter."""
    parts = TRADING.split(name[: 2 * LONGEST])
    found = (key(part) for part in parts)
    return tuple(dict.fromkeys(one for one in found if one))[:MOST_KEYS]


def key(name: str) -> str:
    """Folded words without legal form and leading article; a name of nothing else stays."""
    text = DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), fold(name))
    words = WORDS.findall(POSSESSIVE.sub("", text).replace("&", " and ").replace("+", " and "))
    kept = _without_form(words)
    if len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    return " ".join(kept or words)[:LONGEST].rstrip()


def home(plain: str) -> str:
    """The plain name without the country it ends in; the name itself where nothing is left."""
    words = plain.split()
    for length in (2, 1):
        if len(words) > length and " ".join(words[-length:]) in TERRITORY:
            return " ".join(_without_form(words[:-length]))
    return plain


def compact(plain: str) -> str:
    """Without blanks: how a name is spaced tells no two employers apart."""
    return plain.replace(" ", "")


def lookups(plain: str) -> frozenset[str]:
    """The whole names under which a register may have this employer."""
    short = home(plain)
    return frozenset(compact(one) for one in {plain, short} if one)


def _without_form(words: list[str]) -> list[str]:
    kept = list(words)
    while len(kept) > 1:
        if kept[-1] in LEGAL:
            kept.pop()
        elif len(kept) > 2 and "".join(kept[-2:]) in LEGAL and len(kept[-1]) == 1:
            del kept[-2:]
        elif len(kept) < len(words) and kept[-1] == "and":
            kept.pop()
        else:
            break
    return kept
