"""Forms of the résumé pages: what can be edited of a base, and the file door."""

from __future__ import annotations

from typing import Any

from django import forms

from jobops.lib.words import later, say
from tailoring import editing
from tailoring.documents.schema import Raw
from tailoring.editing import ProjectEdit
from tailoring.models import ResumeDocument

FILE_LIMIT = 15 * 1024 * 1024


class ImportForm(forms.Form):
    file = forms.FileField(
        label=later("Résumé file"),
        help_text=later(
            "PDF, Word (.docx), text or Markdown: you check what was read before anything is "
            "saved. Or JSON of Reactive Resume 3, 4 or 5 or of JSON Resume."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_LIMIT:
            raise forms.ValidationError(
                say("This file is larger than 15 MB. Nothing was imported.")
            )
        return file

    def content(self) -> bytes:
        return bytes(self.cleaned_data["file"].read())


class DetailsForm(forms.Form):
    """What belongs to a base and is not printed. The default cannot be switched off."""

    name = forms.CharField(
        label=later("Name"),
        max_length=200,
        help_text=later("How it is called here; it is not printed."),
    )
    language = forms.RegexField(
        r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?$", max_length=12, required=False,
        label=later("Language"),
        help_text=later("As a tag, like “en”, “de-AT” or “pt-BR”."),
        error_messages={"invalid": later("Give a tag like “en”, “de-AT” or “pt-BR”.")},
    )  # fmt: skip
    enabled = forms.BooleanField(required=False, label=later("Jobs may use it"))

    def __init__(self, data: Any = None, *, document: ResumeDocument) -> None:
        shown = {name: getattr(document, name) for name in ("name", "language", "enabled")}
        super().__init__(data, initial=shown)
        self.document = document

    def clean_enabled(self) -> bool:
        enabled = bool(self.cleaned_data["enabled"])
        if self.document.is_default and not enabled:
            raise forms.ValidationError(
                say("This is your default. Make another the default first.")
            )
        return enabled


class BasicsForm(forms.Form):
    name = forms.CharField(label=later("Name"), max_length=200)
    headline = forms.CharField(label=later("Headline"), max_length=500, required=False)
    email = forms.EmailField(required=False, label=later("E-mail"))
    phone = forms.CharField(max_length=60, required=False, label=later("Telephone"))
    location = forms.CharField(max_length=200, required=False, label=later("Place"))
    website = forms.URLField(label=later("Website"), required=False, assume_scheme="https")

    @staticmethod
    def shown(raw: Raw) -> dict[str, Any]:
        return dict(editing.basics_of(raw))

    def applied(self, raw: Raw) -> dict[str, Any]:
        return editing.with_basics(raw, self.cleaned_data)


class SummaryForm(forms.Form):
    summary = forms.CharField(
        label=later("Summary"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea({"rows": 12}),
        help_text=later(
            "A blank line begins a new paragraph. Bold and italic words of an imported text "
            "stay until you change it."
        ),
    )

    @staticmethod
    def shown(raw: Raw) -> dict[str, Any]:
        return {"summary": editing.summary_of(raw)}

    def applied(self, raw: Raw) -> dict[str, Any]:
        return editing.with_summary(raw, self.cleaned_data["summary"].replace("\r\n", "\n"))


class SkillsForm(forms.Form):
    skills = forms.CharField(
        label=later("Skills"),
        max_length=30_000,
        required=False,
        widget=forms.Textarea({"rows": 14}),
        help_text=later("One group a line, like “Languages: Python, SQL”. Their order is printed."),
    )

    @staticmethod
    def shown(raw: Raw) -> dict[str, Any]:
        return {"skills": editing.skills_of(raw)}

    def clean(self) -> dict[str, Any]:
        try:
            editing.with_skills({}, self.cleaned_data.get("skills", ""))
        except ValueError as refused:
            self.add_error("skills", str(refused))
        return self.cleaned_data

    def applied(self, raw: Raw) -> dict[str, Any]:
        return editing.with_skills(raw, self.cleaned_data["skills"])


class ProjectForm(forms.Form):
    id = forms.CharField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=later("Name"), max_length=300, required=False)
    period = forms.CharField(label=later("Period"), max_length=100, required=False)
    url = forms.URLField(required=False, label=later("Address"), assume_scheme="https")
    text = forms.CharField(
        max_length=20_000,
        required=False,
        label=later("What it is"),
        widget=forms.Textarea({"rows": 5}),
    )
    visible = forms.BooleanField(
        required=False, label=later("Shown in the base résumé"), initial=True
    )
    remove = forms.BooleanField(required=False, label=later("Remove this project"))

    def edit(self) -> ProjectEdit | None:
        """None for a removed or empty one."""
        given = self.cleaned_data
        if given.get("remove") or not (given.get("name") or given.get("text")):
            return None
        text = given["text"].replace("\r\n", "\n")
        return ProjectEdit(
            given["id"], given["name"], given["period"], given["url"], text, given["visible"]
        )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("text") and not given.get("name") and not given.get("remove"):
            self.add_error("name", say("A project needs a name."))
        return given


ProjectForms = forms.formset_factory(ProjectForm, extra=1, max_num=200)
