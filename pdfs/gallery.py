"""One base résumé in every theme: drawn when it is looked at, and kept for a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings

from jobops.web import stored
from jobops.web.stored import StoreError
from orchestrator import preferences
from orchestrator.jobs.freshness import COMPOSING
from orchestrator.models import User
from orchestrator.models.job import digest_of
from pdfs import fitting, metadata, naming, options, photograph, render, sizes, store, themes
from pdfs.page import THEMES, Page
from pdfs.problems import RenderError
from tailoring import photos
from tailoring.documents import schema
from tailoring.models import ResumeVersion

PICTURE, FILE = ".webp", ".pdf"


@dataclass(frozen=True)
class Sample:
    """A base in one theme; `key` names what it shows."""

    version: ResumeVersion
    page: Page
    key: str

    def name(self, suffix: str) -> str:
        return store.beside(self.version.document.owner_id, self.key, suffix=suffix)

    @property
    def pages(self) -> int:
        """How many it takes; 0 while it is not drawn."""
        try:
            return sizes.pages(stored.read(self.name(FILE)))
        except (FileNotFoundError, StoreError):
            return 0


def samples(
    owner: User, version: ResumeVersion, *, own: Mapping[str, Any], paper: str, photo: bool | None
) -> dict[str, Sample]:
    """By theme. `own`: options of a job; `paper` and `photo` over them, where they are given."""
    page = options.page(preferences.of(owner), own, raw=version.data)
    page = replace(page, paper=paper or page.paper)
    if photo is not None:
        page = replace(page, photo=photo)
    taken = photos.of(version.document)
    picture = taken.digest if taken and page.photo else ""
    return {name: _sample(version, replace(page, theme=name), picture) for name in THEMES}


def problem(sample: Sample) -> str:
    """Why it cannot be printed, as a sentence; empty when it can."""
    try:
        if stored.exists(sample.name(PICTURE)):
            return ""
        _composed(sample)
    except (RenderError, StoreError) as refused:
        return refused.sentence
    _configure()
    return render.status().error


def drawn(sample: Sample, suffix: str) -> str:
    """The stored name of the picture of its first page, or of the whole file. RenderError when it
    cannot be printed.
    """
    name = sample.name(suffix)
    if not stored.exists(name):
        _draw(sample)
    return name


def names(sample: Sample) -> tuple[str, str]:
    """The plain and the real name under which the file is saved."""
    read = schema.read(sample.version.data)
    locale = sample.page.locale or "en"
    label = sample.page.look.label
    return naming.download_name(read.basics.name, label, "", locale, fallback=f"resume_{label}")


def _sample(version: ResumeVersion, page: Page, picture: str) -> Sample:
    parts = {
        "composing": COMPOSING,
        "content": version.digest,
        "photo": picture,
        "page": asdict(page),
        "document": str(version.document_id),
    }
    return Sample(version, page, digest_of(parts))


def _composed(sample: Sample) -> themes.Composed:
    return themes.compose(sample.version.data, sample.page, photo=_photo(sample))


def _photo(sample: Sample) -> themes.Photo | None:
    return photograph.of(sample.version.document) if sample.page.photo else None


def _configure() -> None:
    if settings.CHROMIUM_PATH:
        render.configure(path=settings.CHROMIUM_PATH)


def _draw(sample: Sample) -> None:
    _configure()
    limit = settings.PRINT_SECONDS
    made = fitting.printed(sample.version.data, sample.page, photo=_photo(sample), deadline=limit)
    html, size = themes.seen(made.composed, made.page)
    expected = made.composed.expected
    pdf = metadata.seal(
        made.pdf,
        title=expected.title,
        author=expected.name,
        language=expected.language,
        newest=sample.version.created_at,
    )
    stored.put(sample.name(FILE), pdf)
    stored.put(sample.name(PICTURE), render.picture(html, size, deadline=limit))
