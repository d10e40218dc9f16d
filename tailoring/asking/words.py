"""A model's words as plain text, or nothing when they cannot be used."""

from __future__ import annotations

import re

from jobops.lib import prompts

_ALIASES = re.compile(r"\s*[\[(]\s*[fr]\d{1,3}(?:\s*[,;]\s*[fr]\d{1,3})*\s*[\])]")
_BOLD = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]]+)\]\([^)\s]+\)")
_LEAD = re.compile(r"^(?:[-*•‣◦–]|#{1,6}|\d{1,2}[.)])\s+")
# What the model was shown instead of something else must never be printed.
_MASKED = re.compile(r"\[(?:link|email|phone|cut)\]", re.IGNORECASE)
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'"}


def plain(text: str) -> str:
    """One line without mark-up, aliases and invisible characters; empty when it holds a mask."""
    said = _ALIASES.sub("", _LINK.sub(r"\1", prompts.clean_untrusted(text)))
    said = _LEAD.sub("", " ".join(_BOLD.sub(r"\2", said).split()))
    if len(said) > 1 and _QUOTES.get(said[0]) == said[-1] and said[-1] not in said[1:-1]:
        said = said[1:-1].strip()
    return "" if _MASKED.search(said) else said
