"""To-dos, ticked, written and deleted from a panel or the Timeline tab."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from jobops.lib.words import later, say
from orchestrator import access
from orchestrator.models import ToDo
from orchestrator.tracking import todos
from orchestrator.workspace import rows
from orchestrator.workspace.answers import shortened
from orchestrator.workspace.timeline import again, drawn, in_panel, said, zone_of
from orchestrator.workspace.tracking_forms import ToDoForm, focused


@dataclass(frozen=True)
class Verb:
    """`back`: the verb that takes it back."""

    run: Callable[[ToDo], object]
    said: str
    back: str = ""


VERBS: Mapping[str, Verb] = {
    "done": Verb(
        lambda todo: todos.change(todo, {"is_completed": True}, actor="user"),
        later("Done"),
        back="open",
    ),
    "open": Verb(
        lambda todo: todos.change(todo, {"is_completed": False}, actor="user"), later("Open again")
    ),
    "remove": Verb(lambda todo: todos.remove(todo, actor="user"), later("Deleted"), back="restore"),
    "take-back": Verb(lambda todo: todos.take_back(todo, actor="user"), later("Taken back")),
    "restore": Verb(lambda todo: todos.restore(todo, actor="user"), later("Brought back")),
}


@require_safe
def form(request: HttpRequest, tab: str, pk: UUID) -> HttpResponse:
    """A new to-do, in the panel of the workspace."""
    owner, at = access.owner(request), rows.place(tab, request.GET)
    given = focused(ToDoForm(zone=zone_of(owner)), "title")
    return in_panel(request, access.job(owner, pk), at, given)


@require_POST
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    given = ToDoForm(request.POST, zone=zone_of(job.owner))
    if not given.is_valid():
        return again(request, job, given, status=422)
    values = given.values()
    made = todos.add(job, values.pop("title"), actor="user", **values)
    undo = f"/job/{job.pk}/undo/todo/{made.pk}/take-back"
    return said(
        request, job, say("To-do added: {shortened}.", shortened=shortened(made.title)), undo=undo
    )


@require_POST
def edit(request: HttpRequest, pk: UUID, todo: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    found = access.todo(job, todo)
    given = ToDoForm(request.POST, zone=zone_of(job.owner), todo=found)
    if not given.is_valid():
        forms = {"ticking": str(todo), "todo_change": given}
        return drawn(request, job, status=422, forms=forms)
    todos.change(found, given.values(), actor="user")
    return said(
        request,
        job,
        say("To-do changed: {shortened}.", shortened=shortened(given.cleaned_data["title"])),
    )


@require_POST
def change(request: HttpRequest, pk: UUID, todo: UUID, verb: str) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    found, chosen = access.any_todo(job, todo), VERBS[verb]
    chosen.run(found)
    back = f"/job/{job.pk}/undo/todo/{found.pk}/{chosen.back}" if chosen.back else ""
    return said(request, job, f"{chosen.said}: {shortened(found.title)}.", undo=back)
