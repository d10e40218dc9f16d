"""The drafts that can be written without a language model, and what one is."""

from __future__ import annotations

from dataclasses import dataclass

from tailoring.language import NAMES

KINDS = ("cover_letter", "outreach", "interview_questions", "follow_up", "thank_you")
LANGUAGES = ("en", "de", "fr", "es")
BADGE = {
    "en": "Computed draft. No language model was used.",
    "de": "Berechneter Entwurf. Es wurde kein Sprachmodell verwendet.",
    "fr": "Brouillon calculé. Aucun modèle de langage n’a été utilisé.",
    "es": "Borrador calculado. No se ha usado ningún modelo de lenguaje.",
}
# Below this line stands what is said about a draft; it is no part of what is sent.
RULE = "\n\n---\n\n"


@dataclass(frozen=True)
class Draft:
    """Markdown in `language`. `fell_back`: asked for in another one that no draft is written in.
    `open` are the placeholders left, in order, without brackets.
    """

    text: str
    language: str
    fell_back: bool
    open: tuple[str, ...]


def spoken(language: str) -> str:
    """The language of a draft for a tag or name: "de-CH" is "de"; English for any other."""
    code = tag(language)
    return code if code in LANGUAGES else "en"


def tag(language: str) -> str:
    """ "de" for "de-CH", "de_DE" and "German"; empty for nothing."""
    code = language.strip().casefold().replace("_", "-").partition("-")[0]
    return NAMES.get(code, code)


def sendable(text: str) -> str:
    """The draft without what is said about it below the rule."""
    return text.partition(RULE)[0].strip()
