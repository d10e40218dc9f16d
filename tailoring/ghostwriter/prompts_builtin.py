"""The five prompts everybody begins with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Text(NamedTuple):
    name: str
    body: str


BUILT_IN: Mapping[str, Text] = {
    "cover_letter": Text(
        "Cover letter",
        "Write a cover letter for {{jobTitle}} at {{employer}}, about 250 words. Take the two or "
        "three things I did that answer what this posting asks for most, and say what came of "
        "them. Where you would have to guess, leave a gap in square brackets.",
    ),
    "outreach": Text(
        "Outreach",
        "Write a short message to somebody at {{employer}} about {{jobTitle}}: at most 120 words, "
        "one reason why I write to them, one thing from my work that fits, one plain question. "
        "Add a second version of at most 300 characters.",
    ),
    "interview_questions": Text(
        "Interview questions",
        "Which questions should I expect in an interview for {{jobTitle}} at {{employer}}? Name "
        "ten, the likeliest first. For each say which part of my experience answers it, and tell "
        "me where I have none. End with three questions I could ask them.",
    ),
    "why_me": Text(
        "Why me",
        "Answer in my words, in about 120: why am I a good choice for {{jobTitle}} at "
        "{{employer}}? Use only what my profile and notes say, and name the examples.",
    ),
    "follow_up": Text(
        "Follow-up",
        "Write a friendly message to ask {{employer}} how my application for {{jobTitle}} stands. "
        "At most 100 words, no reproach, one reason why I am still interested.",
    ),
}
