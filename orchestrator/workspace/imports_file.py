"""Import a file: look first, then bring it in, and watch it when it is large."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem
from jobops.lib.words import say
from jobops.web.files import disposition
from jobops.web.fragments import STOP_POLLING, see_other, wants_fragment
from orchestrator import access, incoming
from orchestrator.models import Operation, User
from orchestrator.ops import file_imports
from orchestrator.ops.file_imports import ImportProblem, Looked
from orchestrator.pipeline import cancelling
from orchestrator.workspace.imports import drawn
from orchestrator.workspace.imports_form import FileForm
from tailoring import library

SHOWN = 50
FORMATS = {"csv": "CSV", "tsv": "tab-separated", "json": "JSON", "jsonl": "JSON Lines"}
# A cell that begins so is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Standing:
    """An import under way or ended; `figures` are label and count."""

    operation: Operation
    live: bool
    doing: str
    done: int
    total: int
    figures: tuple[tuple[str, int], ...]
    unscored: int
    has_resume: bool
    rejects_url: str


def take(request: HttpRequest) -> HttpResponse:
    """Keep what was sent for the next step, unless it is no file of postings."""
    if request.method != "POST":
        return see_other("/import")
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return drawn(request, status=422, file=form)
    try:
        digest = taken(access.owner(request), form)
    except Problem as refused:
        form.add_error("file", refused.sentence)
        return drawn(request, status=422, file=form)
    return see_other(f"/import/file/{digest}")


def taken(owner: User, form: FileForm) -> str:
    """The digest of the kept file. Raises FileProblem, ImportProblem."""
    digest = incoming.keep(owner.pk, form.cleaned_data["file"])
    file_imports.look_again(owner, digest)
    return digest


def look(request: HttpRequest, digest: str) -> HttpResponse:
    """What the file would bring; the button on it brings it."""
    try:
        found = file_imports.look_again(access.owner(request), digest)
    except ImportProblem as gone:
        form = FileForm({})
        form.errors["file"] = form.error_class([gone.sentence])
        return drawn(request, status=404, file=form)
    if request.method != "POST":
        return looked(request, found, digest=digest)
    try:
        return see_other(f"/import/{begun(request, found, digest=digest).pk}")
    except Problem as refused:
        return looked(request, found, digest=digest, refused=refused.sentence)


def looked(request: HttpRequest, found: Looked, *, digest: str, refused: str = "") -> HttpResponse:
    context = {
        "found": found,
        "format": FORMATS[found.format],
        "address": f"/import/file/{digest}",
        "rejected": found.rejected[:SHOWN],
        "more": max(len(found.rejected) - SHOWN, 0),
        "refused": refused,
    }
    return render(request, "imports/look.html", context, status=503 if refused else 200)


def begun(request: HttpRequest, found: Looked, *, digest: str) -> Operation:
    return file_imports.request(access.owner(request), digest, rows=found.rows)


@require_safe
def rejects(request: HttpRequest, digest: str) -> HttpResponse:
    """Every row that cannot come in, as a table a spreadsheet opens."""
    found = file_imports.look_again(access.owner(request), digest)
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("line", "reason", "title"))
    rows.writerows((one.line, _cell(one.reason), _cell(one.title)) for one in found.rejected)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = disposition("rejected.csv", "rejected.csv", attachment=True)
    return response


@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    owner = access.owner(request)
    found = standing(file_imports.of(owner, pk), has_resume=library.default(owner) is not None)
    if not wants_fragment(request):
        return render(request, "imports/progress.html", {"found": found})
    status = 200 if found.live else STOP_POLLING
    return render(request, "imports/_progress.html", {"found": found}, status=status)


@require_POST
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    cancelling.cancel(file_imports.of(access.owner(request), pk), actor="user")
    return see_other(f"/import/{pk}")


def standing(operation: Operation, *, has_resume: bool) -> Standing:
    said = operation.result
    scoring = operation.step == "score"
    named = (
        (say("new"), "created"),
        (say("of them elsewhere too"), "linked"),
        (say("updated"), "refreshed"),
        (say("already known"), "unchanged"),
        (say("rejected"), "invalid"),
    )
    return Standing(
        operation=operation,
        live=operation.finished_at is None,
        doing=say("Scoring new jobs") if scoring else say("Reading the file"),
        done=said.get("scored" if scoring else "read", 0),
        total=said.get("to_score", 0) if scoring else operation.options.get("rows", 0),
        figures=tuple((label, said.get(name, 0)) for label, name in named),
        unscored=said.get("created", 0) - said.get("scored", 0),
        has_resume=has_resume,
        rejects_url=f"/import/file/{operation.options.get('digest')}/rejects.csv",
    )


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
