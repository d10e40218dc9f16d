"""Import a file of postings in the browser: the same verb as `manage.py import_jobs`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from orchestrator.jobs.files_in import FileProblem
from orchestrator.ops import imports
from orchestrator.workspace import caller

LIMIT = 11 * 1024 * 1024
SHOWN = 50


class ImportForm(forms.Form):
    file = forms.FileField(
        label="File of postings",
        help_text="JSON, JSON Lines or CSV with title, employer and address; at most 11 MB.",
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError("This file is larger than 11 MB. Nothing was imported.")
        return file


def page(request: HttpRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return reported(request, form)
        except FileProblem as refused:
            form.add_error("file", refused.sentence)
    status = 422 if form.errors else 200
    return render(request, "imports/page.html", {"form": form}, status=status)


def reported(request: HttpRequest, form: ImportForm) -> HttpResponse:
    """Take the file in and say what became of each row. Raises FileProblem."""
    said: list[str] = []
    file = form.cleaned_data["file"]
    tally = imports.import_file(caller.owner(request), file, say=said.append)
    imports.score_new(tally.created)
    context = {
        "form": ImportForm(),
        "tally": tally,
        "notices": said,
        "rejected": tally.rejected[:SHOWN],
        "more": max(len(tally.rejected) - SHOWN, 0),
    }
    return render(request, "imports/page.html", context)
