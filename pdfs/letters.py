"""Prints a cover letter in the look of the résumé and keeps the file. Called by a worker."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from jobops.lib.errors import Refused
from jobops.web.files import Served
from orchestrator import preferences
from orchestrator.jobs.freshness import COMPOSING
from orchestrator.models.job import digest_of
from pdfs import build, inspect, letter_page, metadata, naming, render, sizes, store
from pdfs.letter_page import Written
from pdfs.page import Page
from pdfs.themes import Composed
from tailoring import library
from tailoring.documents import schema
from tailoring.models import CoverLetter, ResumeVersion

# Steps of making it fit on one page; narrow margins are not among them.
_SQUEEZES = (1, 2, 3)


class Set(NamedTuple):
    """A letter ready for print, at each squeeze."""

    version: ResumeVersion
    written: Written
    page: Page

    def composed(self, squeeze: int = 0) -> Composed:
        page = replace(self.page, squeeze=squeeze)
        return letter_page.compose(self.version.data, self.written, page)


def is_current(letter: CoverLetter) -> bool:
    """Whether its file is there and would be printed the same now. Raises Refused, RenderError."""
    if not letter.pdf_digest or not letter.pdf_inputs:
        return False
    here = store.has(letter.job.owner_id, letter.pdf_digest)
    return here and letter.pdf_inputs == _inputs(_set(letter).composed())


def keep(letter: CoverLetter) -> None:
    """Print it, unless that was done from the same. Raises RenderError or Refused; then the row
    points at nothing new.
    """
    made = _set(letter)
    normal = made.composed()
    inputs, owner = _inputs(normal), letter.job.owner_id
    if letter.pdf_inputs == inputs and store.has(owner, letter.pdf_digest):
        return
    if settings.CHROMIUM_PATH:
        render.configure(path=settings.CHROMIUM_PATH)
    composed, pdf = _printed(made, normal)
    expected = composed.expected
    content = metadata.seal(
        pdf,
        title=expected.title,
        author=expected.name,
        language=expected.language,
        newest=letter.confirmed_at or letter.created_at,
    )
    pages = inspect.quick(content, expected)
    CoverLetter.objects.filter(pk=letter.pk).update(
        pdf_digest=store.put(owner, content),
        pdf_inputs=inputs,
        pdf_pages=pages,
        printed_at=timezone.now(),
    )


def served(letter: CoverLetter, *, attachment: bool, cache: str) -> Served:
    """Its file, as it was printed last. Http404 when there is none."""
    digest = letter.pdf_digest
    if not digest:
        raise Http404
    plain, own = names(letter)
    name = store.name_of(letter.job.owner_id, digest)
    return Served(name, digest, "application/pdf", plain, own, attachment=attachment, cache=cache)


def names(letter: CoverLetter) -> tuple[str, str]:
    """As a résumé's, with the word for a letter between: "Name_Letter_Role_Employer"."""
    version = library.base_of(letter.job)
    name = schema.read(version.data).basics.name if version else ""
    language = letter.language or "en"
    word = WORDS.get(language.partition("-")[0], WORDS["en"])
    job = letter.job
    title = f"{word} {job.title}"
    return naming.download_name(name, title, job.employer, language, fallback=f"letter_{job.pk}")


WORDS = {
    "en": "Letter", "de": "Anschreiben", "fr": "Lettre", "es": "Carta", "pt": "Carta",
    "it": "Lettera", "nl": "Brief", "pl": "List", "sv": "Brev", "da": "Ansøgning",
}  # fmt: skip


def _printed(made: Set, normal: Composed) -> tuple[Composed, bytes]:
    """On one page where a little tightening does it."""
    pdf = render.render(normal.html, deadline=settings.PRINT_SECONDS)
    if sizes.pages(pdf) != 2:
        return normal, pdf
    for squeeze in _SQUEEZES:
        composed = made.composed(squeeze)
        tight = render.render(composed.html, deadline=settings.PRINT_SECONDS)
        if sizes.pages(tight) == 1:
            return composed, tight
    return normal, pdf


def _set(letter: CoverLetter) -> Set:
    job = letter.job
    version = library.base_of(job)
    if version is None:
        raise Refused("resume_missing")
    page = build.page_for(job, version=version)
    language = letter.language or page.locale or "en"
    written = Written(letter.text, job.employer, job.title, _day(letter))
    return Set(version, written, replace(page, locale=language, photo=False, squeeze=0))


def _day(letter: CoverLetter) -> date:
    """When it was confirmed; until then every day is another letter."""
    zone = preferences.of(letter.job.owner).zone()
    return (letter.confirmed_at or timezone.now()).astimezone(zone).date()


def _inputs(composed: Composed) -> str:
    return digest_of({"composing": COMPOSING, "html": composed.html})
