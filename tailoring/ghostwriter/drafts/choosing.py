"""Which draft a message asks for, by its words; and what is said when it asks for none. Pure."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache

from jobops.lib.text import fold
from tailoring.ghostwriter.drafts import page, wording
from tailoring.ghostwriter.drafts.kinds import KINDS, spoken

# Only its beginning asks for something; what is pasted below may name anything.
_READ = 600
_FIRST = ("thank_you", "follow_up")


def kind_of(text: str) -> str:
    """One of `KINDS`, or empty when the words ask for none of them."""
    said = fold(text[:_READ])
    met = {
        kind: at.start() for kind, pattern in _patterns().items() if (at := pattern.search(said))
    }
    return next(
        (kind for kind in _FIRST if kind in met), min(met, key=lambda k: met[k], default="")
    )


def offered(language: str) -> str:
    """Markdown: the drafts there are, and where a model is connected."""
    words = wording.of(spoken(language))
    kinds = page.bulleted(words.say(f"offered.{kind}") for kind in KINDS)
    return "\n\n".join(
        (words.say("offered.none"), kinds, words.say("offered.how"), words.say("offered.model"))
    )


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    with (wording.FOLDER / "choosing.toml").open("rb") as file:
        listed = tomllib.load(file)
    return {
        kind: re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.DOTALL)
        for kind, parts in listed.items()
    }
