"""What the gallery shows: a base résumé in every theme, for all jobs or for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from jobops.web.files import Served
from orchestrator import preferences
from orchestrator.models import Job, User
from pdfs import gallery
from pdfs.page import MILLIMETRES, THEMES, Theme
from tailoring import library, photos
from tailoring.models import ResumeVersion

PAGE = "/design-resume/gallery"
TYPES = {"webp": "image/webp", "pdf": "application/pdf"}


@dataclass(frozen=True)
class Shown:
    """What is looked at: a base, maybe for a job, on which paper, with or without the photo."""

    owner: User
    version: ResumeVersion
    job: Job | None
    paper: str
    photo: bool | None

    @property
    def samples(self) -> dict[str, gallery.Sample]:
        own = self.job.page_options if self.job else {}
        return gallery.samples(
            self.owner, self.version, own=own, paper=self.paper, photo=self.photo
        )

    def query(self, **changes: str) -> str:
        photo = "" if self.photo is None else "on" if self.photo else "off"
        values = {
            "resume": str(self.version.document_id),
            "job": str(self.job.pk) if self.job else "",
            "paper": self.paper,
            "photo": photo,
            **changes,
        }
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True)
class Card:
    name: str
    theme: Theme
    picture: str
    file: str
    pages: int
    problem: str
    is_default: bool
    is_of_job: bool


def around(shown: Shown) -> dict[str, Any]:
    """Everything the page is drawn with."""
    samples = shown.samples
    mine = preferences.of(shown.owner)["pdfTheme"]
    first = next(iter(samples.values())).page
    wide, high = MILLIMETRES[first.paper]
    return {
        "cards": [card(shown, name, sample, mine=mine) for name, sample in samples.items()],
        "bases": library.documents(shown.owner),
        "has_photo": photos.of(shown.version.document) is not None,
        "page": first,
        "width": round(wide / 25.4 * 96),
        "height": round(high / 25.4 * 96),
        "here": shown.query(),
    }


def served(sample: gallery.Sample, kind: str) -> Served:
    """RenderError when it cannot be printed."""
    at = gallery.drawn(sample, f".{kind}")
    plain, name = gallery.names(sample)
    return Served(
        at, sample.key, TYPES[kind], plain, name, attachment=False, cache="private, max-age=3600"
    )


def card(shown: Shown, name: str, sample: gallery.Sample, *, mine: str) -> Card:
    query = f"{shown.query()}&v={sample.key[:12]}"
    own = shown.job.page_options.get("theme") if shown.job else None
    return Card(
        name=name,
        theme=THEMES[name],
        picture=f"{PAGE}/{name}.webp?{query}",
        file=f"{PAGE}/{name}.pdf?{query}",
        pages=sample.pages,
        problem=gallery.problem(sample),
        is_default=name == mine,
        is_of_job=name == (own or mine),
    )
