"""Backups, and the pages on which much is deleted at once: the count first, then the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Invalid, Problem
from jobops.lib.words import later, say
from jobops.web import files as answers
from jobops.web.fragments import see_other, wants_fragment
from orchestrator import access
from orchestrator.jobs import removal
from orchestrator.lifecycle import Status
from orchestrator.models import User
from orchestrator.ops import backups, files, restore_wanted, starting_over
from orchestrator.ops.backups import Backup
from orchestrator.templatetags import ui
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.places import WORDS
from orchestrator.workspace.settings import frame
from orchestrator.workspace.settings_sections import SECTIONS

WORD = "delete"


@dataclass(frozen=True)
class Question:
    """What would be deleted, in words; `value` is the status or the threshold."""

    kind: str
    value: str
    title: str
    found: removal.Forecast

    @property
    def hanging(self) -> tuple[str, ...]:
        """What goes with the jobs, as far as there is any."""
        said = (
            (self.found.notes, "note"),
            (self.found.documents, "document"),
            (self.found.todos, "to-do"),
            (self.found.pdfs, "PDF"),
        )
        return tuple(plural(count, noun) for count, noun in said if count)

    @property
    def rest(self) -> int:
        return self.found.jobs - len(self.found.named)


class ClearForm(forms.Form):
    confirm = forms.CharField(
        label=later("Type the word delete"),
        error_messages={"required": later("Type the word delete. Nothing was deleted.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_confirm(self) -> str:
        given = str(self.cleaned_data["confirm"]).strip()
        if given != WORD:
            raise forms.ValidationError(say("Type the word delete. Nothing was deleted."))
        return given


def kept(request: HttpRequest) -> HttpResponse:
    """The list; a POST makes a new one."""
    access.require_staff(request)
    refused = ""
    if request.method == "POST":
        try:
            messages.success(request, said(backups.request()))
            return see_other("/settings/backups")
        except Problem as problem:
            refused = problem.sentence
    return backup_page(request, refused=refused, status=503 if refused else 200)


def said(made: Backup | None) -> str:
    return (
        say("{filename} is ready.", filename=made.filename)
        if made
        else say("A backup is being made.")
    )


def backup_page(
    request: HttpRequest, *, refused: str = "", brought: bool = False, status: int = 200
) -> HttpResponse:
    said = {"refused": refused, "brought": brought}
    context = {**frame(SECTIONS["backups"]), **stock(), **said}
    return render(request, "maintenance/backups.html", context, status=status)


def stock() -> dict[str, object]:
    """What lies in the folder, and what becomes of it."""
    rows = backups.listed()
    return {
        "backups": rows,
        "total": ui.size(sum(one.size for one in rows)),
        "due": backups.next_scheduled(),
        "making": backups.progress(),
        "wanted": backups.is_wanted(),
        "failure": backups.last_failure(),
        "folder": backups.folder(),
        "restored": restore_wanted.last(),
    }


@require_safe
def making(request: HttpRequest) -> HttpResponse:
    """How far the backup is; when it has ended, the page is drawn again."""
    access.require_staff(request)
    if not wants_fragment(request):
        return see_other("/settings/backups")
    found, wanted = backups.progress(), backups.is_wanted()
    if not (found or wanted):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "maintenance/_making.html", {"making": found, "wanted": wanted})


@require_safe
def download(request: HttpRequest, filename: str) -> HttpResponseBase:
    access.require_staff(request)
    found = chosen(filename)
    offered = answers.Served(
        at=found.path,
        digest=f"{found.filename}-{found.size}",
        media_type="application/gzip",
        ascii_name=found.filename,
        name=found.filename,
        attachment=True,
        cache="private, no-store",
    )
    return answers.serve(request, offered)


@require_POST
def check(request: HttpRequest, filename: str) -> HttpResponse:
    access.require_staff(request)
    found = chosen(filename)
    result = backups.check(found)
    if result.faults:
        said = say("{filename} is damaged: {faults}", filename=filename, faults=result.faults[0])
        messages.error(request, said)
    else:
        read = plural(result.files, "file")
        messages.success(
            request, say("{filename} is sound: {files} read.", filename=filename, files=read)
        )
    return see_other("/settings/backups")


def drop(request: HttpRequest, filename: str) -> HttpResponse:
    """The question that names the file, and the answer to it."""
    access.require_staff(request)
    found = chosen(filename)
    if request.method == "POST":
        backups.remove(found)
        messages.success(request, say("Deleted {filename}.", filename=filename))
        return see_other("/settings/backups")
    last = len(backups.listed()) == 1
    context = {**frame(SECTIONS["backups"]), "backup": found, "last": last}
    return render(request, "maintenance/drop.html", context)


def chosen(filename: str) -> Backup:
    """Raises Http404 for whatever is not there, also for a name that no backup has."""
    try:
        return backups.find(filename)
    except Invalid as strange:
        raise Http404 from strange


def danger(request: HttpRequest) -> HttpResponse:
    """The questions; a POST with the word clears everything."""
    if request.method != "POST":
        return danger_page(request, ClearForm())
    access.require_staff(request)
    form = ClearForm(request.POST)
    if not form.is_valid():
        return danger_page(request, form, status=422)
    try:
        return cleared(request, access.owner(request))
    except Problem as problem:
        return danger_page(request, form, refused=problem.sentence, status=422)


def danger_page(
    request: HttpRequest, form: ClearForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    """Clearing everything is offered to those who may."""
    owner = access.owner(request)
    context = {
        **frame(SECTIONS["danger"]),
        **counts(owner),
        "form": form if owner.is_staff else None,
        "refused": refused,
    }
    return render(request, "maintenance/danger.html", context, status=status)


def cleared(request: HttpRequest, owner: User) -> HttpResponse:
    found = starting_over.clear(owner, actor="user")
    gone = say("{jobs} and {runs}", jobs=plural(found.jobs, "job"), runs=plural(found.runs, "run"))
    messages.success(
        request, say("Deleted {gone}. {backup} holds them.", gone=gone, backup=found.backup)
    )
    return see_other("/")


def counts(owner: User) -> dict[str, object]:
    """What stands where, before anything is asked."""
    by_status: Mapping[str, int] = owner.jobs.by_status()
    statuses = [(value, WORDS[value], by_status[value]) for value in Status.values]
    return {
        "statuses": [row for row in statuses if row[2]],
        "jobs": sum(by_status.values()),
        "runs": owner.runs.count(),
        "resumes": owner.resumes.count(),
    }


def deletion(request: HttpRequest, kind: str) -> HttpResponse:
    """What would go, with its count; a POST that was shown this count deletes."""
    owner = access.owner(request)
    value = (request.POST if request.method == "POST" else request.GET).get("value", "").strip()
    try:
        jobs = JOBS[kind](owner, value)
    except Invalid as wrong:
        return misread(request, wrong)
    question = Question(kind, value, TITLES[kind](value), removal.forecast(jobs))
    if request.method == "POST" and request.POST.get("seen") == str(question.found.jobs):
        return deleted(request, removal.remove(owner, jobs, actor="user", discard=files.discard))
    return asked(request, question)


def misread(request: HttpRequest, wrong: Invalid) -> HttpResponse:
    sentence = next(iter(wrong.field_errors.values()))[0]
    return danger_page(request, ClearForm(), refused=sentence, status=422)


def deleted(request: HttpRequest, count: int) -> HttpResponse:
    messages.success(request, say("Deleted {jobs}.", jobs=plural(count, "job")))
    return see_other("/settings/danger")


def asked(request: HttpRequest, question: Question) -> HttpResponse:
    """Again, when the number moved between the question and the answer."""
    grown = request.method == "POST"
    context = {**frame(SECTIONS["danger"]), "question": question, "grown": grown}
    return render(request, "maintenance/delete.html", context, status=422 if grown else 200)


JOBS = {"status": removal.in_status, "score": removal.scored_below}
TITLES = {
    "status": lambda value: say("{label} jobs", label=WORDS[value]),
    "score": lambda value: say("jobs that score below {value}", value=int(value)),
}
