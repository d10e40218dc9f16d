"""Import a file of postings in the browser: the same verb as `manage.py import_jobs`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from orchestrator import access
from orchestrator.jobs.files_in import FileProblem
from orchestrator.ops import imports
from tailoring import library

LIMIT = 11 * 1024 * 1024
SHOWN = 50
# A person is waiting for the answer: the rest is scored by the next run.
SCORED_AT_ONCE = 300
CSV = """\
title,company,url,location,description
Gameplay Engineer,Acme Games,https://acme.example/jobs/17,Leeds,"We need C++ and Unity."
"""
JSON = """\
[
  {
    "title": "Gameplay Engineer",
    "employer": "Acme Games",
    "jobUrl": "https://acme.example/jobs/17",
    "location": "Leeds",
    "description": "We need C++ and Unity."
  }
]
"""


class ImportForm(forms.Form):
    file = forms.FileField(
        label="File of postings",
        help_text="CSV, tab-separated, JSON or JSON Lines; at most 11 MB.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError("This file is larger than 11 MB. Nothing was imported.")
        return file


def page(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return drawn(request, ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return drawn(request, form)
    try:
        return drawn(request, ImportForm(), **reported(request, form))
    except FileProblem as refused:
        form.add_error("file", refused.sentence)
        return drawn(request, form)


def drawn(request: HttpRequest, form: ImportForm, **report: Any) -> HttpResponse:
    context = {"form": form, "csv": CSV, "json": JSON, **report}
    return render(request, "imports/page.html", context, status=422 if form.errors else 200)


def reported(request: HttpRequest, form: ImportForm) -> dict[str, Any]:
    """Take the file in and say what became of each row. Raises FileProblem."""
    owner = access.owner(request)
    said: list[str] = []
    tally = imports.import_file(owner, form.cleaned_data["file"], say=said.append)
    has_resume = library.default(owner) is not None
    scored = imports.score_new(tally.created[:SCORED_AT_ONCE]) if has_resume else 0
    return {
        "tally": tally,
        "notices": said,
        "unscored": len(tally.created) - scored,
        "has_resume": has_resume,
        **rejects(tally.rejected),
    }


def rejects(rows: list[tuple[int, str]]) -> dict[str, Any]:
    return {"rejected": rows[:SHOWN], "more": max(len(rows) - SHOWN, 0)}
