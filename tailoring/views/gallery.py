"""The owner's résumé in every theme, side by side; one of them is chosen for all or for a job."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import later, say
from jobops.web import files
from jobops.web.fragments import see_other
from jobops.web.problems import answer
from orchestrator import access
from orchestrator.models import Job, User
from orchestrator.pipeline import edits
from pdfs import showcase
from pdfs.page import MILLIMETRES, THEMES
from pdfs.problems import RenderError
from pdfs.showcase import Shown
from tailoring import library
from tailoring.forms.page import PageForm
from tailoring.models import ResumeDocument, ResumeVersion

TYPES = showcase.TYPES


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
    messages.success(request, say("The page of this job was saved."))
    return see_other(f"/design-resume/gallery?job={pk}")


def seen(
    request: HttpRequest, shown: Shown | None, *, form: PageForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, object] = {"shown": shown}
    if shown is not None and not library.is_blank(shown.version):
        kept = shown.job.page_options if shown.job else None
        context |= showcase.around(shown)
        context["form"] = form or (PageForm(kept=kept) if kept is not None else None)
    return render(request, "resume/gallery.html", context, status=status)


@require_safe
def drawn(request: HttpRequest, theme: str, kind: str) -> HttpResponseBase:
    """The first page as a picture, or the whole file; made now when nobody looked before."""
    shown = asked(request)
    if shown is None or theme not in THEMES:
        raise Http404
    try:
        return files.serve(request, showcase.served(shown.samples[theme], kind))
    except RenderError as refused:
        status = answer(refused).status
        return HttpResponse(refused.sentence, content_type="text/plain", status=status)


ONE = later("This job is printed in {label}.")
ALL = later("New pages are printed in {label}. Ready jobs follow.")


@require_POST
def use(request: HttpRequest) -> HttpResponse:
    """A theme for every page that has none of its own, or for one job."""
    owner, theme = access.owner(request), request.POST.get("theme", "")
    if theme not in THEMES:
        raise Http404
    if named := request.POST.get("job"):
        job = access.job(owner, uuid(named))
        edits.save(job, {"page_options": {**job.page_options, "theme": theme}}, actor="user")
    else:
        edits.save_preferences(owner, {"pdfTheme": theme})
    messages.success(request, _used(THEMES[theme].label, one_job=bool(named)))
    return see_other(f"/design-resume/gallery?{request.POST.get('here', '')}")


def _used(label: str, *, one_job: bool) -> str:
    if one_job:
        return say("This job is printed in {label}.", label=label)
    return say("New pages are printed in {label}. Ready jobs follow.", label=label)


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


def uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong
