"""Deciding about proposed changes: each button of the review has its own address.

They all stand in the Tailor form, so what was typed elsewhere in it is saved before, and comes
back when it cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobops.lib.errors import Problem, Refused
from jobops.lib.words import later, later_each, say
from jobops.web.fragments import see_other, wants_fragment
from orchestrator import access
from orchestrator.models import Job
from orchestrator.pipeline import edits
from orchestrator.templatetags.ui import plural
from orchestrator.workspace import rows
from orchestrator.workspace.review import review
from orchestrator.workspace.rows import Place
from orchestrator.workspace.tailor_answers import answered, drawn, form_url, stored
from tailoring import edits as proposals
from tailoring import facts, library
from tailoring.models import Edit

SAID: Mapping[str, str] = later_each({
    "accept": "Accepted.", "reject": "Left out.", "leave_out": "Left out.",
    "undo": "Taken back: it is to be decided again.", "rewrite": "Your words are in.",
    "own": "Your words are in.", "hide": "Not printed for this job.", "show": "Printed again.",
})  # fmt: skip
STILL = later("Your words are kept, but a claim in them is still not in your résumé.")
BULLET: Mapping[str, Callable[[Job, str, str], object]] = {
    "own": lambda job, address, text: edits.own_bullet(job, address, text, actor="user"),
    "hide": lambda job, address, text: edits.hide_bullet(job, address, actor="user"),
    "show": lambda job, address, text: edits.show_bullet(job, address, actor="user"),
}
# What was said and which change it was about.
Told = tuple[str, str]


@require_POST
def decide(request: HttpRequest, pk: UUID, edit: UUID, verb: str) -> HttpResponse:
    def act(job: Job) -> Told:
        text = request.POST.get(f"wording-{edit}", "")
        row = edits.decide(seen(job, edit, sent=request.POST), verb, actor="user", text=text)
        return STILL if verb == "rewrite" and row.status == "blocked" else SAID[verb], str(edit)

    return done(request, pk, act)


@require_POST
def confirm(request: HttpRequest, pk: UUID, edit: UUID, at: int) -> HttpResponse:
    def act(job: Job) -> Told:
        edits.decide(seen(job, edit, sent=request.POST), "confirm", actor="user", claim=at)
        return say("Added to your facts."), str(edit)

    return done(request, pk, act)


@require_POST
def keep(request: HttpRequest, pk: UUID, edit: UUID) -> HttpResponse:
    """Take an accepted change over into the base, as its next version."""

    def act(job: Job) -> Told:
        taken = keep_in_base(job, seen(job, edit, sent=request.POST))
        return say("Taken over into your résumé, version {taken}.", taken=taken), "all"

    return done(request, pk, act)


@require_POST
def decide_all(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    def act(job: Job) -> Told:
        count = plural(edits.decide_all(job, verb, actor="user"), "change")
        return f"{count} {'accepted' if verb == 'accept_supported' else 'left out'}.", "all"

    return done(request, pk, act)


@require_POST
def bullet(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """The pressed button's value is the bullet's address, and behind a space its mark."""
    address, _, mark = request.POST.get("bullet", "").partition(" ")
    text = request.POST.get(f"own-{mark}", "")

    def act(job: Job) -> Told:
        BULLET[verb](job, address, text)
        return SAID[verb], f"bullet-{mark}"

    return done(request, pk, act)


@require_POST
def have(request: HttpRequest, pk: UUID, at: int) -> HttpResponse:
    """ "I do have this": a requirement without evidence gets one in the owner's words."""

    def act(job: Job) -> Told:
        text = request.POST.get(f"have-{at}", "").strip()
        if not text:
            return say("Say in a sentence what you did with it; then it is a fact."), "check"
        facts.add(job.owner, text, job=job)
        return say("Added to your facts."), "check"

    return done(request, pk, act)


def done(request: HttpRequest, pk: UUID, act: Callable[[Job], Told]) -> HttpResponse:
    """Save what is typed, act, and show the form with the next change in front."""
    job = access.job(access.owner(request), pk)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    row = stored(request, job, at)
    if isinstance(row, HttpResponse):
        return row
    try:
        said, landed = act(row)
    except Problem as problem:
        now = access.job(row.owner, pk)
        return drawn(request, now, at, status=answered(problem), refused=problem.sentence)
    return told(request, access.job(row.owner, pk), at, said=said, landed=landed)


def keep_in_base(job: Job, edit: Edit) -> int:
    """The number of the new version."""
    base = library.base_of(job)
    if base is None:
        raise Refused("resume_missing")
    taken = proposals.keep(job, base, [edit])
    edits.resume_changed(job.owner)
    return taken.revision


def told(request: HttpRequest, job: Job, at: Place, *, said: str, landed: str) -> HttpResponse:
    if wants_fragment(request) or holds_words(request, job):
        return drawn(request, job, at, said=said, landed=landed)
    messages.success(request, said)
    return see_other(f"{form_url(request, job, at)}#review")


def seen(job: Job, edit: UUID, *, sent: Mapping[str, str]) -> Edit:
    """The change as the page showed it: a decision about an older state is refused."""
    row = Edit.objects.filter(job=job, pk=edit).first()
    if row is None:
        raise Http404
    revision = sent.get(f"revision-{edit}", "")
    row.revision = int(revision) if revision.isdecimal() else row.revision
    row.job = job
    return row


def holds_words(request: HttpRequest, job: Job) -> bool:
    """Whether more of the owner's words came along than the form saves."""
    found = review(job, typed=request.POST)
    bullets = (line.typed for entry in found.entries for line in entry.lines)
    given = (value for name, value in request.POST.items() if name.startswith("have-"))
    return any((*(one.is_typed for one in found.changes), *bullets, *given))
