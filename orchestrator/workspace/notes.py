"""The Notes tab: what is written, the form, its preview, and bringing a deleted note back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST

from jobops.lib.errors import Refused
from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.jobs import notes
from orchestrator.models import Job, Note
from orchestrator.workspace import jobpage, markdown
from orchestrator.workspace.answers import shortened
from orchestrator.workspace.details_form import Plain
from orchestrator.workspace.rows import Place
from tailoring.ghostwriter import keeping
from tailoring.ghostwriter.drafts.kinds import BADGE
from tailoring.ghostwriter.keeping import Source

GONE_SHOWN = 5
# Characters of all notes together; the notes after that are named until they are asked for.
MOST_SHOWN = 40_000


class NoteForm(forms.Form):
    title = Plain(
        label=later("Title"),
        max_length=notes.TITLE_LIMIT,
        error_messages={"required": later("Give the note a title.")},
    )
    content = Plain(
        max_length=notes.CONTENT_LIMIT,
        label=later("Text"),
        widget=forms.Textarea({"rows": 8}),
        help_text=later("Markdown: **bold**, *italic*, - lists, # headings, [words](https://…)."),
        error_messages={"required": later("Write the text of the note.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, note: Note | None = None) -> None:
        initial = {"title": note.title, "content": note.content} if note else {}
        super().__init__(data, initial=initial, auto_id="note_%s")
        self.note = note


@dataclass(frozen=True)
class Shown:
    """A note as it is read; `folded` when only its title is shown. `form` stands in its place
    while it is edited. `source_url`: the reply of the chat it was made from.
    """

    id: str
    title: str
    html: str
    created_at: datetime
    updated_at: datetime
    edit_url: str
    remove_url: str
    folded: bool = False
    form: NoteForm | None = None
    source_url: str = ""
    badge: str = ""

    @property
    def was_changed(self) -> bool:
        return self.updated_at != self.created_at


@dataclass(frozen=True)
class Gone:
    title: str
    at: datetime
    restore_url: str


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The notes with an empty form, which adds one."""
    job = access.job(access.owner(request), pk)
    if request.method != "POST":
        return drawn(request, job, NoteForm())
    return kept(request, job, NoteForm(request.POST))


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    """The same page with the form in the place of one note."""
    job = access.job(access.owner(request), pk)
    found = access.note(job, note)
    if request.method != "POST":
        return drawn(request, job, NoteForm(note=found))
    return kept(request, job, NoteForm(request.POST, note=found))


@require_POST
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is being written, as it will be shown."""
    access.job(access.owner(request), pk)
    text = request.POST.get("content", "")[: notes.CONTENT_LIMIT]
    return render(request, "job/_note_preview.html", {"preview": markdown.shown(text)})


@require_POST
def remove(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    found = access.note(job, note)
    notes.remove(found, actor="user")
    said = say("Deleted the note “{shortened}”.", shortened=shortened(found.title))
    messages.success(request, said, extra_tags=f"/job/{job.pk}/notes/{found.pk}/restore")
    return see_other(back_to(request, job))


@require_POST
def restore(request: HttpRequest, pk: UUID, note: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    found = notes.restore(job, note, actor="user")
    messages.success(
        request, say("The note “{shortened}” is back.", shortened=shortened(found.title))
    )
    return see_other(back_to(request, job))


def kept(request: HttpRequest, job: Job, form: NoteForm) -> HttpResponse:
    """Add or change; 422 and 409 show the form with every character kept."""
    if "preview" in request.POST:
        return drawn(request, job, form, preview=markdown.shown(str(form["content"].value() or "")))
    if not form.is_valid():
        return drawn(request, job, form, status=422)
    try:
        store(job, form, seen=request.POST.get("seen", ""))
    except Refused:
        return drawn(request, job, form, status=409, conflict=stored(form))
    return see_other(back_to(request, job))


def store(job: Job, form: NoteForm, *, seen: str) -> None:
    """Raises Refused when the note changed since `seen`."""
    title, content = form.cleaned_data["title"], form.cleaned_data["content"]
    if form.note is None:
        notes.add(job, title=title, content=content, actor="user")
        return
    expected = parse_datetime(seen[:40])
    notes.change(form.note, title=title, content=content, actor="user", expected=expected)


def drawn(
    request: HttpRequest, job: Job, form: NoteForm, *, status: int = 200, **said: Any
) -> HttpResponse:
    """`said`: preview or conflict."""
    asked = jobpage.asked(request, job)
    at = asked[1] if asked else jobpage.came_from(request, job)
    seen = token(form, sent="" if "conflict" in said else request.POST.get("seen", ""))
    whole = request.GET.get("all") == "1"
    content = {**listed(job, form=form, at=at, whole=whole), "seen": seen, **said}
    return jobpage.shown(request, job, "notes", at=at, status=status, content=content)


def listed(job: Job, *, form: NoteForm, at: Place | None, whole: bool) -> dict[str, object]:
    url = jobpage.address(job.pk, "notes", at=at)
    return {
        "form": form,
        "editing": form.note is not None,
        "notes": read(job, form=form, whole=whole),
        "all_url": f"{url}{'&' if at else '?'}all=1",
        "gone": gone(job),
        "notes_action": f"/job/{job.pk}/notes",
        "notes_url": url,
    }


def token(form: NoteForm, *, sent: str) -> str:
    """The state of the note that the form was drawn from."""
    if form.note is None or sent:
        return sent[:40]
    return access.note(form.note.job, form.note.pk).updated_at.isoformat()


def stored(form: NoteForm) -> tuple[tuple[str, str], ...]:
    assert form.note is not None
    now = access.note(form.note.job, form.note.pk)
    return (("Title", now.title), (say("Text"), now.content))


def read(job: Job, *, form: NoteForm, whole: bool) -> tuple[Shown, ...]:
    found: list[Shown] = []
    size, sources = 0, keeping.sources(job)
    for note in notes.of(job):
        size += len(note.content)
        fits = whole or not found or size <= MOST_SHOWN
        found.append(shown(note, form=form, folded=not fits, source=sources.get(note.pk)))
    return tuple(found)


def shown(note: Note, *, form: NoteForm, folded: bool, source: Source | None) -> Shown:
    url = f"/job/{note.job_id}/notes/{note.pk}"
    return Shown(
        id=str(note.pk),
        title=note.title,
        html="" if folded else markdown.shown(note.content),
        folded=folded,
        created_at=note.created_at,
        updated_at=note.updated_at,
        edit_url=url,
        remove_url=f"{url}/remove",
        form=form if form.note is not None and form.note.pk == note.pk else None,
        source_url=reply_url(note, source.message) if source and source.message else "",
        badge=BADGE["en"] if source and source.computed else "",
    )


def reply_url(note: Note, message: UUID) -> str:
    return f"/job/{note.job_id}/ghostwriter#message-{message}"


def gone(job: Job) -> tuple[Gone, ...]:
    rows = notes.removed(job)[:GONE_SHOWN]
    return tuple(
        Gone(note.title, note.removed_at, f"/job/{job.pk}/notes/{note.pk}/restore")
        for note in rows
        if note.removed_at
    )


def back_to(request: HttpRequest, job: Job) -> str:
    asked = jobpage.asked(request, job)
    tab, at = asked or ("notes", None)
    return jobpage.address(job.pk, tab, at=at)
