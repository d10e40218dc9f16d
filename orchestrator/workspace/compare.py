"""Two jobs side by side: what each offers and asks, and the next step of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from jobops.lib.errors import Problem
from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.bulk.actions import parsed
from orchestrator.jobs import comparing, tags
from orchestrator.jobs.comparing import Asked, Line, Side
from orchestrator.models import Job, User
from orchestrator.workspace import rows, sponsors_shown
from orchestrator.workspace.actions import VERBS
from orchestrator.workspace.answers import spoken
from orchestrator.workspace.bulk import answered, bar, chosen, read_place
from orchestrator.workspace.buttons import Button, buttons
from orchestrator.workspace.factual import facts
from orchestrator.workspace.fit import MARKS
from orchestrator.workspace.places import HOME, WORDS, Place

EXACTLY = later("Choose exactly two jobs to compare. Nothing was changed.")
ICONS = {**MARKS, "absent": "dash"}


@dataclass(frozen=True)
class Column:
    """`shown`: the one primary button, and Skip where there is one."""

    id: str
    title: str
    employer: str
    url: str
    status: str
    status_word: str
    shown: tuple[Button, ...]


@dataclass(frozen=True)
class Group:
    """`icons`: by line and side, for requirements."""

    key: str
    heading: str
    lines: tuple[Line, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """POST comes from the bar above a list and leads to the address of the two that are ticked."""
    owner = access.owner(request)
    if request.method == "POST":
        return picked(request, owner)
    if not (request.GET.get("a") or request.GET.get("b")):
        return render(request, "compare/page.html", {})
    one, other = (own(owner, request.GET.get(name, "")) for name in ("a", "b"))
    return drawn(request, one, other)


@require_POST
def act(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """One verb for one of the two; the comparison is shown again."""
    owner = access.owner(request)
    job, pair = access.job(owner, pk), request.POST
    one, other = (own(owner, pair.get(name, "")) for name in ("a", "b"))
    try:
        VERBS[verb].run(job)
    except Problem as problem:
        fresh = (access.job(owner, each.pk) for each in (one, other))
        return drawn(request, *fresh, refused=problem.sentence, status=409)
    said = spoken(access.job(owner, pk), said=VERBS[verb].said)
    messages.success(request, said.text, extra_tags=said.undo)
    return see_other(f"/compare?a={one.pk}&b={other.pk}")


def picked(request: HttpRequest, owner: User) -> HttpResponse:
    ids = [pk for pk in map(parsed, chosen(request.POST)) if pk]
    if len(ids) != 2:
        at = read_place(request.POST.get("place", ""))
        return answered(request, bar(owner, at, refused=EXACTLY), 422)
    return see_other(f"/compare?a={ids[0]}&b={ids[1]}")


def own(owner: User, given: str) -> Job:
    pk = parsed(given)
    if pk is None:
        raise Http404
    return access.job(owner, pk)


def drawn(
    request: HttpRequest, one: Job, other: Job, *, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "columns": (column(one), column(other)),
        "groups": groups(one, other),
        "icons": ICONS,
        "refused": refused,
    }
    return render(request, "compare/page.html", context, status=status)


def column(job: Job) -> Column:
    at = Place(HOME[job.status])
    made = buttons(job, at).shown
    kept = tuple(led(one, job) for one in made if one.primary or (one.verb.endswith("/skip")))
    return Column(
        id=str(job.pk),
        title=job.title,
        employer=job.employer,
        url=at.url(job.pk),
        status=job.status,
        status_word=WORDS[job.status],
        shown=kept,
    )


def led(button: Button, job: Job) -> Button:
    """A verb is answered here; keys belong to one job, and here are two."""
    verb = button.verb.rpartition("/")[2]
    return replace(button, key="", inside=False, verb=f"/compare/{job.pk}/{verb}" if verb else "")


def groups(one: Job, other: Job) -> tuple[Group, ...]:
    needs = comparing.requirements(asked(one), asked(other))
    found = (
        Group("score", say("How it fits"), comparing.facts(scored(one), scored(other))),
        Group("needs", say("Requirements"), needs),
        Group(
            "facts", say("Facts"), comparing.facts(told(one), told(other)) + sponsors(one, other)
        ),
    )
    return tuple(group for group in found if group.lines)


def scored(job: Job) -> dict[str, str]:
    known = asked(job)
    met = sum(need.label == "met" for need in known)
    counted = sum(need.label != "unknown" for need in known)
    return {
        say("Score"): rows.score_words(job),
        say("Reason"): job.score_reason or "",
        say("Requirements met"): say("{met} of {counted}", met=met, counted=counted)
        if counted
        else "",
    }


def asked(job: Job) -> tuple[Asked, ...]:
    card = job.cards.order_by("-created_at", "-id").first() if job.score is not None else None
    if card is None:
        return ()
    return tuple(
        Asked(row.text, row.label, tuple(map(str, row.terms)), nice=row.importance == "nice")
        for row in card.requirements.all()
    )


def told(job: Job) -> dict[str, str]:
    """Facts by name, with what stands on no posting."""
    own_words = {say("Status"): str(WORDS[job.status]), say("Tags"): ", ".join(tags.of(job))}
    return {**{fact.name: fact.text for fact in facts(job)}, **own_words}


def sponsors(one: Job, other: Job) -> tuple[Line, ...]:
    line = Line(say("Visa sponsor"), sponsor(one), sponsor(other))
    return (line,) if line.one.text or line.other.text else ()


def sponsor(job: Job) -> Side:
    """The badge of the job's panel; empty as long as no register was loaded."""
    found = sponsors_shown.badge(job)
    if found is None:
        return Side("")
    return Side(found.word, "sure" if found.sure else "", ", ".join(n.name for n in found.named))
