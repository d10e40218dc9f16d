"""How a bulk action stands, in the words of the person who asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from jobops.lib.words import later, say
from orchestrator.bulk import actions, items
from orchestrator.lifecycle import UNDO_WINDOW
from orchestrator.models import ActionItem, Operation, User
from orchestrator.templatetags.ui import plural

# Action → what its button says, what is said while it works, and afterwards.
WORDS: Mapping[str, tuple[str, str, str]] = {
    "skip": (later("Skip"), later("Skipping"), later("Skipped")),
    "move_to_ready": (later("Move to Ready"), later("Getting ready:"), later("Ready:")),
    "rescore": (later("Rescore"), later("Rescoring"), later("Rescored")),
    "apply": (later("Mark applied"), later("Marking applied:"), later("Marked applied:")),
    "reopen": (later("Reopen"), later("Reopening"), later("Reopened")),
    "snooze": (later("Snooze"), later("Snoozing"), later("Snoozed")),
    "wake": (later("Wake"), later("Waking"), later("Woken:")),
    "tag": (later("Add tag"), later("Tagging"), later("Tagged")),
    "untag": (later("Remove tag"), later("Removing the tag of"), later("Tag removed:")),
    "undo": (later("Undo"), later("Undoing"), later("Undone:")),
}
# A result is shown in the list for so long, then the list is itself again.
SHOWN = timedelta(seconds=60)
QUICK = timedelta(seconds=5)
NAMED = 100


@dataclass(frozen=True)
class Standing:
    """`undo`: how many jobs one Undo brings back; `failed`: ids of the jobs it failed with."""

    id: UUID
    action: str
    live: bool
    stopping: bool
    title: str
    counts: items.Counts
    left: str
    poll: str
    undo: int = 0
    failed: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"/bulk/{self.id}"

    @property
    def retry(self) -> bool:
        return bool(self.failed) and self.action != "undo"

    @property
    def done(self) -> int:
        return self.counts.requested - self.counts.open

    @property
    def meter(self) -> tuple[tuple[int, str], ...]:
        """Counts with their words; what is nought is left out, but not the first."""
        found = self.counts
        said = (
            (found.succeeded, say("done")), (found.failed, say("failed")),
            (found.cancelled, say("stopped")),
            (found.running, say("in work")), (found.pending, say("waiting")),
        )  # fmt: skip
        return said[:1] + tuple(one for one in said[1:] if one[0])


@dataclass(frozen=True)
class Line:
    """One job of an action, and why it is where it is."""

    css: str
    icon: str
    title: str
    employer: str
    url: str
    why: str


# State of an item → class of its line, icon, word.
MARKS: Mapping[str, tuple[str, str, str]] = {
    "succeeded": ("is-done", "check", later("Done")),
    "failed": ("is-failed", "cross", later("Failed")),
    "cancelled": ("is-refused", "stop", later("Stopped before it began")),
    "running": ("is-running", "half", later("In work")),
    "pending": ("is-waiting", "clock", later("Waiting")),
}


def current(owner: User) -> Standing | None:
    """What the list shows of the newest action: how far it is, or for a moment how it ended."""
    recent = Q(finished_at=None) | Q(finished_at__gte=timezone.now() - SHOWN)
    rows = owner.operations.filter(recent, kind=actions.KIND)
    newest = rows.order_by("-created_at").first()
    return standing(newest) if newest else None


def standing(operation: Operation) -> Standing:
    live = operation.finished_at is None
    counts = items.counts(operation)
    action = str(operation.options.get("action", ""))
    failed = operation.items.filter(state="failed", job__isnull=False).order_by("position")
    return Standing(
        id=operation.pk,
        action=action,
        live=live,
        stopping=live and operation.step == actions.STOPPING,
        title=title(action, counts, live=live),
        counts=counts,
        left=left(operation, counts) if live else "",
        poll="load delay:400ms" if timezone.now() - operation.created_at < QUICK else "every 3s",
        undo=len(actions.undoable(operation)) if _may_be_undone(operation) else 0,
        failed=() if live else tuple(str(pk) for pk in failed.values_list("job_id", flat=True)),
    )


def undo_url(owner: User, pk: UUID | None) -> str:
    """Where all that an action moved is taken back; empty when nothing can be."""
    operation = owner.operations.filter(pk=pk).first() if pk else None
    return f"/bulk/{pk}/undo" if operation and actions.undoable(operation) else ""


def title(action: str, counts: items.Counts, *, live: bool) -> str:
    """ "Skipping 12 jobs", "Skipped 11 of 12 jobs"."""
    _, doing, done = WORDS[action]
    jobs = plural(counts.requested, "job")
    if live:
        return f"{doing} {jobs}"
    if counts.succeeded == counts.requested:
        return f"{done} {jobs}"
    return say("{done} {succeeded} of {jobs}", done=done, succeeded=counts.succeeded, jobs=jobs)


def left(operation: Operation, counts: items.Counts) -> str:
    """ "about 2 minutes left", once there is something to reckon with."""
    done = counts.succeeded + counts.failed
    if operation.started_at is None or done < 3 or not counts.open:
        return ""
    passed = (timezone.now() - operation.started_at).total_seconds()
    seconds = passed / done * counts.open
    if seconds < 60:
        return say("less than a minute left")
    return say("about {minutes} left", minutes=plural(round(seconds / 60), "minute"))


def lines(operation: Operation, *states: str) -> tuple[Line, ...]:
    """The jobs in these states, up to a hundred."""
    rows = operation.items.filter(state__in=states).select_related("job")
    named = rows.only(
        "reference", "state", "error", "position", "job__title", "job__employer", "job__status"
    )
    return tuple(line(item) for item in named.order_by("position")[:NAMED])


def line(item: ActionItem) -> Line:
    css, icon, word = MARKS[item.state]
    said = say(str((item.error or {}).get("message", ""))) if item.state == "failed" else ""
    if item.job is None:
        return Line(css, icon, item.reference[:80], "", "", said or word)
    return Line(css, icon, item.job.title, item.job.employer, f"/job/{item.job_id}", said or word)


def _may_be_undone(operation: Operation) -> bool:
    return bool(operation.finished_at and operation.finished_at >= timezone.now() - UNDO_WINDOW)
