"""The person as the chat may know them: their name and what the résumé shows, from a list. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from jobops.lib import prompts
from orchestrator.scoring.brief import Item, Profile
from tailoring.documents.profile import profile
from tailoring.documents.schema import Raw, read
from tailoring.ghostwriter.blocks import Block, block

_NAME, _HEADLINE, _SUMMARY, _TEXT, _WORD = 100, 200, 1_200, 320, 120
_SKILLS, _KEYWORDS, _PROJECTS, _ROLES = 18, 8, 6, 5


def of(raw: Raw | None) -> Block:
    """`raw` is the résumé the job is tailored from, if there is one."""
    if raw is None:
        return block("profile", "", note="There is no résumé yet.")
    said = "\n".join(_lines(read(raw).basics.name, profile(raw)))
    return block("profile", said, note="" if said else "The résumé is empty.")


def _lines(name: str, own: Profile) -> Iterator[str]:
    for label, text, limit in (
        ("Name", name, _NAME), ("Headline", own.headline, _HEADLINE),
        ("Summary", own.summary, _SUMMARY),
    ):  # fmt: skip
        if said := _told(text, limit=limit):
            yield f"{label}: {said}"
    for item in islice(_of(own, "experience"), _ROLES):
        yield f"Role: {_entry(item)}"
    for item in islice(_of(own, "skills"), _SKILLS):
        words = ", ".join(_told(word, limit=_WORD) for word in item.keywords[:_KEYWORDS])
        yield f"Skill: {_told(item.title, limit=_WORD)}{': ' if words else ''}{words}"
    for item in islice(_of(own, "projects"), _PROJECTS):
        yield f"Project: {_entry(item)}"


def _of(own: Profile, section: str) -> Iterator[Item]:
    mine = (item for item in own.items if item.section == section)
    return (item for item in mine if item.title or item.text or item.keywords)


def _entry(item: Item) -> str:
    heads = (_told(part, limit=_WORD) for part in (item.title, item.organisation, item.period))
    text = "; ".join(filter(None, (line.strip(" ;") for line in item.text.splitlines())))
    return " | ".join(filter(None, (*heads, _told(text, limit=_TEXT))))


def _told(text: str, *, limit: int) -> str:
    return " ".join(prompts.own(text, limit=limit).split())
