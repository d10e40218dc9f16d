"""The owner's résumé in every theme, side by side; one of them is chosen for all or for a job."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.web import files
from jobops.web.fragments import see_other
from jobops.web.problems import answer
from orchestrator import access, preferences
from orchestrator.models import Job, User
from orchestrator.pipeline import edits
from pdfs import gallery
from pdfs.page import MILLIMETRES, THEMES, Theme
from pdfs.problems import RenderError
from tailoring import library, photos
from tailoring.forms.page import PageForm
from tailoring.models import ResumeDocument, ResumeVersion

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


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return seen(request, asked(request))


@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page options of one job."""
    job = access.job(access.owner(request), pk)
    form = PageForm(request.POST, kept=job.page_options)
    if not form.is_valid():
        return seen(request, asked(request, job=job), form=form, status=422)
    edits.save(job, {"page_options": form.options()}, actor="user")
    messages.success(request, "The page of this job was saved.")
    return see_other(f"/design-resume/gallery?job={pk}")


def seen(
    request: HttpRequest, shown: Shown | None, *, form: PageForm | None = None, status: int = 200
) -> HttpResponse:
    if shown is None or library.is_blank(shown.version):
        return render(request, "resume/gallery.html", {"shown": shown}, status=status)
    samples = shown.samples
    mine = preferences.of(shown.owner)["pdfTheme"]
    first = next(iter(samples.values())).page
    wide, high = MILLIMETRES[first.paper]
    context = {
        "shown": shown,
        "cards": [card(shown, name, sample, mine=mine) for name, sample in samples.items()],
        "bases": library.documents(shown.owner),
        "has_photo": photos.of(shown.version.document) is not None,
        "page": first,
        "width": round(wide / 25.4 * 96),
        "height": round(high / 25.4 * 96),
        "here": shown.query(),
        "form": form or (PageForm(kept=shown.job.page_options) if shown.job else None),
    }
    return render(request, "resume/gallery.html", context, status=status)


@require_safe
def drawn(request: HttpRequest, theme: str, kind: str) -> HttpResponseBase:
    """The first page as a picture, or the whole file; made now when nobody looked before."""
    shown = asked(request)
    if shown is None or theme not in THEMES:
        raise Http404
    sample = shown.samples[theme]
    try:
        path = gallery.drawn(sample, f".{kind}")
    except RenderError as refused:
        status = answer(refused).status
        return HttpResponse(refused.sentence, content_type="text/plain", status=status)
    plain, name = gallery.names(sample)
    served = files.Served(
        path, sample.key, TYPES[kind], plain, name, attachment=False, cache="private, max-age=3600"
    )
    return files.serve(request, served)


@require_POST
def use(request: HttpRequest) -> HttpResponse:
    """A theme for every page that has none of its own, or for one job."""
    owner, theme = access.owner(request), request.POST.get("theme", "")
    if theme not in THEMES:
        raise Http404
    label = THEMES[theme].label
    if named := request.POST.get("job"):
        job = access.job(owner, uuid(named))
        edits.save(job, {"page_options": {**job.page_options, "theme": theme}}, actor="user")
        messages.success(request, f"This job is printed in {label}.")
    else:
        edits.save_preferences(owner, {"pdfTheme": theme})
        messages.success(request, f"New pages are printed in {label}. Ready jobs follow.")
    return see_other(f"/design-resume/gallery?{request.POST.get('here', '')}")


def asked(request: HttpRequest, *, job: Job | None = None) -> Shown | None:
    """What the address asks for; None without any résumé."""
    owner, asks = access.owner(request), request.GET
    if asks.get("job"):
        job = access.job(owner, uuid(asks["job"]))
    version = chosen(owner, asks.get("resume", ""), job)
    if version is None:
        return None
    paper = asks.get("paper", "")
    photo = {"on": True, "off": False}.get(asks.get("photo", ""))
    return Shown(owner, version, job, paper if paper in MILLIMETRES else "", photo)


def chosen(owner: User, named: str, job: Job | None) -> ResumeVersion | None:
    if named:
        document = library.own(owner, uuid(named))
        if document is None:
            raise Http404
        return library.newest(document)
    if job is not None:
        return library.base_of(job)
    default: ResumeDocument | None = library.default(owner)
    return library.newest(default) if default else None


def card(shown: Shown, name: str, sample: gallery.Sample, *, mine: str) -> Card:
    query = f"{shown.query()}&v={sample.key[:12]}"
    own = shown.job.page_options.get("theme") if shown.job else None
    return Card(
        name=name,
        theme=THEMES[name],
        picture=f"/design-resume/gallery/{name}.webp?{query}",
        file=f"/design-resume/gallery/{name}.pdf?{query}",
        pages=sample.pages,
        problem=gallery.problem(sample),
        is_default=name == mine,
        is_of_job=name == (own or mine),
    )


def uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong
