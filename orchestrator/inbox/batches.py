"""The same decision about many mails: each by itself, and one way back for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction

from jobops.lib.errors import Problem, Refused
from jobops.lib.ids import time_ordered
from orchestrator.inbox import deciding, decisions, faults
from orchestrator.inbox.decisions import Decided
from orchestrator.models import InboundMessage, User

MOST = 1000
# Below it a suggestion is a guess, which nobody approves unread.
LEAST = 50
CODES: Mapping[str, str] = {
    "message_decided": "ALREADY_DECIDED", "no_suggested_match": "NO_SUGGESTED_MATCH",
}  # fmt: skip
FAILED: Mapping[str, str] = {
    "approve": "APPROVE_FAILED", "deny": "DENY_FAILED", "restore": "RESTORE_FAILED",
    "undo": "UNDO_FAILED",
}  # fmt: skip
SENTENCES: Mapping[str, str] = {
    "ALREADY_DECIDED": Refused.SENTENCES["message_decided"],
    "NO_SUGGESTED_MATCH": Refused.SENTENCES["no_suggested_match"],
}
FAILURE = "This did not work for this mail. It is as it was; try it by itself."
Verb = Callable[[InboundMessage], Decided]


@dataclass(frozen=True)
class Result:
    """What became of one mail: `code` is empty when it was done."""

    id: UUID
    code: str = ""
    done: Decided | None = None

    @property
    def sentence(self) -> str:
        return SENTENCES.get(self.code, FAILURE) if self.code else ""


@dataclass(frozen=True)
class Batch:
    id: UUID
    action: str
    results: tuple[Result, ...]

    @property
    def done(self) -> int:
        return sum(not result.code for result in self.results)


def bulk(owner: User, action: str, ids: Iterable[UUID], *, actor: str) -> Batch:
    """`approve` what has a likely suggestion, `deny` or `restore`: in the order of `ids`, repeats
    left out, at most a thousand.
    """
    wanted, batch = [*dict.fromkeys(ids)][:MOST], time_ordered()
    found = InboundMessage.objects.filter(owner=owner, pk__in=wanted)
    rows = {row.pk: row for row in found.select_related("suggested", "account")}
    verb = partial(VERBS[action], batch=batch, actor=actor)
    return Batch(batch, action, tuple(_tried(action, pk, rows.get(pk), verb) for pk in wanted))


def undo_batch(owner: User, batch: UUID, *, actor: str) -> Batch:
    """Take back what nobody decided anew since; a repeat changes nothing."""
    rows = InboundMessage.objects.filter(owner=owner, batch=batch).order_by("-received_at", "-id")
    verb = partial(_undo, actor=actor)
    return Batch(batch, "undo", tuple(_tried("undo", row.pk, row, verb) for row in rows))


def _tried(action: str, pk: UUID, row: InboundMessage | None, verb: Verb) -> Result:
    if row is None:
        return Result(pk, FAILED[action])
    try:
        with transaction.atomic():
            return Result(pk, done=verb(row))
    except Refused as refused:
        return Result(pk, CODES.get(refused.kind, FAILED[action]))
    except (Problem, DatabaseError, ObjectDoesNotExist) as error:
        faults.say(f"{action} failed", error, mail=pk)
        return Result(pk, FAILED[action])


def _approve(mail: InboundMessage, *, batch: UUID, actor: str) -> Decided:
    deciding.require_waiting(mail)
    if mail.suggested is None or mail.confidence < LEAST:
        raise Refused("no_suggested_match")
    return _marked(decisions.approve(mail, actor=actor), batch)


def _deny(mail: InboundMessage, *, batch: UUID, actor: str) -> Decided:
    return _marked(decisions.deny(mail, actor=actor), batch)


def _restore(mail: InboundMessage, *, batch: UUID, actor: str) -> Decided:
    if mail.status == deciding.PENDING:
        return Decided(mail)
    return _marked(decisions.restore(mail, actor=actor), batch)


def _undo(mail: InboundMessage, *, actor: str) -> Decided:
    if mail.status == deciding.PENDING:
        return Decided(deciding.put_back(mail))
    return decisions.undo(mail, actor=actor)


def _marked(done: Decided, batch: UUID) -> Decided:
    deciding.mark(done.mail, batch)
    return done


VERBS: Mapping[str, Callable[..., Decided]] = {
    "approve": _approve, "deny": _deny, "restore": _restore,
}  # fmt: skip
