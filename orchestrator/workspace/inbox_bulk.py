"""Several mails at once: what is ticked, or the whole list, and one way back for all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobops.lib.words import later_each, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.inbox import batches
from orchestrator.inbox.batches import Batch
from orchestrator.models import User
from orchestrator.templatetags.ui import plural
from orchestrator.workspace import inbox_list
from orchestrator.workspace.addresses import is_id
from orchestrator.workspace.inbox_nav import HOME, address

DONE: Mapping[str, str] = later_each({
    "approve": "Linked", "deny": "Ignored", "restore": "Restored", "undo": "Taken back:",
})  # fmt: skip
# Why some were left as they are.
LEFT: Mapping[str, str] = later_each(
    {
        "NO_SUGGESTED_MATCH": "without a likely job",
        "ALREADY_DECIDED": "decided before",
    }
)


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Approve, ignore or restore."""
    owner, action = access.owner(request), request.POST.get("action", "")
    view, _, q = request.POST.get("list", "").partition(":")
    if action not in batches.VERBS or view not in inbox_list.LISTS:
        raise Http404
    ids = chosen(owner, request, view, q=q)
    if not ids:
        messages.warning(request, "Tick the mails first.")
        return see_other(address(view))
    batch = batches.bulk(owner, action, ids, actor="user")
    back = f"{HOME}/batches/{batch.id}/undo" if batch.done else ""
    messages.success(request, told(batch), extra_tags=back)
    return see_other(address(view))


@require_POST
def undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    batch = batches.undo_batch(access.owner(request), pk, actor="user")
    messages.success(request, told(batch))
    return see_other(HOME)


def chosen(owner: User, request: HttpRequest, view: str, *, q: str) -> list[UUID]:
    """The ticked ones; of a whole list the newest thousand."""
    if "all" in request.POST:
        rows = inbox_list.mails(owner, view, q=q).values_list("pk", flat=True)
        return list(rows[: batches.MOST])
    return [UUID(text) for text in request.POST.getlist("mail") if is_id(text)]


def told(batch: Batch) -> str:
    """ "Linked 997 mails. 3 left as they are: without a likely job."""
    codes = Counter(result.code for result in batch.results if result.code)
    said = f"{DONE[batch.action]} {plural(batch.done, 'mail')}."
    return " ".join([said, *left(codes.items())])


def left(codes: Iterable[tuple[str, int]]) -> list[str]:
    return [
        say(
            "{count} left as {value}: {get}.",
            count=count,
            value="it is" if count == 1 else "they are",
            get=LEFT.get(code, "failed"),
        )
        for code, count in codes
    ]
