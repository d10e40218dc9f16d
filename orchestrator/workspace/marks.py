"""What a person should know about a posting before trusting it: a word, and a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jobops.lib.words import number, say
from orchestrator.jobs import hidden_words
from orchestrator.jobs.wanted import is_blocked
from orchestrator.lifecycle import Status
from orchestrator.models import Job
from orchestrator.templatetags.ui import ago, day
from orchestrator.workspace import beside

OPEN = (Status.DISCOVERED, Status.PROCESSING, Status.READY)


@dataclass(frozen=True)
class Mark:
    """`checks`: the listing can be asked whether it is still there. `quote`: words to look at."""

    word: str
    said: str
    checks: bool = False
    quote: str = ""


def marks(job: Job) -> tuple[Mark, ...]:
    return tuple(_marks(job))


def _marks(job: Job) -> Iterator[Mark]:
    if job.listing_closed_at is not None:
        since = ago(job.listing_closed_at)
        said = say(
            "Not found where it was listed, as of {since}. What to do is your decision.",
            since=since,
        )
        yield Mark(say("Listing seems closed"), said, checks=True)
    if job.status == Status.DISCOVERED:
        if is_blocked(job.employer, beside.blocked(job.owner)):
            said = say(
                "You block this employer, so runs leave the job out. Unblock it in Settings."
            )
            yield Mark(say("Employer blocked"), said)
        again = job.events.filter(kind=beside.RELISTED).order_by("-seq")
        if beside.may_be_back(job) and (event := again.first()):
            said = say(
                "Its source shows it again since {date}, after it had expired.",
                date=day(event.at.date()),
            )
            yield Mark(say("Listed again"), said)
    if job.hidden_text:
        gone = hidden_words.of(job)
        much = (
            say("{characters} characters", characters=number(gone.characters))
            if gone.characters
            else say("Words")
        )
        said = say(
            ("{much} that only machines read were taken out. They count neither for nor against."),
            much=much,
        )
        yield Mark(say("Hidden text"), said, quote=gone.text)
    if job.description_truncated:
        said = say(
            "The source gives the beginning only, so the score is less sure. Open the posting."
        )
        yield Mark(say("Text cut short"), said)
