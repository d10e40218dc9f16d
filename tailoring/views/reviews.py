"""The review of a file that is to become a base: looked at, corrected, used or thrown away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jobops.lib.words import later_each, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.pipeline import edits
from tailoring import reviews
from tailoring.documents.kinds import KINDS
from tailoring.documents.problems import DocumentError
from tailoring.forms.account import account, places
from tailoring.forms.review import ReviewForms
from tailoring.intake import editing
from tailoring.intake.found import Found
from tailoring.models import ResumeIntake

FORMATS = later_each({"pdf": "PDF", "docx": "Word document", "text": "text file"})


def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = reviews.own(access.owner(request), pk)
    if found is None:
        raise Http404
    if request.method != "POST":
        return shown(request, found, _forms(found))
    if request.POST.get("do") == "discard":
        return discarded(request, found)
    return changed(request, found)


def changed(request: HttpRequest, found: ResumeIntake) -> HttpResponse:
    """What was typed is kept, then the step of the pressed button is taken."""
    forms = _forms(found, data=request.POST)
    if not forms.is_valid():
        return shown(request, found, forms, status=422)
    do, _, about = request.POST.get("do", "save").partition(":")
    about = asked(request) if do == "put" else about
    made = reviews.change(found, _step(forms, do=do, about=about))
    if do == "use":
        return used(request, found)
    return see_other(f"/design-resume/import/{found.pk}{anchor(do, about, made)}")


def asked(request: HttpRequest) -> str:
    """Where to, and which lines: "e3:7,9"."""
    picked = request.POST.getlist("line")
    if not picked:
        messages.info(request, say("Nothing was moved: choose the lines first."))
    return f"{request.POST.get('into', '')}:{','.join(picked)}"


def _put(found: Found, about: str, lines: Mapping[int, str]) -> Found:
    into, _, picked = about.partition(":")
    numbers = {int(one) for one in picked.split(",") if one.isascii() and one.isdigit()}
    return editing.put(found, into, numbers, lines)


def _step(forms: ReviewForms, *, do: str, about: str) -> Callable[[Found], Found]:
    step, values = STEPS.get(do, STEPS["save"]), forms.values()
    return lambda now: step(editing.typed(now, **values), about, forms.lines)


Step = Callable[[Found, str, Mapping[int, str]], Found]
STEPS: dict[str, Step] = {
    "save": lambda found, about, lines: found,
    "add": lambda found, about, lines: editing.added(found, about),
    "remove": lambda found, about, lines: editing.removed(found, about),
    "up": lambda found, about, lines: editing.moved(found, about, by=-1),
    "down": lambda found, about, lines: editing.moved(found, about, by=1),
    "put": _put,
    "rest": lambda found, about, lines: editing.kept_rest(found, lines),
}


def anchor(do: str, about: str, made: Found) -> str:
    """Where the page goes on after a step: at the entry that was touched."""
    if do in ("up", "down"):
        return f"#{about}"
    if do == "put":
        return "#rest" if made.left else ""
    if do in ("add", "rest"):
        return f"#e{made.next_key - 1}"
    return ""


def shown(
    request: HttpRequest, found: ResumeIntake, forms: ReviewForms, *, status: int = 200
) -> HttpResponse:
    context = {
        "review": found,
        "forms": forms,
        "format": FORMATS[found.format],
        "account": account(forms.found, forms.lines),
        "places": tuple(places(forms.found)),
        "kinds": [(name, kind.one) for name, kind in KINDS.items()],
    }
    return render(request, "resume/review.html", context, status=status)


def used(request: HttpRequest, found: ResumeIntake) -> HttpResponse:
    owner = access.owner(request)
    try:
        saved = reviews.use(found)
    except DocumentError as refused:
        messages.error(request, refused.sentence)
        return see_other(f"/design-resume/import/{found.pk}")
    edits.resume_changed(owner)
    messages.success(request, say("{name} was imported.", name=saved.document.name))
    return see_other(f"/design-resume/{saved.document.pk}")


def discarded(request: HttpRequest, found: ResumeIntake) -> HttpResponse:
    reviews.discard(found)
    messages.success(
        request,
        say("{file_name} was thrown away. Nothing of it is kept.", file_name=found.file_name),
    )
    return see_other("/design-resume")


def _forms(found: ResumeIntake, *, data: object = None) -> ReviewForms:
    return ReviewForms(reviews.found_in(found), reviews.texts(found), data)
