"""The one conversation of a job: what is shown of it, which branch, what is sent along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone

from orchestrator import bells
from orchestrator.jobs import documents
from orchestrator.models import Job
from tailoring.ghostwriter import branches, runs, tree
from tailoring.ghostwriter import selection as chosen
from tailoring.ghostwriter.selection import Choice, Selected
from tailoring.ghostwriter.tree import Tree
from tailoring.models import ChatAttachment, ChatMessage, ChatRun, ChatThread

# A reader may still be told how a reply ended that is no longer shown; no stream lives longer.
PHANTOMS_KEPT = timedelta(minutes=15)


@dataclass(frozen=True)
class Branch:
    """All turns in the place of `message`, oldest first; `active` is its own index among them."""

    message: UUID
    siblings: tuple[UUID, ...]
    active: int


@dataclass(frozen=True)
class Page:
    """Turns `offset` to `offset + len(messages)` of `total`. `branches`: those of these turns that
    have siblings.
    """

    messages: list[ChatMessage]
    branches: tuple[Branch, ...]
    total: int
    offset: int


def of(job: Job) -> ChatThread:
    """The thread, begun when there is none yet."""
    thread, _ = ChatThread.objects.get_or_create(job=job)
    thread.job = job
    return thread


def messages(thread: ChatThread, *, limit: int = 200, offset: int = 0) -> Page:
    """A part of the path that is shown, oldest first."""
    grown = branches.shown(thread)
    line = tree.path(grown)
    return _page(grown, line, slice(offset, offset + limit))


def latest(thread: ChatThread, *, count: int = 100, skip: int = 0) -> Page:
    """The newest part of the path, oldest first, without the `skip` newest."""
    grown = branches.shown(thread)
    line = tree.path(grown)
    end = max(0, len(line) - skip)
    return _page(grown, line, slice(max(0, end - count), end))


def gave_way(thread: ChatThread, *, at: datetime | None = None) -> ChatRun | None:
    """The latest attempt, when it failed without a word a moment ago and the reply it was to stand
    beside is shown again.
    """
    since = (at or timezone.now()) - PHANTOMS_KEPT
    run = thread.runs.select_related("message").order_by("-created_at", "-id").first()
    if run is None or run.status != "failed" or run.message.content or run.created_at < since:
        return None
    others = thread.messages.filter(parent=run.message.parent_id).exclude(pk=run.message_id)
    return run if others.exists() else None


def selection(thread: ChatThread) -> Selected:
    """What is sent along, without what was deleted meanwhile."""
    return chosen.of(thread)


def select(
    thread: ChatThread,
    *,
    notes: Sequence[object] | None = None,
    emails: Sequence[object] | None = None,
    documents: Sequence[object] | None = None,
) -> Selected:
    """Choose what is sent along; None leaves a kind as it is. Raises SelectionRefused."""
    with transaction.atomic():
        branches.hold(thread)
        found = chosen.change(thread, Choice(notes, emails, documents))
        branches.save(thread, *chosen.FIELDS)
    return found


def switch(thread: ChatThread, message: ChatMessage) -> None:
    """Show the branch this turn is on. Raises Http404 for one that is not shown any more."""
    with transaction.atomic():
        branches.hold(thread)
        grown = branches.shown(thread)
        if message.pk not in grown.nodes:
            raise Http404
        branches.point(thread, tree.switched(grown, message.pk))
        bells.tell(thread.job.owner_id)


def reset(thread: ChatThread) -> tuple[int, int]:
    """Stop what is being written and delete every turn; how many turns and runs. What was chosen
    to be sent along stays.
    """
    with transaction.atomic():
        branches.hold(thread)
        if (run := runs.active(thread)) is not None:
            runs.cancel(run)
        digests = _digests(thread.messages.all())
        counts = thread.messages.count(), thread.runs.count()
        thread.runs.all().delete()
        thread.messages.all().delete()
        thread.active_root, thread.last_message_at = None, None
        branches.save(thread, "active_root", "last_message_at")
        bells.tell(thread.job.owner_id)
    forget(thread.job.owner_id, digests)
    return counts


def tidy(thread: ChatThread, *, at: datetime | None = None) -> int:
    """Point away from the replies another one took the place of, and delete them once nobody can be
    reading them; how many went. They are not shown from the moment that reply is there.
    """
    if not tree.phantoms(branches.nodes(thread)):
        return 0
    ended = (at or timezone.now()) - PHANTOMS_KEPT
    with transaction.atomic():
        branches.hold(thread)
        nodes = branches.nodes(thread)
        branches.point(thread, tree.repointed(nodes))
        phantoms = thread.messages.filter(pk__in=tree.phantoms(nodes), updated_at__lt=ended)
        gone = {row.pk: row.replaces for row in phantoms.only("pk", "replaces")}
        for row in thread.messages.filter(replaces__in=gone).exclude(pk__in=gone):
            while row.replaces in gone:
                row.replaces = gone[row.replaces]
            row.save(update_fields=["replaces"])
        thread.messages.filter(pk__in=gone).delete()
    return len(gone)


def forget(owner_id: UUID, digests: Sequence[str]) -> None:
    """Remove pictures nothing names any more."""
    for digest in digests:
        documents.forget(owner_id, digest)


def _digests(rows: QuerySet[ChatMessage]) -> list[str]:
    pictures = ChatAttachment.objects.filter(message__in=rows)
    return sorted(set(pictures.values_list("digest", flat=True)))


def _page(grown: Tree, line: Sequence[UUID], part: slice) -> Page:
    ids = line[part]
    branches = [_branch(grown, one) for one in ids]
    several = tuple(branch for branch in branches if len(branch.siblings) > 1)
    return Page(_loaded(ids), several, len(line), part.start)


def _branch(grown: Tree, turn: UUID) -> Branch:
    siblings = tree.siblings(grown, turn)
    return Branch(turn, siblings, siblings.index(turn))


def _loaded(ids: Sequence[UUID]) -> list[ChatMessage]:
    pictures = Prefetch("attachments", ChatAttachment.objects.order_by("position", "id"))
    known: Mapping[UUID, ChatMessage] = (
        ChatMessage.objects.prefetch_related(pictures).in_bulk(ids) if ids else {}
    )
    return [known[one] for one in ids if one in known]
