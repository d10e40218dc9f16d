"""The chat's system message: the owner's instructions or ours, and rules nobody can switch off.

It holds nothing of a posting, a file or a résumé: only settings and fixed words. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from jobops.lib import prompts
from jobops.lib.contacts import mask_contacts
from orchestrator.setting_kinds import SLOT
from tailoring import language as languages
from tailoring.asking.template import read
from tailoring.ghostwriter import contradicting
from tailoring.style import Style

LONGEST, _CONSTRAINTS = 12_000, 4_000
_BLANK_LINES = re.compile(r"\n{3,}")
# Said after a template that names the placeholder nowhere.
_BESIDE: Mapping[str, str] = {
    "tone": "Tone: {}.",
    "formality": "Formality: {}.",
    "constraintsSentence": "{}",
    "avoidTermsSentence": "{}",
}
PLACEHOLDERS = ("outputLanguage", *_BESIDE)
contradictions = contradicting.contradictions


def built_in() -> str:
    return read("ghostwriter")


def unknown(text: str) -> tuple[str, ...]:
    """Names between double braces that stand for nothing; they stay as they are written."""
    named = (name.strip() for name in SLOT.findall(text))
    return tuple(dict.fromkeys(name for name in named if name not in PLACEHOLDERS))


def rendered(text: str, style: Style, language: str) -> str:
    """The template with its placeholders filled; `language` is a tag such as "de"."""
    known = _slots(style, language)
    filled = SLOT.sub(lambda match: known.get(match[1].strip(), match[0]), text)
    return _BLANK_LINES.sub("\n\n", mask_contacts(filled)).strip()


def system(text: str, style: Style, language: str, *, plain: bool) -> str:
    """The whole message: template (empty: the built-in one), style, language, fixed rules.

    `plain` adds the rules of wording against stock phrases.
    """
    own = text.strip() or built_in()
    parts = (
        rendered(own, style, language),
        _beside(own, style, language),
        read("ghostwriter_plain") if plain else "",
        _language(language),
        prompts.fill(read("ghostwriter_rules"), fence_rule=prompts.FENCE_RULE),
    )
    return "\n\n".join(filter(None, parts))


def _slots(style: Style, language: str) -> Mapping[str, str]:
    wishes = prompts.own(style.constraints, limit=_CONSTRAINTS)
    avoid = ", ".join(style.avoid)
    return {
        "outputLanguage": languages.name(language),
        "tone": " ".join(style.tone.split()),
        "formality": " ".join(style.formality.split()),
        "constraintsSentence": f"The person also wishes:\n{wishes}" if wishes else "",
        "avoidTermsSentence": f"Do not use these words: {avoid}." if avoid else "",
    }


def _beside(text: str, style: Style, language: str) -> str:
    """Settings that a template of the owner's does not mention still hold."""
    named = {name.strip() for name in SLOT.findall(text)}
    known = _slots(style, language)
    said = (
        _BESIDE[name].format(known[name]) for name in _BESIDE if name not in named | _empty(known)
    )
    return mask_contacts("\n".join(said))


def _empty(known: Mapping[str, str]) -> set[str]:
    return {name for name, value in known.items() if not value}


def _language(tag: str) -> str:
    return (
        f"Language of the reply: {languages.name(tag)}. Job titles and names of products, "
        "employers and schools are not translated. A text you are asked to change keeps its "
        "language unless the person names another."
    )
