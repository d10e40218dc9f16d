"""The tree of a thread in the database: read without its words, and its pointers moved."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from jobops.lib.once import once
from orchestrator.models import User
from tailoring.ghostwriter import tree
from tailoring.ghostwriter.tree import Node, Pointers, Tree
from tailoring.models import ChatMessage, ChatThread

MOVING = ("active_root", "selected_note_ids", "selected_email_ids", "selected_document_ids")


def hold(thread: ChatThread) -> None:
    """Everybody who changes the threads of an owner takes turns. A worker does not while it writes,
    so that it may lock a run, its reply and its thread in that order. Raises Http404 when it is
    gone.
    """
    owner_id = thread.job.owner_id
    User.objects.select_for_update(no_key=True).filter(pk=owner_id).values_list("pk").first()
    try:
        thread.refresh_from_db(fields=MOVING)
    except ChatThread.DoesNotExist as gone:
        raise Http404 from gone


def nodes(thread: ChatThread) -> list[Node]:
    """Oldest first."""
    return once(("chat", thread.pk), lambda: _read(thread))


def _read(thread: ChatThread) -> list[Node]:
    rows = thread.messages.annotate(blank=Q(status__in=tree.ENDED_BADLY) & Q(content=""))
    found = rows.order_by("created_at", "id").values_list(
        "id", "parent_id", "role", "status", "blank", "active_child"
    )
    return [
        Node(pk, parent, role, status, not blank, child)
        for pk, parent, role, status, blank, child in found
    ]


def shown(thread: ChatThread) -> Tree:
    return tree.grown(nodes(thread), thread.active_root)


def point(thread: ChatThread, pointers: Pointers) -> None:
    """Write pointers; the one of None is the thread's own."""
    for parent, child in pointers.items():
        if parent is None:
            thread.active_root = child
            save(thread, "active_root")
        else:
            ChatMessage.objects.filter(pk=parent).update(active_child=child)


def save(thread: ChatThread, *fields: str) -> None:
    thread.updated_at = timezone.now()
    thread.save(update_fields=[*fields, "updated_at"])
