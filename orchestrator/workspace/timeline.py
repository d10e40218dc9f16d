"""The Timeline tab, and the forms that write it: from the tab, from a panel, with or without a
script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.errors import Problem, Refused
from jobops.lib.words import later, say
from jobops.web.fragments import own_address, see_other, wants_fragment
from orchestrator import access, preferences
from orchestrator.inbox import decisions
from orchestrator.models import Job, StageEvent, ToDo
from orchestrator.tracking import events, outcome, stages
from orchestrator.tracking.derive import STAGES
from orchestrator.workspace import answers, jobpage, rows, story
from orchestrator.workspace.answers import Message
from orchestrator.workspace.following import Following, following
from orchestrator.workspace.jobs import workspace
from orchestrator.workspace.panels import panel
from orchestrator.workspace.rows import Place
from orchestrator.workspace.tracking_forms import OutcomeForm, StepForm, ToDoForm, focused

MOST_EVENTS = 200


@dataclass(frozen=True)
class Verb:
    """`back`: the room of the address that takes it back."""

    run: Callable[..., Job]
    said: str
    back: str = ""


VERBS: Mapping[str, Verb] = {
    "remove": Verb(stages.remove, later("Deleted"), back="removal"),
    "undo": Verb(decisions.undo_step, later("Undone")),
    "restore": Verb(stages.restore, later("Brought back")),
}


@dataclass(frozen=True)
class Timeline:
    """The tab. `editing`, `ticking`: the step or to-do whose form stands in its place. `ask`: the
    address to append `edit`, `todo` or `add` to. `step`: when one is being logged.
    """

    found: Following
    url: str
    ask: str
    end: OutcomeForm
    todo: ToDoForm
    step: StepForm | None = None
    editing: str = ""
    change: StepForm | None = None
    ticking: str = ""
    todo_change: ToDoForm | None = None


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    at = jobpage.came_from(request, job)
    return drawn(request, job, at=at, forms=opened(request, job))


@require_safe
def log_form(request: HttpRequest, tab: str, pk: UUID) -> HttpResponse:
    """Log a step, in the panel of the workspace."""
    owner, at = access.owner(request), rows.place(tab, request.GET)
    form = focused(StepForm(zone=zone_of(owner)), "stage")
    return in_panel(request, access.job(owner, pk), at, form)


@require_POST
def log(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    form = StepForm(request.POST, zone=zone_of(job.owner))
    if not form.is_valid():
        return again(request, job, form, status=422)
    said = form.step()
    moved, event = stages.log(job, said.pop("to_stage"), actor="user", **said)
    return logged(request, job, moved, event)


@require_POST
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One choice, dated now. Closing asks how it ended before anything is written."""
    job = access.job(access.owner(request), pk)
    stage = request.POST.get("stage", "")
    if stage not in STAGES or stage == "closed":
        form = StepForm(zone=zone_of(job.owner), stage=stage)
        return again(request, job, focused(form, "outcome" if stage in STAGES else "stage"))
    moved, event = stages.log(job, stage, actor="user", metadata={"actor": "user"})
    return logged(request, job, moved, event)


@require_POST
def edit(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    found = access.stage(job, event)
    form = StepForm(request.POST, zone=zone_of(job.owner), event=found)
    if not form.is_valid():
        return drawn(request, job, status=422, forms={"editing": str(event), "change": form})
    try:
        stages.edit(
            job, found, form.step(), actor="user", expected=form.cleaned_data["seen"] or None
        )
    except Problem as problem:
        return overtaken(request, job, found, problem)
    return said(request, job, say("Changed: {stages}.", stages=STAGES[form.cleaned_data["stage"]]))


@require_POST
def change(request: HttpRequest, pk: UUID, event: UUID, verb: str) -> HttpResponse:
    """Delete a step, undo it, or bring a deleted one back."""
    job = access.job(access.owner(request), pk)
    found, chosen = access.stage(job, event), VERBS[verb]
    moved = chosen.run(job, found, actor="user")
    back = f"/job/{job.pk}/undo/{chosen.back}/{found.pk}" if chosen.back else ""
    now = (
        say(" The job is {words}.", words=rows.WORDS[moved.status])
        if moved.status != job.status
        else ""
    )
    return said(request, job, f"{chosen.said}: {STAGES[found.to_stage]}.{now}", undo=back)


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it ended, beside the steps."""
    job = access.job(access.owner(request), pk)
    form = OutcomeForm(request.POST, job=job, zone=zone_of(job.owner))
    if not form.is_valid():
        return drawn(request, job, status=422, forms={"end": form})
    given = form.cleaned_data
    ended = outcome.record(job, given["outcome"] or None, actor="user", closed_at=given["closed"])
    offer = story.offer(ended)
    words = say("Outcome set.") if ended.outcome else say("Outcome cleared.")
    return said(request, job, words, undo=offer.url if offer else "")


def logged(request: HttpRequest, job: Job, moved: Job, event: StageEvent) -> HttpResponse:
    title = events.placed(moved, event).title
    verb = say("Noted:") if event.is_note else say("Logged:")
    undo = f"/job/{job.pk}/undo/step/{event.pk}"
    about = say(
        "{shortened} at {shortened2}",
        shortened=answers.shortened(job.title),
        shortened2=answers.shortened(job.employer),
    )
    return said(request, job, f"{verb} {title}, {about}.", undo=undo)


def said(request: HttpRequest, job: Job, text: str, *, undo: str = "") -> HttpResponse:
    """`job` as it was before: it may come back to the list, or leave it."""
    if back := led_back(request, text, undo=undo):
        return back
    at = rows.read_place(request.POST.get("place", ""), job=job)
    returns = job.status not in at.kind.statuses
    message = Message(text, undo)
    return answers.done(request, job, at, following=job.pk, message=message, returns=returns)


def led_back(request: HttpRequest, text: str, *, undo: str) -> HttpResponse | None:
    """To the page that `back` in the address names, as does the address that takes it back."""
    back = request.GET.get("back", "")
    if not back or wants_fragment(request):
        return None
    messages.success(
        request, text, extra_tags=f"{undo}?{urlencode({'back': back})}" if undo else ""
    )
    return see_other(own_address(request, back))


def overtaken(request: HttpRequest, job: Job, found: StageEvent, problem: Problem) -> HttpResponse:
    """Somebody was faster: the step as it is now, and every character that was typed."""
    if not isinstance(problem, Refused):
        return drawn(request, job, status=409, refused=problem.sentence)
    fresh = access.stage(job, found.pk)
    typed = {**request.POST.dict(), "seen": events.mark(fresh)}
    form = StepForm(typed, zone=zone_of(job.owner), event=fresh)
    forms = {"editing": str(found.pk), "change": form}
    return drawn(request, job, status=409, refused=problem.sentence, forms=forms)


def again(
    request: HttpRequest, job: Job, form: StepForm | ToDoForm, *, status: int = 200
) -> HttpResponse:
    """The form with what was typed, where it was sent from."""
    if jobpage.asked(request, job):
        key = "step" if isinstance(form, StepForm) else "todo"
        return drawn(request, job, status=status, forms={key: form})
    at = rows.read_place(request.POST.get("place", ""), job=job)
    return in_panel(request, job, at, form, status=status)


def in_panel(
    request: HttpRequest, job: Job, at: Place, form: StepForm | ToDoForm, *, status: int = 200
) -> HttpResponse:
    logs = isinstance(form, StepForm)
    template = "jobs/_panel_log.html" if logs else "jobs/_panel_todo.html"
    asked = {"step": form, "doing": say("Log event") if logs else say("New to-do")}
    if wants_fragment(request):
        context: dict[str, Any] = {"panel": panel(job, at), **asked}
        response = render(request, template, context, status=status)
        response["Vary"] = "HX-Request"
        return response
    context = {**workspace(access.owner(request), at, job), "form": template, **asked}
    return render(request, "jobs/page.html", context, status=status)


def drawn(
    request: HttpRequest,
    job: Job,
    *,
    status: int = 200,
    at: Place | None = None,
    refused: str = "",
    forms: Mapping[str, Any] = jobpage.NOTHING,
) -> HttpResponse:
    """The tab as it is now. `forms`: as in Timeline, in place of empty ones."""
    asked = jobpage.asked(request, job)
    at = at or (asked[1] if asked else None)
    fresh = job if request.method == "GET" else access.job(job.owner, job.pk)
    content = {"timeline": tab(fresh, at, forms=forms)}
    return jobpage.shown(
        request, fresh, "timeline", status=status, content=content, at=at, refused=refused
    )


def tab(job: Job, at: Place | None, *, forms: Mapping[str, Any]) -> Timeline:
    zone, url = zone_of(job.owner), jobpage.address(job.pk, "timeline", at=at)
    recent = list(job.events.order_by("-seq")[:MOST_EVENTS])
    empty = {"end": OutcomeForm(job=job, zone=zone), "todo": ToDoForm(zone=zone)}
    return Timeline(
        found=following(job, recent=recent, whole=True),
        url=url,
        ask=f"{url}{'&' if at else '?'}",
        **{**empty, **forms},
    )


def opened(request: HttpRequest, job: Job) -> dict[str, Any]:
    """What the address asks to have open: one step's form, one to-do's, or an empty one."""
    zone, given = zone_of(job.owner), request.GET
    step: StageEvent | None = row(job.stages.filter(removed_at=None, undone_at=None), given, "edit")
    if step is not None:
        form = focused(StepForm(zone=zone, event=step), "stage")
        return {"editing": str(step.pk), "change": form}
    todo: ToDo | None = row(job.todos.filter(removed_at=None), given, "todo")
    if todo is not None:
        ticked = focused(ToDoForm(zone=zone, todo=todo), "title")
        return {"ticking": str(todo.pk), "todo_change": ticked}
    asked = {"log": ("step", StepForm, "stage"), "todo": ("todo", ToDoForm, "title")}
    name, made, first = asked.get(given.get("add", ""), ("", StepForm, ""))
    return {name: focused(made(zone=zone), first)} if name else {}


def row(found: Any, given: Mapping[str, str], name: str) -> Any:
    """The row an address names; None when it names none."""
    try:
        return found.filter(pk=UUID(given[name])).first() if name in given else None
    except ValueError:
        return None


def zone_of(owner: Any) -> ZoneInfo:
    return preferences.of(owner).zone()
