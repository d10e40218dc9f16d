"""The inbox: mail about applications, and what is decided about it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from orchestrator import access
from orchestrator.api import door, wire_mail
from orchestrator.api.schemas.mail import (
    ApproveBody,
    EmailsOut,
    EmailsParameters,
    InboxOut,
    InboxParameters,
    MailBatchOut,
    MailDecisionOut,
    MailItemOut,
    MailUndoBody,
    ManyMailsBody,
)
from orchestrator.inbox import again, batches, decisions, listing, senders
from orchestrator.inbox.batches import Batch
from orchestrator.inbox.decisions import Decided
from orchestrator.inbox.listing import Page
from orchestrator.models import InboundMessage, User

router = Router(tags=["Inbox"])
INBOX = "/post-application/inbox"
MAIL = f"{INBOX}/{{uuid:message_id}}"


@door.route(router, "GET", INBOX, data=InboxOut, query=InboxParameters)
def list_inbox(request: HttpRequest, query: InboxParameters) -> HttpResponse:
    """Mail by what became of it, newest first. `cursor` is the `nextCursor` of the page before."""
    found = listing.inbox(
        access.owner(request), view=query.status, cursor=query.cursor, limit=query.limit,
        provider=query.provider or "",
    )  # fmt: skip
    return door.answer(request, page(found))


@door.route(
    router, "POST", f"{MAIL}/approve", data=MailDecisionOut, body=ApproveBody, optional=True,
    errors=(404, 409, 422),
)  # fmt: skip
def approve_mail(request: HttpRequest, message_id: UUID, body: ApproveBody) -> HttpResponse:
    """Link a mail to a job, with the step it reports. `warning` says when it moves the application
    back.
    """
    owner = access.owner(request)
    return decided(request, approved(owner, access.mail(owner, message_id), body), body)


@door.route(router, "POST", f"{MAIL}/deny", data=MailDecisionOut, errors=(404, 409))
def deny_mail(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Put a mail aside."""
    mail = access.mail(access.owner(request), message_id)
    return decided(request, decisions.deny(mail, actor="user"))


@door.route(router, "POST", f"{MAIL}/restore", data=MailDecisionOut, errors=(404, 409))
def restore_mail(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Let a mail that was put aside wait for a decision again."""
    mail = access.mail(access.owner(request), message_id)
    return decided(request, decisions.restore(mail, actor="user"))


@door.route(
    router, "POST", f"{MAIL}/undo", data=MailDecisionOut, body=MailUndoBody, optional=True,
    errors=(404,),
)  # fmt: skip
def undo_mail(request: HttpRequest, message_id: UUID, body: MailUndoBody) -> HttpResponse:
    """Make a decision never have been, with its step and its interview, however old it is; a
    repeat changes nothing.
    """
    mail = access.mail(access.owner(request), message_id)
    done = decisions.undo(mail, actor="user", elsewhere=body.elsewhere)
    return decided(request, done, body)


@door.route(
    router, "POST", f"{MAIL}/route-again", data=MailItemOut, errors=(404, 408, 409, 422, 429, 502)
)
def route_mail_again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Read a mail that nobody decided about anew, with today's rules and jobs."""
    routed = again.route_again(access.mail(access.owner(request), message_id))
    return door.answer(request, wire_mail.item(listing.one(routed)))


@door.route(router, "POST", f"{INBOX}/actions", data=MailBatchOut, body=ManyMailsBody)
def act_on_mails(request: HttpRequest, body: ManyMailsBody) -> HttpResponse:
    """Decide about up to 1,000 mails; each has its own result."""
    return acted(request, body)


@door.route(router, "POST", f"{INBOX}/bulk", data=MailBatchOut, body=ManyMailsBody)
def act_on_mails_by_old_name(request: HttpRequest, body: ManyMailsBody) -> HttpResponse:
    """The same under its older address."""
    return acted(request, body)


@door.route(
    router, "POST", f"{INBOX}/batches/{{uuid:batch_id}}/undo", data=MailBatchOut, errors=(404,)
)
def undo_batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take back what was decided together and not anew since; a repeat changes nothing."""
    done = batches.undo_batch(access.owner(request), batch_id, actor="user")
    return door.answer(request, shown(done))


@door.route(
    router, "GET", "/jobs/{uuid:job_id}/emails", data=EmailsOut, query=EmailsParameters,
    errors=(404,),
)  # fmt: skip
def list_emails(request: HttpRequest, job_id: UUID, query: EmailsParameters) -> HttpResponse:
    """Mail linked to a job, and mail that may be about it, newest first."""
    job = access.job(access.owner(request), job_id)
    found = listing.of_job(job, view=query.filter, limit=query.limit)
    items = [wire_mail.email(one) for one in found.entries]
    return door.answer(request, {"items": items, "total": found.total})


def page(found: Page) -> dict[str, object]:
    return {
        "items": [wire_mail.item(one) for one in found.entries],
        "total": found.total,
        "nextCursor": found.next or None,
        "counts": found.counts,
    }


def approved(owner: User, mail: InboundMessage, body: ApproveBody) -> Decided:
    job = access.job(owner, body.job_id) if body.job_id else None
    done = decisions.approve(
        mail, job=job, target=body.stage_target or "", note=body.note, actor="user"
    )
    if body.remember_sender and done.job is not None and done.mail.sender_address:
        senders.add(owner, done.mail.sender_address, done.job)
    return done


def decided(
    request: HttpRequest, done: Decided, body: ApproveBody | MailUndoBody | None = None
) -> HttpResponse:
    entry = listing.one(done.mail)
    shown = {
        **wire_mail.item(entry),
        "stageEventId": str(done.step.pk) if done.step else None,
        "warning": done.warning or None,
        "offersSenderRule": senders.may_be_offered(entry.mail),
    }
    return door.answer(request, shown, **(door.ignored(body) if body else {}))


def acted(request: HttpRequest, body: ManyMailsBody) -> HttpResponse:
    done = batches.bulk(access.owner(request), body.action, body.message_ids, actor="user")
    return door.answer(request, shown(done), **door.ignored(body))


def shown(done: Batch) -> dict[str, object]:
    entries = listing.many(one.done.mail for one in done.results if one.done)
    return wire_mail.batch(done, entries)
