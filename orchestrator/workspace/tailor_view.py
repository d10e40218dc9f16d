"""What Tailor shows: the form, who wrote each text, and what the base says beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BooleanField, BoundField, ChoiceField

from jobops.lib.words import later, say
from orchestrator import preferences
from orchestrator.lifecycle import Status
from orchestrator.models import Job
from orchestrator.pipeline import compared
from orchestrator.workspace import wording
from orchestrator.workspace.review import Review, review
from orchestrator.workspace.review_listed import Version, listed
from orchestrator.workspace.rows import Place
from tailoring import library, projects, skill_lines, style, versions
from tailoring.documents import profile, schema
from tailoring.documents.clean import plain
from tailoring.forms.tailor import TailorForm
from tailoring.tailor import stored_rules

# Who wrote a text → words and icon.
ORIGINS = {
    "": (later("From your base"), "resume"),
    "user": (later("Written by you"), "account"),
    "system": (later("Computed"), "check"),
    "computed": (later("Computed"), "check"),
    "model": (later("Written by a model"), "robot"),
}
TEXTS = {
    "headline": "tailored_headline",
    "summary": "tailored_summary",
    "skills": "tailored_skills",
}


@dataclass(frozen=True)
class Base:
    """What the résumé says where the job says nothing: shown beside each field."""

    name: str = ""
    headline: str = ""
    summary: str = ""
    skills: str = ""


@dataclass(frozen=True)
class Text:
    """One tailored text: its field, who wrote it, how long it is, and the base beside it."""

    name: str
    field: BoundField
    origin: str
    icon: str
    count: wording.Count
    is_pinned: bool
    base: tuple[wording.Piece, ...]


@dataclass(frozen=True)
class Tailor:
    """The form with what surrounds it. `drafting`: address to ask whether the draft is there.
    `undecided`: Finalize was refused because changes are still blocked.
    """

    form: TailorForm
    base: Base
    texts: tuple[Text, ...]
    is_first: bool
    upload_url: str
    review: Review
    versions: tuple[Version, ...] = ()
    said: str = ""
    refused: str = ""
    conflict: tuple[tuple[str, str], ...] = ()
    drafting: str = ""
    undecided: bool = False


def around(
    job: Job,
    at: Place,
    *,
    form: TailorForm,
    typed: Mapping[str, Any],
    landed: str = "",
    **said: Any,
) -> Tailor:
    """`typed` and `landed`: as in review. `said`: refused, conflict, drafting, said, undecided."""
    said_by_base = base(job)
    return Tailor(
        form=form,
        base=said_by_base,
        texts=texts_of(form, said_by_base),
        is_first=job.status == Status.DISCOVERED,
        upload_url=f"/jobs/{at.tab}/{job.pk}/upload",
        review=review(job, typed=typed, landed=landed),
        versions=listed(versions.of(job)),
        **said,
    )


def texts_of(form: TailorForm, base: Base) -> tuple[Text, ...]:
    own = style.read(preferences.of(form.job.owner))
    limits = {"summary": own.summary_max_words, "skills": own.max_keywords_per_skill}
    return tuple(text_of(form, name, getattr(base, name), limits.get(name, 0)) for name in TEXTS)


def text_of(form: TailorForm, name: str, base: str, limit: int) -> Text:
    written = str(form[name].value() or "")
    count = wording.keywords if name == "skills" else wording.words
    compare = wording.compared_lines if name == "skills" else wording.compared
    author = origin(form.job, TEXTS[name])
    said, icon = ORIGINS.get(author, (f"By {author}", "robot"))
    return Text(
        name=name,
        field=form[name],
        origin=said,
        icon=icon,
        count=count(written, limit=limit),
        is_pinned=name in (form["pinned"].value() or ()),
        base=compare(base, written),
    )


def tailor_form(job: Job, data: Mapping[str, object] | None = None) -> TailorForm:
    version = library.base_of(job)
    catalogue = projects.catalogue(version.data) if version else ()
    rules = projects.normalise(stored_rules(job), catalogue)
    bases = library.documents(job.owner)
    why = compared.reason(job) if sum(one.enabled for one in bases) > 1 else ""
    return TailorForm(data, job=job, catalogue=catalogue, rules=rules, bases=bases, why=why)


def base(job: Job) -> Base:
    version = library.base_of(job)
    if version is None:
        return Base()
    shown = profile.profile(version.data)
    groups = [
        {"name": item.title, "keywords": list(item.keywords)}
        for item in shown.items
        if item.section == "skills"
    ]
    basics = schema.read(version.data).basics
    return Base(
        version.document.name, basics.headline, plain(shown.summary), skill_lines.to_lines(groups)
    )


def origin(job: Job, column: str) -> str:
    """Who wrote a text: user, system or a model's name; empty when the base is printed."""
    return str(job.origins.get(column, "user")) if getattr(job, column) else ""


def differences(given: TailorForm) -> tuple[tuple[str, str], ...]:
    """Label and stored text of each field that differs from what was typed."""
    now = tailor_form(given.job)
    return tuple(
        (str(given[name].label), stored)
        for name in given.fields
        if name != "seen" and in_words(given[name]) != (stored := in_words(now[name]))
    )


def in_words(field: BoundField) -> str:
    """A value as the form shows it: what is chosen by its label, not by its key."""
    if isinstance(field.field, ChoiceField):
        return ", ".join(one.choice_label for one in field if one.data["selected"])
    if isinstance(field.field, BooleanField):
        return say("Yes") if field.value() else say("No")
    return str(field.value() or "").replace("\r\n", "\n")
