"""Where an owner's free wishes say otherwise than a setting does. The setting holds. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tailoring import language
from tailoring.ghostwriter import tongue
from tailoring.style import Style

_MODES = {
    "match-resume": "the résumé's language",
    "match-job-description": "the posting's language",
}
_COUNT = re.compile(
    r"(?P<count>\d{1,4})\s*(?:[-–]\s*(?P<most>\d{1,4})\s*)?"
    r"(?:words?|w[oö]rter[n]?|worte[n]?|mots?|palabras?)\b",
    re.IGNORECASE,
)
# Lengths of other texts than the summary, which is the one a setting limits.
_OTHER = re.compile(
    r"\b(?:letters?|messages?|mails?|e-mails?|outreach|answers?|repl(?:y|ies)|sentences? of"
    r"|anschreiben|nachricht\w*|antwort\w*|lettres?|messages?|réponses?|cartas?|mensajes?"
    r"|respuestas?|correos?)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[.!?;\n]+")


def contradictions(style: Style) -> tuple[str, ...]:
    """Sentences for the settings page; empty when nothing contradicts."""
    return (*_of_language(style), *_of_length(style))


def _of_language(style: Style) -> Iterator[str]:
    asked = tongue.requested(style.constraints)
    if not asked:
        return
    wish = f"Your wishes ask for {language.name(asked)}"
    if kept := _MODES.get(style.language_mode):
        yield f"{wish}, but replies follow {kept}. The setting holds."
        return
    manual = language.NAMES.get(style.manual_language.casefold(), style.manual_language)
    if manual.partition("-")[0].casefold() != asked:
        yield f"{wish}, but the language is set to {language.name(manual)}. The setting holds."


def _of_length(style: Style) -> Iterator[str]:
    for part in _PARTS.split(style.constraints):
        found = _COUNT.search(part)
        if not found or _OTHER.search(part):
            continue
        words = int(found["most"] or found["count"])
        if words != style.summary_max_words:
            yield (
                f"Your wishes speak of {words} words, but summaries have at most "
                f"{style.summary_max_words}. The setting holds."
            )
