"""What a posting leaves open that somebody should ask. Pure."""

from __future__ import annotations

import re

from orchestrator.scoring.brief import JobFacts

_SAID = {
    "salary": r"[€$£]\s?\d|\d\s?(?:€|EUR\b|CHF\b|USD\b|GBP\b)|\d+k\b",
    "place": r"\bremote\b|home ?office|télétravail|teletrabajo|on[- ]?site|vor ort|sur site",
    "workplace": r"\bremote\b|home ?office|hybrid|mobiles arbeiten|télétravail|teletrabajo"
    r"|on[- ]?site|vor ort|presencial|présentiel",
    "team": r"team of (?:\d|two|three|four|five|six|seven|eight|nine|ten|about|around)"
    r"|team (?:von|aus) \d|\d+[- ]?köpfig|équipe de \d|equipo de \d"
    r"|\d+[- ](?:person|people|strong)",
    "start": r"start(?:ing)? date|immediate(?:ly)? (?:start|available)|ab sofort|nächstmöglich"
    r"|zum \d|eintrittsdatum|dès que possible|à pourvoir|incorporación|fecha de inicio",
    "contract": r"full[- ]?time|part[- ]?time|vollzeit|teilzeit|befristet|festanstellung"
    r"|permanent (?:contract|position|role)|temps plein|temps partiel|\bCDI\b|\bCDD\b"
    r"|jornada completa|media jornada|contrato indefinido|freelance|fixed[- ]term",
}
_SPOKEN = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _SAID.items()}
# Worth asking whatever the posting says.
ALWAYS = ("success", "hard", "process", "growth")


def missing(facts: JobFacts) -> tuple[str, ...]:
    """Names of facts that neither the fields of the posting nor its text tell."""
    known = {
        "salary": bool(facts.salary or facts.salary_min or facts.salary_max),
        "place": bool(facts.location or facts.is_remote),
        "workplace": bool(facts.workplace or facts.is_remote is not None),
        "team": False,
        "start": bool(facts.starting),
        "contract": bool(facts.job_type),
    }
    text = facts.description
    return tuple(name for name, is_known in known.items()
                 if not (is_known or _SPOKEN[name].search(text)))  # fmt: skip
