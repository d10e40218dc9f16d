"""What a calendar part of a mail says: somebody asks for a meeting, moves it or calls it off. Pure.

Only what tells the news is looked at here; when and where it is, `tracking.invitations` reads.
"""

from __future__ import annotations

import re

from orchestrator.inbox.routes import phrases, vocabulary
from orchestrator.inbox.routes.classify import PLAIN_INTERVIEW, Verdict, named
from orchestrator.inbox.routes.letter import Letter
from orchestrator.inbox.routes.wording import words

INVITED, OTHER = "calendar-invitation", "calendar-news"
SURE, LIKELY = 97, 80
LOOKED = 20_000
_METHOD = re.compile(r"^METHOD:([A-Z]{1,20})", re.MULTILINE | re.IGNORECASE)
_SUMMARY = re.compile(r"^SUMMARY(?:;[^:\n]{0,200})?:([^\n]{0,300})", re.MULTILINE | re.IGNORECASE)


def verdict(letter: Letter, found: Verdict) -> Verdict:
    """What the words say, and where they are silent, what the invitation does. Surer where it calls
    itself an interview; a withdrawn or answered one is no news.
    """
    if not letter.mail.calendars or found.value >= LIKELY:
        return found
    text = letter.mail.calendars[0][:LOOKED]
    summary = _first(_SUMMARY, text)
    said = words(f"{summary}\n{letter.subject}")
    if _first(_METHOD, text).upper() not in ("REQUEST", "PUBLISH", ""):
        return Verdict("no_change", value=SURE, rule_id=OTHER, sentence=letter.subject or summary)
    return Verdict(
        _kind(said) or _kind(letter.said) or PLAIN_INTERVIEW,
        value=SURE if vocabulary.found("applied", said) else LIKELY,
        rule_id=INVITED,
        sentence=letter.subject or summary,
    )


def _kind(said: str) -> str:
    tables = phrases.load().tables.values()
    return next((one.target for table in tables for one in named(table.details, said)), "")


def _first(expression: re.Pattern[str], text: str) -> str:
    found = expression.search(text)
    return found[1].strip() if found else ""
