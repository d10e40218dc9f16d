"""Put a job aside from its panel: the form, what it does, and what takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from jobops.lib.days import weekday
from jobops.lib.errors import Invalid, Problem
from jobops.lib.words import later, say
from jobops.web.fragments import shown, wants_fragment
from orchestrator import access, preferences
from orchestrator.jobs import snoozing
from orchestrator.models import Job
from orchestrator.templatetags.ui import day
from orchestrator.workspace import rows
from orchestrator.workspace.answers import Message, done, refused, shortened
from orchestrator.workspace.jobs import workspace
from orchestrator.workspace.panels import panel
from orchestrator.workspace.places import Place

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """`value` is what the button sends, `hint` the day it means."""

    value: str
    label: str
    hint: str


class UntilForm(forms.Form):
    """One of the buttons (`in`), or a day. `until` is the moment it means."""

    until = forms.DateField(
        required=False,
        label=later("Another day"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": later("Give a day such as 2026-11-30.")},
    )

    def __init__(self, data: Any = None, *, zone: ZoneInfo) -> None:
        super().__init__(data)
        self.zone, self.today = zone, timezone.localdate(timezone=zone)
        self.fields["until"].widget.attrs["min"] = self.first_day()
        self.moment: datetime | None = None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        chosen = {one: found for one, _, found in days(self.today)}.get(self.data.get("in", ""))
        wanted = chosen or given.get("until")
        if wanted is None and not self.errors:
            self.add_error("until", say("Choose when to see this job again."))
        elif wanted is not None:
            self.take(wanted)
        return given

    def take(self, wanted: date) -> None:
        try:
            self.moment = snoozing.morning(wanted, self.zone)
        except Invalid as wrong:
            self.add_error("until", wrong.field_errors["until"][0])

    def first_day(self) -> str:
        return (self.today + DAY).isoformat()

    def choices(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(value, label, f"{weekday(found)}, {day(found)}")
            for value, label, found in days(self.today)
        )


def days(today: date) -> tuple[tuple[str, str, date], ...]:
    """Value, words, day. Next week begins on a Monday."""
    return (
        ("tomorrow", say("Tomorrow"), today + DAY),
        ("3", say("In 3 days"), today + 3 * DAY),
        ("week", say("Next week"), today + (7 - today.weekday()) * DAY),
    )


@require_safe
@vary_on_headers("HX-Request")
def form(request: HttpRequest, tab: str, pk: UUID) -> HttpResponse:
    owner, at = access.owner(request), rows.place(tab, request.GET)
    job = access.job(owner, pk)
    return drawn(request, job, at, UntilForm(zone=preferences.of(owner).zone()))


@require_POST
def act(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put aside; the next job of the list is shown."""
    owner = access.owner(request)
    job = access.job(owner, pk)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    given = UntilForm(request.POST, zone=preferences.of(owner).zone())
    if not given.is_valid() or given.moment is None:
        return drawn(request, job, at, given, status=422)
    return put_aside(request, job, at, given, given.moment)


def put_aside(
    request: HttpRequest, job: Job, at: Place, given: UntilForm, until: datetime
) -> HttpResponse:
    following = rows.neighbour(job.owner, job, at)
    try:
        row, event = snoozing.snooze(job, until, actor="user")
    except Invalid as wrong:
        given.add_error("until", wrong.field_errors["until"][0])
        return drawn(request, job, at, given, status=422)
    except Problem as problem:
        return refused(request, job, at, problem)
    undo = f"/job/{job.pk}/undo/snooze/{event.pk}" if event else ""
    return done(request, job, at, following=following, message=Message(said(row), undo))


@require_POST
def wake(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Back in its list, and still shown."""
    job = access.job(access.owner(request), pk)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    was_here = rows.is_in(at, job)
    try:
        _, event = snoozing.wake(job, actor="user")
    except Problem as problem:
        return refused(request, job, at, problem)
    undo = f"/job/{job.pk}/undo/snooze/{event.pk}" if event else ""
    message = Message(say("Woken: {named}.", named=named(job)), undo)
    return done(request, job, at, following=job.pk, message=message, returns=not was_here)


@require_POST
def undo(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    job = access.job(access.owner(request), pk)
    at = rows.read_place(request.POST.get("place", ""), job=job)
    was_here = rows.is_in(at, job)
    try:
        snoozing.take_back(job, event, actor="user")
    except Problem as problem:
        return refused(request, job, at, problem)
    message = Message(say("Undone: {named}.", named=named(job)), "")
    return done(request, job, at, following=job.pk, message=message, returns=not was_here)


def said(row: Job) -> str:
    assert row.snoozed_until is not None
    zone = preferences.of(row.owner).zone()
    back = timezone.localdate(row.snoozed_until, timezone=zone)
    last = row.deadline_at == back
    return say(
        "Snoozed until {back}{last}: {named}.",
        back=day(back),
        last=", its last day" if last else "",
        named=named(row),
    )


def named(job: Job) -> str:
    return say(
        "{shortened} at {shortened2}",
        shortened=shortened(job.title),
        shortened2=shortened(job.employer),
    )


def drawn(
    request: HttpRequest, job: Job, at: Place, given: UntilForm, *, status: int = 200
) -> HttpResponse:
    asked = {"snooze": given, "doing": say("Snooze")}
    if wants_fragment(request):
        context = {"panel": panel(job, at), **asked}
        return shown(request, "", "jobs/_panel_snooze.html", context, status=status)
    context = {**workspace(job.owner, at, job), "form": "jobs/_panel_snooze.html", **asked}
    return render(request, "jobs/page.html", context, status=status)
