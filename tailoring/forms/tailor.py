"""The Tailor form: everything about a job that shapes its PDF, as plain fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from jobops.lib.words import later, say
from orchestrator.models import Job
from orchestrator.models.job import digest_of
from orchestrator.pipeline.bases import is_owners
from pdfs import page
from tailoring import skill_lines
from tailoring.models import ResumeDocument
from tailoring.projects import Project, Rules

THEMES = (("", later("As in Settings")), *page.choices())
# Form field → column, for the plain ones.
COLUMNS: Mapping[str, str] = {
    "title": "title",
    "employer": "employer",
    "location": "location",
    "salary": "salary",
    "deadline": "deadline",
    "description": "description",
    "headline": "tailored_headline",
    "summary": "tailored_summary",
}


class TailorForm(forms.Form):
    """Initial values come from `shown(job)`; `changes()` is what was really edited."""

    headline = forms.CharField(label=later("Headline"), max_length=500, required=False)
    summary = forms.CharField(
        label=later("Summary"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )
    skills = forms.CharField(
        label=later("Skills"),
        max_length=30_000,
        required=False,
        widget=forms.Textarea({"rows": 7}),
        help_text=later(
            "One group a line, like “Languages: Python, SQL”. The first is printed first."
        ),
    )
    pinned = forms.MultipleChoiceField(
        label=later("Pinned"),
        required=False,
        choices=tuple((name, name) for name in ("headline", "summary", "skills")),
    )
    own_projects = forms.BooleanField(
        required=False,
        label=later("Keep exactly this choice"),
        help_text=later(
            "Changing a tick keeps it too. Off: chosen again by how well they answer the posting."
        ),
    )
    projects = forms.MultipleChoiceField(
        label=later("Projects"), required=False, widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=later("Title"), max_length=500)
    employer = forms.CharField(label=later("Employer"), max_length=500)
    location = forms.CharField(max_length=200, required=False, label=later("Place"))
    salary = forms.CharField(max_length=200, required=False, label=later("Pay"))
    deadline = forms.CharField(label=later("Deadline"), max_length=100, required=False)
    description = forms.CharField(
        max_length=40_000,
        required=False,
        label=later("Posting text"),
        widget=forms.Textarea({"rows": 14}),
        help_text=later("A change marks the score and the PDF as out of date."),
    )
    resume = forms.ChoiceField(required=False, label=later("Base résumé"))
    theme = forms.ChoiceField(label=later("Theme"), required=False, choices=THEMES)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        job: Job,
        catalogue: Sequence[Project],
        rules: Rules,
        bases: Sequence[ResumeDocument],
        why: str = "",
    ) -> None:
        super().__init__(data, initial=shown(job), auto_id="tailor_%s")
        self.job = job
        projects, resume = self.fields["projects"], self.fields["resume"]
        assert isinstance(projects, forms.MultipleChoiceField)
        assert isinstance(resume, forms.ChoiceField)
        projects.choices = [(one.id, named(one, rules)) for one in catalogue]
        self.most = rules.maximum
        self.drawn = list(rules.locked) if job.project_ids() is None else job.project_ids()
        self.initial["projects"] = self.drawn
        usable = [one for one in bases if one.enabled or one.pk == job.resume_id]
        unchosen = say("Best by score") if len(usable) > 1 else say("Your default")
        resume.choices = [("", unchosen)] + [(str(one.pk), one.name) for one in usable]
        resume.help_text = why

    def clean_skills(self) -> str | None:
        try:
            return skill_lines.from_lines(self.cleaned_data["skills"], known=self.job.skills())
        except ValueError as refused:
            raise forms.ValidationError(str(refused)) from refused

    def changes(self) -> dict[str, Any]:
        """Column → value for what differs from the row; empty texts are null."""
        given = self.cleaned_data
        values: dict[str, Any] = {
            column: (given[name].replace("\r\n", "\n") or None) for name, column in COLUMNS.items()
        }
        values["tailored_skills"] = given["skills"]
        values["pinned"] = [f"tailored_{name}" for name in given["pinned"]]
        values["resume_id"] = given["resume"] or None
        values["page_options"] = {**self.job.page_options, "theme": given["theme"]}
        if not given["theme"]:
            values["page_options"].pop("theme")
        values |= self._projects()
        return {name: value for name, value in values.items() if self._differs(name, value)}

    def choice(self) -> tuple[bool, frozenset[str]]:
        """What the form says of the projects: whether the owner chose, and which are ticked."""
        return bool(self["own_projects"].value()), frozenset(self["projects"].value() or ())

    def is_outdated(self) -> bool:
        """Whether somebody stored other values since this form was drawn."""
        seen = str(self.data.get("seen") or "")
        return bool(seen) and seen != shown(self.job)["seen"]

    def _projects(self) -> dict[str, Any]:
        """A choice is the owner's when they say so or tick another; handing it back lets it be
        made anew.
        """
        mine = chose(self.job)
        ticked = self.cleaned_data["projects"]
        moved = bool(self.data.get("seen")) and set(ticked) != set(self.drawn or ())
        if self.cleaned_data["own_projects"] or (moved and not mine):
            return {"selected_project_ids": ",".join(ticked)}
        return {"selected_project_ids": None} if mine else {}

    def _differs(self, name: str, value: Any) -> bool:
        now = getattr(self.job, name)
        if name == "selected_project_ids" and value is not None:
            return bool(now != value) or self.job.origins.get(name) != "user"
        if name == "resume_id":
            return chosen_base(self.job) != str(value or "")
        return bool(now != value)


def named(project: Project, rules: Rules) -> str:
    """The name, with what the rules say about it."""
    if project.id in rules.locked:
        return say("{name} (in your base)", name=project.name)
    return (
        project.name
        if project.id in rules.selectable
        else say("{name} (only if ticked)", name=project.name)
    )


def chose(job: Job) -> bool:
    """Whether the projects are the owner's choice; one that was handed back is nobody's."""
    return job.project_ids() is not None and job.origins.get("selected_project_ids") == "user"


def chosen_base(job: Job) -> str:
    """The id of the base the owner chose; empty where the score or the default decides."""
    return str(job.resume_id) if is_owners(job) else ""


def shown(job: Job) -> dict[str, Any]:
    """The form's fields as the row has them, with a mark that tells whether they moved."""
    values: dict[str, Any] = {name: getattr(job, column) or "" for name, column in COLUMNS.items()}
    values["skills"] = skill_lines.to_lines(job.skills())
    values["pinned"] = [name.removeprefix("tailored_") for name in job.pinned]
    values["projects"] = job.project_ids() or []
    values["own_projects"] = chose(job)
    values["resume"] = chosen_base(job)
    values["theme"] = job.page_options.get("theme", "")
    values["seen"] = digest_of(values)
    return values
