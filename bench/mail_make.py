"""Write the labelled mails anew, the same bytes each time: `python -m bench.mail_make`."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.mail_jobs import Job, jobs
from bench.mail_letters import OWN, dressed, forms, headers, sender, slug
from bench.mail_wordings import HALVES, SET, Wording, names, wordings

SEED = 7
START = datetime(2026, 11, 2, 8, tzinfo=UTC)
INVITATION = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:{uid}@{domain}
SEQUENCE:0
DTSTART:20261203T093000Z
DTEND:20261203T103000Z
SUMMARY:{subject}
END:VEVENT
END:VCALENDAR"""


def main() -> None:
    for half, text in made().items():
        (SET / f"{half}.jsonl").write_text(text, encoding="utf-8")


def made() -> dict[str, str]:
    """The text of the file of each half."""
    found: dict[str, list[str]] = {half: [] for half in HALVES}
    for row in rows():
        found[row["half"]].append(json.dumps(row, ensure_ascii=False))
    return {half: "\n".join(lines) + "\n" for half, lines in found.items()}


def rows() -> Iterator[dict[str, Any]]:
    known = names()
    for wording in wordings():
        # A family's mails depend on nothing but its own name, so that others may come and go.
        chance = random.Random(f"{SEED} {wording.family}")
        count = int(wording.flags.get("n", "1" if "hard" in wording.flags else "2"))
        for number in range(count):
            yield row(chance, wording, number, known)


def row(
    chance: random.Random, wording: Wording, number: int, known: dict[str, Any]
) -> dict[str, Any]:
    flags, language = wording.flags, wording.language
    employer, other = chance.sample(known["employers"], 2)
    at = START + timedelta(minutes=chance.randrange(24 * 60 * 20))
    candidates = jobs(chance, wording, employer=employer, known=known, at=at)
    kinds = flags["from"].split(",")
    kind = kinds[number % len(kinds)]
    slots = filled(chance, wording, candidates[0], other=other, known=known)
    name, address = sender(chance, kind, known=known, slots=slots)
    subject = wording.subjects[number % len(wording.subjects)].format(**slots)
    body = dressed(chance, wording, kind, body=said(wording, slots), known=known, slots=slots)
    plain, html = forms(chance, wording, kind, body)
    uid = f"{wording.family}-{number}"
    invitation = INVITATION.format(uid=uid, domain=slots["domain"], subject=subject)
    about = None if flags.get("job") or flags.get("twice") == "none" else candidates[0]["id"]
    shown = beside(wording, candidates)
    chance.shuffle(shown)
    return {
        "id": uid, "half": wording.half, "family": wording.family, "class": wording.kind,
        "language": language, "hard": flags.get("hard", ""), "sender_name": name,
        "sender_address": address, "subject": subject, "date": at.isoformat(),
        "message_id": f"{uid}@{address.split('@')[1]}", "headers": headers(wording, kind),
        "plain": plain, "html": html, "calendar": invitation if flags.get("calendar") else "",
        "candidates": shown, "threads": [about] if flags.get("thread") else [], "own": [OWN],
        "target": wording.target,
        "accepted": [one for one in flags.get("accept", "").split(",") if one],
        "job": about, "may_link": about is not None and flags.get("link") != "no",
    }  # fmt: skip


def beside(wording: Wording, candidates: list[Job]) -> list[Job]:
    """Of a mail that is about no job, only those of others; unless it names its employer."""
    about_none = wording.flags.get("job") and not wording.flags.get("names")
    return candidates[1:] if about_none else list(candidates)


def said(wording: Wording, slots: dict[str, str]) -> str:
    # Braces of a text that is JSON are no places to fill.
    return wording.body if '{"' in wording.body else wording.body.format(**slots)


def filled(
    chance: random.Random, wording: Wording, own: Job, *, other: list[str], known: dict[str, Any]
) -> dict[str, str]:
    language = wording.language
    titles = [one for one in known["titles"][language] if one != own["title"]]
    suffix = " (m/w/d)" if language == "de" and chance.random() < 0.4 else ""
    employer = own["employer"]
    domain = next(one for name, one in known["employers"] if name == employer)
    day = known["months"][language].format(d=chance.randint(1, 22))
    return {
        "first": "Ada", "last": "Lovelace", "employer": employer, "title": own["title"] + suffix,
        "who": chance.choice(known["people"][language]), "domain": domain,
        "slug": slug(employer), "language": language, "otheremployer": other[0],
        "otherdomain": other[1], "othertitle": chance.choice(titles), "day": day,
        "ref": (own["references"] or [f"R-{chance.randrange(200_000, 900_000)}"])[0],
        "time": f"{chance.randint(9, 16)}:{chance.choice(('00', '30'))}",
        "ticket": f"T{chance.randrange(100_000, 999_999)}",
        "link": f"https://apply.{domain}/{chance.randrange(10**6, 10**7)}",
    }  # fmt: skip


if __name__ == "__main__":
    main()
