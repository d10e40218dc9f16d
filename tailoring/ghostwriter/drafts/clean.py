"""Text of a posting or a résumé as a draft may hold it: one line, no marks of its own. Pure."""

from __future__ import annotations

import re

from orchestrator.scoring.words import shortened

_TAG = re.compile(r"<[^<>\n]{1,200}>")
_BRACKETS = str.maketrans({"[": "(", "]": ")", "<": "‹", ">": "›", "`": "'"})
_BULLET = re.compile(r"^\s*(?:[-–—*•·●▪◦‣○✓✔➢►>#]+|\d{1,2}[.)])\s+")
# "(m/w/d)", "(all genders)", "H/F": said of every applicant, so of none.
_GENDERS = re.compile(
    r"\s*[(\[]\s*(?:[mwfdxi]\s*[/|*,]\s*){1,4}[mwfdxi]\s*[)\]]\*?"
    r"|\s+(?:m/w/d|w/m/d|m/f/d|f/m/d|m/w/x|d/m/w|h/f|f/h)\b\*?"
    r"|\s*[(\[]\s*(?:h/f|f/h|all genders?|gn|h/f/x|m/w/divers|w/m/divers)\s*[)\]]",
    re.IGNORECASE,
)
_LEGAL = re.compile(
    r"(?:,\s*(?:Ltd|L\.?P|Corp|Co)|(?:,\s*|\s)(?:LLC|L\.L\.C|LLP|Inc))\.?$", re.IGNORECASE
)
_LONGEST_TITLE, _LONGEST_EMPLOYER = 110, 80


def line(text: str) -> str:
    """In one line; what looks like a placeholder or a tag is none."""
    return " ".join(_TAG.sub(" ", text).translate(_BRACKETS).split())


def bullet(text: str) -> str:
    """A line of a résumé without its mark in front and its full stop behind."""
    return line(_BULLET.sub("", text)).rstrip(" .;,")


def title(text: str) -> str:
    """A posting's title without what only says who may apply."""
    bare = _GENDERS.sub("", " ".join(text.split()))
    return excerpt(bare.strip(" -–—|,*") or text, _LONGEST_TITLE)


def employer(text: str) -> str:
    """As a letter names it: "CrossFit" for "CrossFit, LLC"; empty for a mere sign."""
    named = excerpt(_LEGAL.sub("", line(text)).rstrip("."), _LONGEST_EMPLOYER)
    return named if any(char.isalnum() for char in named) else ""


def excerpt(text: str, limit: int) -> str:
    """At most `limit` characters; what was cut off shows."""
    whole = line(text)
    if len(whole) <= limit:
        return whole
    return shortened(whole, limit - 2).rstrip(" ,;:-–(") + " …"


def opened(text: str) -> str:
    """With a capital, unless its spelling is its own: "gRPC", "dbt"."""
    first, _, rest = text.partition(" ")
    plain = first.rstrip(",").islower() and (len(first) > 3 or bool(rest))
    return text[:1].upper() + text[1:] if plain else text
