"""A backup put back from the browser, and a file brought for it. Administrators only."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jobops.lib.errors import Problem
from jobops.lib.words import later, later_each, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.models import User
from orchestrator.ops import archives, backups, fitting, restore_wanted
from orchestrator.ops.archive_reading import Contents
from orchestrator.ops.backups import Backup
from orchestrator.workspace import maintenance
from orchestrator.workspace.settings import frame
from orchestrator.workspace.settings_sections import SECTIONS

HERE = "/settings/backups"
NO_FILE = later("No file was chosen.")
# Where the archive's word is not the one pages use.
KINDS = later_each({
    "users": "people", "resumes": "résumés", "pdfs": "PDFs", "jobs": "jobs", "letters": "letters",
    "documents": "documents", "notes": "notes", "messages": "messages", "runs": "runs",
})  # fmt: skip


class RestoreForm(forms.Form):
    """The password once more, where anybody has one: the browser may have been left open."""

    password = forms.CharField(
        label=later("Your password"),
        strip=False,
        error_messages={"required": later("Type your password. Nothing was changed.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, owner: User, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self._owner = owner
        if settings.AUTH == "local":
            del self.fields["password"]

    def clean_password(self) -> str:
        given = str(self.cleaned_data["password"])
        if not self._owner.check_password(given):
            raise forms.ValidationError(say("This is not your password. Nothing was changed."))
        return given


@dataclass(frozen=True)
class Line:
    """How many of one kind the backup holds, and how many are here now."""

    kind: str
    then: int | None
    now: int


def page(request: HttpRequest, filename: str) -> HttpResponse:
    """What the backup holds beside what is here; a POST asks for the restore."""
    access.require_staff(request)
    found, form = maintenance.chosen(filename), RestoreForm(access.owner(request))
    if request.method != "POST":
        return drawn(request, found, form)
    form = RestoreForm(access.owner(request), request.POST)
    if not (restore_wanted.is_offered() and form.is_valid()):
        return drawn(request, found, form, status=422)
    restore_wanted.ask(found.filename)
    messages.info(request, "JobOps stands still for a moment and restores.")
    return see_other(HERE)


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    access.require_staff(request)
    given = request.FILES.get("file")
    if not isinstance(given, UploadedFile):
        return maintenance.backup_page(request, refused=NO_FILE, brought=True, status=422)
    try:
        made = backups.bring(given.chunks(), size=given.size or 0)
    except Problem as refused:
        return maintenance.backup_page(request, refused=refused.sentence, brought=True, status=422)
    said = say("{filename} is here. Nothing was changed yet.", filename=made.filename)
    messages.success(request, said)
    return see_other(f"{HERE}/{made.filename}/restore")


@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """The result was read."""
    access.require_staff(request)
    restore_wanted.dismiss()
    return see_other(HERE)


def drawn(
    request: HttpRequest, found: Backup, form: RestoreForm, *, status: int = 200
) -> HttpResponse:
    context = {**frame(SECTIONS["backups"]), **shown(found), "form": form}
    return render(request, "maintenance/restore.html", context, status=status)


def shown(found: Backup) -> dict[str, object]:
    """One that was never read back, or by an older version, is read now."""
    result = found.result
    if result is None or result.contents is None:
        result = backups.check(found)
    contents = result.contents
    return {
        "backup": found,
        "result": result,
        "refused": refusal(contents) if contents and not result.faults else "",
        "lines": compared(contents) if contents else [],
        "offered": restore_wanted.is_offered(),
        "path": found.path,
    }


def refusal(contents: Contents) -> str:
    try:
        fitting.fits(contents)
    except Problem as refused:
        return refused.sentence
    return ""


def compared(contents: Contents) -> list[Line]:
    here = archives.present()
    then = contents.counts
    return [Line(KINDS.get(kind, kind), then.get(kind), here[kind]) for kind in here]
