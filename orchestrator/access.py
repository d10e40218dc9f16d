"""Fetching is the permission check: the caller's own row, or nothing there."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest

from orchestrator.models import (
    Contact,
    Delivery,
    Document,
    FactPatch,
    FollowedBoard,
    InboundMessage,
    Interview,
    Job,
    JobEvent,
    Note,
    Operation,
    OwnRequirement,
    PipelineRun,
    SavedView,
    SearchPreset,
    SenderRule,
    SentPacket,
    StageEvent,
    SyncRun,
    Tag,
    ToDo,
    User,
    with_tags,
)

Row = TypeVar("Row")


def owner(request: HttpRequest) -> User:
    """Whose rows this request is about; the middleware has let nobody else through."""
    assert isinstance(request.user, User)
    return request.user


def require_staff(request: HttpRequest) -> None:
    """What concerns the whole installation is for those who run it."""
    if not owner(request).is_staff:
        raise PermissionDenied


def job(user: User, pk: UUID) -> Job:
    found: Job | None = with_tags(Job.objects.filter(owner=user, pk=pk)).first()
    row = _own(found)
    row.owner = user  # known already, so that nobody asks again
    return row


def tag(user: User, pk: UUID) -> Tag:
    return _own(Tag.objects.filter(owner=user, pk=pk).first())


def view(user: User, pk: UUID) -> SavedView:
    """Also a removed one, which may be brought back."""
    return _own(SavedView.objects.filter(owner=user, pk=pk).first())


def operation(user: User, pk: UUID) -> Operation:
    return _own(Operation.objects.filter(owner=user, pk=pk).first())


def board(user: User, pk: UUID) -> FollowedBoard:
    row = _own(FollowedBoard.objects.filter(owner=user, pk=pk).first())
    row.owner = user
    return row


def delivery(user: User, pk: UUID) -> Delivery:
    return _own(Delivery.objects.filter(owner=user, pk=pk).first())


def run(user: User, pk: UUID) -> PipelineRun:
    return _own(PipelineRun.objects.filter(owner=user, pk=pk).first())


def preset(user: User, pk: UUID) -> SearchPreset:
    return _own(SearchPreset.objects.filter(owner=user, pk=pk).select_related("owner").first())


def event(user: User, pk: UUID) -> JobEvent:
    return _own(
        JobEvent.objects.filter(owner=user, pk=pk, job__isnull=False).select_related("job").first()
    )


def mail(user: User, pk: UUID) -> InboundMessage:
    found = InboundMessage.objects.filter(owner=user, pk=pk)
    row = _own(found.select_related("job", "suggested", "account").first())
    row.owner = user
    return row


def sync_run(user: User, pk: UUID) -> SyncRun:
    return _own(SyncRun.objects.filter(owner=user, pk=pk).select_related("account").first())


def sender_rule(user: User, pk: UUID) -> SenderRule:
    return _own(SenderRule.objects.filter(owner=user, pk=pk).first())


def note(of: Job, pk: UUID) -> Note:
    return _own(of.notes.filter(pk=pk, removed_at=None).first())


def document(of: Job, pk: UUID) -> Document:
    return _own(of.documents.filter(pk=pk).first())


def todo(of: Job, pk: UUID) -> ToDo:
    return _own(of.todos.filter(pk=pk, removed_at=None).first())


def task(user: User, pk: UUID) -> ToDo:
    """A to-do of whichever job."""
    rows = ToDo.objects.filter(job__owner=user, pk=pk, removed_at=None)
    return _own(rows.select_related("job").first())


def any_todo(of: Job, pk: UUID) -> ToDo:
    """Removed ones too, to bring them back."""
    return _own(of.todos.filter(pk=pk).first())


def contact(of: Job, pk: UUID) -> Contact:
    return _own(of.contacts.filter(pk=pk, removed_at=None).first())


def any_contact(of: Job, pk: UUID) -> Contact:
    """Removed ones too, to bring them back."""
    return _own(of.contacts.filter(pk=pk).first())


def packet(of: Job, pk: UUID) -> SentPacket:
    return _own(of.packets.select_related("void").filter(pk=pk).first())


def interview(of: Job, pk: UUID) -> Interview:
    return _own(of.interviews.filter(pk=pk, removed_at=None).first())


def any_interview(of: Job, pk: UUID) -> Interview:
    """Removed ones too, to bring them back."""
    return _own(of.interviews.filter(pk=pk).first())


def fact(of: Job, pk: UUID) -> FactPatch:
    """Those taken back too: doing it twice is no mistake."""
    return _own(of.patches.filter(pk=pk).first())


def requirement(of: Job, pk: UUID) -> OwnRequirement:
    return _own(of.own_requirements.filter(pk=pk).first())


def edit(of: Job, pk: UUID) -> Any:
    """A proposed change; tailoring, which keeps them, stands above."""
    return _own(of.edits.filter(pk=pk).first())


def tailored(of: Job, pk: UUID) -> Any:
    """A version of the job's texts."""
    return _own(of.tailorings.filter(pk=pk).first())


def statement(user: User, pk: UUID) -> Any:
    """A confirmed fact; removed ones too, to bring them back."""
    return _own(user.facts.filter(pk=pk).first())


def chat(of: Job) -> Any:
    """Its thread, which begins when it is first used."""
    try:
        return of.chat
    except ObjectDoesNotExist as none_yet:
        raise Http404 from none_yet


def chat_message(of: Job, pk: UUID) -> Any:
    return _own(chat(of).messages.filter(pk=pk).select_related("parent").first())


def chat_run(of: Job, pk: UUID) -> Any:
    return _own(chat(of).runs.filter(pk=pk).select_related("message").first())


def chat_picture(of: Job, pk: UUID) -> Any:
    message = _own(chat(of).messages.filter(attachments=pk).first())
    return _own(message.attachments.filter(pk=pk).first())


def letter(of: Job, pk: UUID) -> Any:
    return _own(of.letters.filter(pk=pk).first())


def answer(of: Job, pk: UUID) -> Any:
    """One given in this application."""
    return _own(of.answers.filter(pk=pk).first())


def saved_answer(user: User, pk: UUID) -> Any:
    """Removed ones too, to bring them back."""
    return _own(user.answers.filter(pk=pk).first())


def resume(user: User, pk: UUID) -> Any:
    return _own(user.resumes.filter(pk=pk).first())


def stage(of: Job, pk: UUID) -> StageEvent:
    """Removed and undone ones too: taking one away twice is no mistake."""
    return _own(of.stages.filter(pk=pk).first())


def _own(row: Row | None) -> Row:
    if row is None:
        raise Http404
    return row
