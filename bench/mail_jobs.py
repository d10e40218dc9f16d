"""The jobs a mail of the labelled set may be about: its own, and others beside it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bench.mail_wordings import Wording

STAGES = {
    "ack": ("applied",),
    "reject": ("applied", "recruiter_screen", "hiring_manager_screen", "technical_interview"),
    "assessment": ("applied", "recruiter_screen"),
    "offer": ("hiring_manager_screen", "technical_interview", "onsite"),
    "recruiter_screen": ("applied",),
    "hiring_manager_screen": ("applied", "recruiter_screen"),
    "technical_interview": ("recruiter_screen", "assessment", "hiring_manager_screen"),
    "onsite": ("hiring_manager_screen", "technical_interview"),
}
ANY = ("applied", "recruiter_screen", "assessment", "hiring_manager_screen", "technical_interview")
Job = dict[str, Any]


def jobs(
    chance: random.Random, wording: Wording, *, employer: list[str], known: dict[str, Any],
    at: datetime,
) -> list[Job]:  # fmt: skip
    """The first is the one the mail is about; a second one at its employer may follow."""
    flags, titles = wording.flags, list(known["titles"][wording.language])
    chance.shuffle(titles)
    own = job(chance, employer, titles[0], at=at)
    own["stage"] = flags.get("stage") or chance.choice(
        STAGES.get(wording.target) or STAGES.get(wording.kind) or ANY
    )
    own["state"] = flags.get("state", "open")
    if flags.get("old"):
        own["applied_at"] = (at + timedelta(days=6)).isoformat()
    if own["state"] == "closed":
        own["applied_at"] = (at - timedelta(days=100)).isoformat()
    found = [own]
    says_title = "{title}" in wording.body + " ".join(wording.subjects)
    wants_two = flags.get("twice") or (
        says_title and not flags.get("job") and not flags.get("hard") and chance.random() < 0.12
    )
    if wants_two:
        found.append(job(chance, employer, titles[1], at=at))
    if flags.get("twice") == "ref":
        for number, one in enumerate(found):
            one["references"] = [f"R-{chance.randrange(20_000, 90_000) * 10 + number}"]
    if flags.get("from") == "freemail":
        own["domains"] = []
    return found + others(chance, employer, titles[2:], known=known, at=at)


def others(
    chance: random.Random, employer: list[str], titles: list[str], *, known: dict[str, Any],
    at: datetime,
) -> list[Job]:  # fmt: skip
    elsewhere = [one for one in known["employers"] if one != employer]
    found = []
    for one in chance.sample(elsewhere, chance.randint(2, 5)):
        beside = job(chance, one, chance.choice(titles), at=at)
        beside["stage"] = chance.choice(ANY)
        beside["state"] = chance.choice(("open",) * 7 + ("ready", "closed"))
        if beside["state"] == "ready":
            beside |= {"stage": "", "applied_at": None}
        found.append(beside)
    return found


def job(chance: random.Random, employer: list[str], title: str, *, at: datetime) -> Job:
    name, domain = employer
    return {
        "id": str(UUID(int=chance.getrandbits(128), version=4)),
        "employer": name,
        "title": title,
        "stage": "applied",
        "state": "open",
        "applied_at": (at - timedelta(days=chance.randint(2, 50), hours=3)).isoformat(),
        "domains": [domain] if chance.random() < 0.85 else [],
        "references": [f"R-{chance.randrange(200_000, 900_000)}"] if chance.random() < 0.6 else [],
    }
