"""What the Letters tab is drawn with: one version, what is open in it, and the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from jobops.lib.words import later_each, say
from orchestrator.models import Job
from orchestrator.pipeline import letters as printing
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.review_words import Compared, Run, compared
from orchestrator.workspace.rows import Chip
from pdfs import store
from tailoring import claimed, letters
from tailoring.letters import Reason
from tailoring.models import CoverLetter

LANGUAGES = later_each({"en": "English", "de": "German", "fr": "French", "es": "Spanish"})
ORIGINS = later_each(
    {"user": "written by you", "model": "from Ghostwriter", "computed": "a computed draft"}
)
QUOTED = 160
OPEN, WORD = "unsupported", "asserted"


@dataclass(frozen=True)
class Nearest:
    """What the résumé says instead."""

    where: str
    text: str


@dataclass(frozen=True)
class Doubt:
    """`at`: the number of a claim, by which it is confirmed; None of a place to fill in."""

    text: str
    why: str
    state: str
    at: int | None = None
    nearest: Nearest | None = None


@dataclass(frozen=True)
class Paper:
    """`state`: none, printing, ready or failed."""

    state: str
    url: str = ""
    pages: int | None = None
    at: datetime | None = None
    failure: str = ""


@dataclass(frozen=True)
class Shown:
    id: str
    url: str
    version: int
    title: str
    lang: str
    language: str
    origin: str
    at: datetime
    confirmed_at: datetime | None
    chip: Chip
    runs: tuple[Run, ...]
    doubts: tuple[Doubt, ...]
    open: int
    paper: Paper
    source_url: str
    former: int | None
    change: Compared | None
    is_newest: bool


@dataclass(frozen=True)
class Version:
    number: int
    url: str
    at: datetime
    origin: str
    chip: Chip | None
    current: bool


@dataclass(frozen=True)
class Line:
    """The letter in one line, for where the job is shown otherwise."""

    said: str
    url: str


def base(job: Job) -> str:
    return f"/job/{job.pk}/letters"


def shown(letter: CoverLetter, *, among: Sequence[CoverLetter]) -> Shown:
    open_ones = letters.pending(letter)
    former = next((one for one in among if one.version < letter.version), None)
    url = f"{base(letter.job)}/{letter.pk}"
    return Shown(
        id=str(letter.pk),
        url=url,
        version=letter.version,
        title=say("Version {version}", version=letter.version),
        lang=letter.language,
        language=LANGUAGES.get(letter.language[:2], letter.language),
        origin=ORIGINS[letter.origin],
        at=letter.created_at,
        confirmed_at=letter.confirmed_at,
        chip=chip(letter, len(open_ones)),
        runs=marked(letter, open_ones),
        doubts=tuple(doubts(letter, open_ones)),
        open=len(open_ones),
        paper=paper(letter, url),
        source_url=source(letter),
        former=former.version if former else None,
        change=compared(former.text, letter.text) if former else None,
        is_newest=letter.pk == among[0].pk,
    )


def chip(letter: CoverLetter, count: int) -> Chip:
    if count:
        return Chip(say("{places} open", places=plural(count, "place")), "danger", "warn")
    if letter.confirmed_at:
        return Chip(say("Confirmed"), "good", "check")
    return Chip(say("Nothing open"), "", "")


def marked(letter: CoverLetter, open_ones: Sequence[Reason]) -> tuple[Run, ...]:
    places = [(one.start, one.end, OPEN) for one in open_ones]
    for claim in letter.claims:
        if claim["state"] == WORD:
            places.append((claim["claim"]["start"], claim["claim"]["end"], WORD))
    return compared(letter.text, letter.text, claims=places).after


def doubts(letter: CoverLetter, open_ones: Sequence[Reason]) -> Iterator[Doubt]:
    for one in open_ones:
        near = letter.claims[one.at]["nearest"] if one.at is not None else None
        known = Nearest(_where(near), _cut(str(near["quote"]))) if near else None
        yield Doubt(one.text, one.why, OPEN, one.at, known)
    for claim in letter.claims:
        if claim["state"] == WORD:
            yield Doubt(claimed.text_of(claim), "", WORD)


def _cut(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[: QUOTED - 1].rstrip()}…"


def _where(near: claimed.Kept) -> str:
    return (
        say("your facts")
        if near["section"] == "facts"
        else str(near["section"] or say("your résumé"))
    )


def paper(letter: CoverLetter, url: str) -> Paper:
    digest = letter.pdf_digest
    here = digest and store.seems_there(letter.job.owner_id, digest)
    file = f"{url}/pdf?v={digest[:12]}" if here else ""
    if printing.under_way(letter):
        return Paper("printing", file, letter.pdf_pages, letter.printed_at)
    failure = printing.failure(letter)
    state = "failed" if failure else "ready" if file else "none"
    return Paper(state, file, letter.pdf_pages, letter.printed_at, failure)


def source(letter: CoverLetter) -> str:
    """The reply it was saved from."""
    message = letter.source_message_id
    return f"/job/{letter.job_id}/ghostwriter#message-{message}" if message else ""


def versions(job: Job, found: Sequence[CoverLetter], *, current: str) -> tuple[Version, ...]:
    return tuple(
        Version(
            number=one.version,
            url=f"{base(job)}/{one.pk}",
            at=one.created_at,
            origin=ORIGINS[one.origin],
            chip=Chip(say("Confirmed"), "good", "check") if one.confirmed_at else None,
            current=str(one.pk) == current,
        )
        for one in found
    )


def line(job: Job) -> Line | None:
    """Of the confirmed version, else of the newest; by what its row says."""
    rows = CoverLetter.objects.filter(job=job).defer("text", "claims")
    found = list(rows.order_by("-version"))
    letter = next((one for one in found if one.confirmed_at), found[0] if found else None)
    if letter is None:
        return None
    state = "confirmed" if letter.confirmed_at else say("not confirmed yet")
    pdf = say(", PDF") if letter.pdf_digest else ""
    return Line(
        say("version {version}, {state}{pdf}", version=letter.version, state=state, pdf=pdf),
        f"{base(job)}/{letter.pk}",
    )
