"""The system message: the owner's instructions or ours, and the rules nobody can switch off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from jobops.lib import prompts
from jobops.lib.contacts import mask_contacts
from orchestrator.setting_kinds import template as kind
from orchestrator.setting_table import TAILORING_SLOTS
from tailoring import language
from tailoring.style import Style

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "prompts"
LONGEST, _CONSTRAINTS = 12_000, 4_000
FIELDS: Mapping[str, str] = {
    "headline": "headline", "summary": "summary", "skills": "skills", "bullets": "edits and orders",
}  # fmt: skip


def template_problems(text: str) -> tuple[str, ...]:
    """Sentences that say why this cannot be a template; empty when it can."""
    try:
        kind(LONGEST, *TAILORING_SLOTS).check(text)
    except ValueError as refused:
        return (str(refused),)
    return ()


def built_in() -> str:
    return read("tailoring")


def system(style: Style, *, tag: str, fields: Collection[str]) -> str:
    """`tag` of the language to write in; `fields` of FIELDS are asked for."""
    own = style.template.strip()
    text = own if own and not template_problems(own) else built_in()
    return f"{mask_contacts(_filled(text, slots(style, tag=tag)))}\n\n{rules(fields)}"


def rules(fields: Collection[str]) -> str:
    """What follows every template, the owner's or ours."""
    asked = ", ".join(FIELDS[name] for name in FIELDS if name in fields)
    return prompts.fill(read("tailoring_rules"), fence_rule=prompts.FENCE_RULE, fields=asked)


@cache
def read(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8").strip()


def slots(style: Style, *, tag: str) -> dict[str, str]:
    """What each placeholder becomes."""
    wishes = prompts.own(style.constraints, limit=_CONSTRAINTS)
    avoid = ", ".join(style.avoid)
    return {
        "summary_words": str(style.summary_max_words),
        "keywords": str(style.max_keywords_per_skill),
        "tone": " ".join(style.tone.split()) or "professional",
        "formality": " ".join(style.formality.split()) or "medium",
        "constraints": f"The person also wishes:\n{wishes}" if wishes else "",
        "avoid": f"Do not use these words: {avoid}." if avoid else "",
        "language": language.name(tag) or "the language of the résumé",
    }


def _filled(text: str, slots: Mapping[str, str]) -> str:
    return prompts.SLOT.sub(lambda match: slots.get(match[1], ""), text).strip()
