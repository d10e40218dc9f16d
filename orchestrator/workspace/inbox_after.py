"""What the browser is told after a decision: the mail goes, and what is around it follows."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jobops.web.fragments import see_other, wants_fragment
from orchestrator.models import InboundMessage, User
from orchestrator.workspace import inbox_list
from orchestrator.workspace.inbox_nav import address, nav
from orchestrator.workspace.inbox_offer import Offer
from orchestrator.workspace.inbox_undo import last
from orchestrator.workspace.pulse import cursor_now


def after(
    request: HttpRequest,
    row: InboundMessage,
    text: str,
    *,
    offer: Offer | None = None,
    undo: bool = True,
) -> HttpResponse:
    """`undo` False: what was done is itself a way back."""
    view, _, q = request.POST.get("list", "").partition(":")
    view = view if view in inbox_list.LISTS else ""
    back = f"/tracking-inbox/{row.pk}/undo" if undo else ""
    if view and wants_fragment(request):
        return gone(request, row.owner, view, q=q, said=text, undo=back, offer=offer)
    messages.success(request, text, extra_tags=back)
    return see_other(onwards(row, view or "review", undone=not undo, offer=offer))


def gone(
    request: HttpRequest, owner: User, view: str, *, q: str, said: str, undo: str,
    offer: Offer | None,
) -> HttpResponse:  # fmt: skip
    """Nothing in place of the mail, or the offer of a rule; the list's end says what is left."""
    total = inbox_list.mails(owner, view, q=q).count()
    mailboxes = tuple(owner.mailboxes.order_by("pk"))
    empty = None if total else inbox_list.empty(owner, view, q=q, mailboxes=mailboxes)
    context = {
        "view": view, "total": total, "empty": empty, "said": said, "way_back": undo,
        "offer": offer, "tabs": nav(owner, view), "undo": last(owner), "cursor": cursor_now(owner),
        "review": owner.mails.filter(status="pending_user").count(), "url": address(view),
    }  # fmt: skip
    return render(request, "inbox/_gone.html", context)


def onwards(row: InboundMessage, view: str, *, undone: bool, offer: Offer | None) -> str:
    """The list, at the next mail; at the mail itself when it came back."""
    here = row.pk if undone else following(row, view)
    asked = f"?offer={offer.mail}" if offer else ""
    return f"{address('review' if undone else view)}{asked}{f'#mail-{here}' if here else ''}"


def following(row: InboundMessage, view: str) -> UUID | None:
    older = inbox_list.mails(row.owner, view).filter(received_at__lte=row.received_at)
    return older.exclude(pk=row.pk).values_list("pk", flat=True).first()
