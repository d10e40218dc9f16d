"""Many jobs at once: what was picked is checked, started, watched, stopped and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from jobops.lib.errors import Invalid, Problem
from jobops.lib.words import later, say
from jobops.web import problems
from jobops.web.fragments import STOP_POLLING, see_other, wants_fragment
from orchestrator import access, gateway, preferences
from orchestrator.bulk import actions, verbs
from orchestrator.jobs import csv_out, search, tags
from orchestrator.models import Operation, User
from orchestrator.workspace import bulk_story, rows
from orchestrator.workspace.asking import asked
from orchestrator.workspace.bulk_story import WORDS, standing
from orchestrator.workspace.export import sheet
from orchestrator.workspace.places import TABS, Place, place
from orchestrator.workspace.snooze import UntilForm

# As the button of one job does it: a score is made anew, a PDF that is there is taken.
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "rescore": {"force": True},
    "move_to_ready": {"existing": True},
}
CHOSEN = ("skip", "move_to_ready", "rescore", "apply", "reopen", "snooze", "wake", "tag", "untag")
# What has to be known besides; one question asks for both ways of tagging.
ASKS: Mapping[str, str] = {"snooze": "snooze", "tag": "tag", "untag": "tag"}
SHOWN = tuple(one for one in CHOSEN if one != "untag")
NOTHING = later("Nothing is selected. Choose at least one job.")
TOO_MANY = f"More than {actions.MOST} jobs are selected. Choose fewer."


@dataclass(frozen=True)
class Choice:
    """One button of the bar. `count`: how many of the chosen jobs it is for."""

    action: str
    label: str
    count: int


@dataclass(frozen=True)
class Bar:
    """What is chosen by name, where the rows of the page alone do not say it.

    `total`: how many the list holds; `sure`: what an action would cost, to be agreed to; `asks`:
    what is to be told first, with `error` about what was.
    """

    at: Place
    total: int
    ids: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    action: str = ""
    label: str = ""
    sure: str = ""
    refused: str = ""
    asks: str = ""
    until: UntilForm | None = None
    known: tuple[str, ...] = ()
    typed: str = ""
    error: str = ""

    @property
    def joined(self) -> str:
        return ",".join(self.ids)


@dataclass(frozen=True)
class Question:
    """What is still to be told; `error`: what is wrong with what was."""

    error: str
    until: UntilForm | None = None
    typed: str = ""


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Start what was chosen, or ask first when a model would be paid for it."""
    owner, at = access.owner(request), read_place(request.POST.get("place", ""))
    action, picked = request.POST.get("action", ""), chosen(request.POST)
    if action not in CHOSEN:
        raise Http404
    fit = eligible(owner, action, picked) if len(picked) <= actions.MOST else []
    if not fit:
        return answered(request, bar(owner, at, refused=why_not(action, picked)), 422)
    told = details(owner, at, action, fit, request.POST)
    if isinstance(told, Bar):
        return answered(request, told, 422 if told.error else 200)
    return begun(request, at, start(owner, action, fit, told))


@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The chosen jobs as a file, in the order they were chosen in."""
    ids = [pk for pk in map(actions.parsed, chosen(request.POST)) if pk][: actions.MOST]
    found = access.owner(request).jobs.only(*csv_out.READ).in_bulk(ids)
    return sheet((found[pk] for pk in ids if pk in found), name="selected")


@require_safe
@vary_on_headers("HX-Request")
def everything(request: HttpRequest) -> HttpResponse:
    """All that a list holds on all its pages, as it is at this moment."""
    owner, at = access.owner(request), read_place(request.GET.get("place", ""))
    found = rows.matching_ids(owner, at, limit=actions.MOST)
    return answered(request, bar(owner, at, ids=tuple(str(pk) for pk in found)), 200)


@require_safe
@vary_on_headers("HX-Request")
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    operation = own(request, pk)
    context = told(operation)
    if not wants_fragment(request):
        return render(request, "bulk/page.html", context)
    status = 200 if operation.finished_at is None else STOP_POLLING
    return render(request, "bulk/_work.html", context, status=status)


@require_safe
@vary_on_headers("HX-Request")
def line(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One line above the list; the last one brings the list up to date and says how it went."""
    operation, at = own(request, pk), read_place(request.GET.get("place", ""))
    found = standing(operation)
    if not wants_fragment(request):
        return see_other(found.url)
    context = {"work": found, "at": at, "ended": not found.live}
    status = 200 if found.live else STOP_POLLING
    return render(request, "bulk/_line_answer.html", context, status=status)


@require_safe
@vary_on_headers("HX-Request")
def newest(request: HttpRequest) -> HttpResponse:
    """The same line for a page that has heard of a change, in whichever tab it began."""
    at = read_place(request.GET.get("place", ""))
    if not wants_fragment(request):
        return see_other(at.url())
    work = bulk_story.current(access.owner(request))
    # Only a page that showed it at work has rows to bring up to date.
    ended = work and not work.live and str(work.id) == request.GET.get("seen")
    return render(request, "bulk/_line.html", {"work": work, "at": at, "ended": ended})


@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    operation = actions.cancel(own(request, pk), actor="user")
    at = read_place(request.POST.get("place", ""))
    return shown_as_line(request, at, operation, status=200)


@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything it moved and nobody has moved since, as an action of its own."""
    operation, at = own(request, pk), read_place(request.POST.get("place", ""))
    try:
        operation, status = actions.undo(operation, actor="user"), 200
    except Problem as problem:
        messages.error(request, problem.sentence)
        status = problems.answer(problem).status
        if status != 409:
            raise
    return shown_as_line(request, at, operation, status=status)


def own(request: HttpRequest, pk: UUID) -> Operation:
    operation = access.operation(access.owner(request), pk)
    if operation.kind != actions.KIND:
        raise Http404
    return operation


def read_place(token: str) -> Place:
    """The list a form was sent from; without one, all jobs."""
    tab, _, query = token.partition("?")
    return place(tab if tab in TABS else "all", QueryDict(query[:4000])).top


def chosen(form: QueryDict) -> tuple[str, ...]:
    """Rows that were ticked and what was chosen by name, each once."""
    named = form.get("ids", "").split(",") if form.get("ids") else []
    return tuple(dict.fromkeys([*named, *form.getlist("job")]))


def eligible(owner: User, action: str, picked: tuple[str, ...]) -> list[str]:
    """Those of `picked` the action is for, in their order."""
    known = statuses(owner, picked)
    fit = asleep(owner, picked) if action == "wake" else known.keys()
    return [one for one in picked if one in fit and known.get(one) in verbs.SOURCES[action]]


def why_not(action: str, picked: tuple[str, ...]) -> str:
    if len(picked) > actions.MOST:
        return TOO_MANY
    return (
        say("{words}: not offered for any of the selected jobs.", words=WORDS[action][0])
        if picked
        else NOTHING
    )


def asleep(owner: User, picked: tuple[str, ...]) -> set[str]:
    """Those that are put aside: only they can be woken."""
    ids = [pk for pk in (actions.parsed(one) for one in picked) if pk]
    rows = owner.jobs.filter(pk__in=ids).asleep(at=timezone.now())
    return {str(pk) for pk in rows.values_list("pk", flat=True)}


def statuses(owner: User, picked: tuple[str, ...]) -> dict[str, str]:
    ids = [pk for pk in (actions.parsed(one) for one in picked) if pk]
    found = owner.jobs.filter(pk__in=ids).values_list("pk", "status")
    return {str(pk): status for pk, status in found}


def details(
    owner: User, at: Place, action: str, fit: list[str], given: QueryDict
) -> Mapping[str, Any] | Bar:
    """How it is to be done, or the bar that asks first."""
    if gateway.for_owner(owner) and action in verbs.CALLS and "sure" not in given:
        return ask(owner, at, action, fit)
    found = asked_for(owner, action, given)
    return question(owner, at, action, fit, found) if isinstance(found, Question) else found


def asked_for(owner: User, action: str, given: QueryDict) -> Mapping[str, Any] | Question:
    if action == "snooze":
        form = UntilForm(given, zone=preferences.of(owner).zone())
        if "in" in given and form.is_valid() and form.moment:
            return {"until": form.moment.isoformat()}
        told = str(form.errors["until"][0]) if "in" in given and form.errors else ""
        return Question(told, UntilForm(zone=form.zone))
    if action not in ASKS:
        return OPTIONS.get(action, {})
    if "name" not in given:
        return Question("")
    name = str(given["name"])
    try:
        return {"tag": tags.checked(name)}
    except Invalid as wrong:
        return Question(wrong.field_errors["name"][0], typed=name)


def question(owner: User, at: Place, action: str, fit: list[str], told: Question) -> Bar:
    names = [tag.name for tag in tags.every(owner)] if ASKS[action] == "tag" else []
    return Bar(
        at, len(fit), ids=tuple(fit), action=action, label=WORDS[action][0], asks=ASKS[action],
        until=told.until, known=tuple(names), error=told.error, typed=told.typed,
    )  # fmt: skip


def start(owner: User, action: str, picked: list[str], options: Mapping[str, Any]) -> Operation:
    return actions.request(owner, action, picked, actor="user", options=options)


def bar(owner: User, at: Place, *, ids: tuple[str, ...] = (), refused: str = "") -> Bar:
    known = statuses(owner, ids) if ids else {}
    counted = (
        (action, sum(known.get(one) in verbs.SOURCES[action] for one in ids)) for action in SHOWN
    )
    total = search.matching(owner, asked(owner, at).query).count()
    counts = dict(counted)
    if counts["wake"]:
        counts["wake"] = len(asleep(owner, ids))
    choices = tuple(Choice(action, WORDS[action][0], count) for action, count in counts.items())
    return Bar(at, total, ids=ids, choices=choices, refused=refused)


def ask(owner: User, at: Place, action: str, fit: list[str]) -> Bar:
    cost = verbs.estimate(owner, action, jobs=len(fit))
    return Bar(at, len(fit), ids=tuple(fit), action=action, label=WORDS[action][0], sure=cost)


def answered(request: HttpRequest, found: Bar, status: int) -> HttpResponse:
    """The bar in its new state, or a page that shows the same without a list."""
    template = "bulk/_form.html" if wants_fragment(request) else "bulk/choose.html"
    return render(request, template, {"list": found}, status=status)


def begun(request: HttpRequest, at: Place, operation: Operation) -> HttpResponse:
    if not wants_fragment(request):
        return see_other(f"/bulk/{operation.pk}")
    found = bar(access.owner(request), at)
    context = {"list": found, "work": standing(operation), "at": at, "begun": True}
    return render(request, "bulk/_begun.html", context)


def shown_as_line(
    request: HttpRequest, at: Place, operation: Operation, *, status: int
) -> HttpResponse:
    """The line above the list, whatever the button stood in; or the action's own page."""
    if not wants_fragment(request):
        return see_other(f"/bulk/{operation.pk}")
    said = [str(one) for one in messages.get_messages(request)]
    context = {"work": standing(operation), "at": at, "said": said}
    response = render(request, "bulk/_line_answer.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#bulk-line", "outerHTML"
    return response


def told(operation: Operation) -> dict[str, Any]:
    """Context of the action's page."""
    found = standing(operation)
    done = (say("Done"), bulk_story.lines(operation, "succeeded"))
    left = (say("Not begun"), bulk_story.lines(operation, "pending", "cancelled"))
    return {
        "work": found,
        "label": WORDS[found.action][0],
        "groups": (
            (say("Failed"), bulk_story.lines(operation, "failed")),
            (say("In work"), bulk_story.lines(operation, "running")),
        ),
        "rest": () if found.live else (done, left),
    }
