"""Interviews that came with a mail.

A newer version of an invitation sets when, how long and where. What the owner wrote beside that
stays: kind, people, notes, an outcome. What was there before is kept with the mail, so that undoing
the mail brings it back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobops.lib.text import fold
from orchestrator import lifecycle
from orchestrator.models import InboundMessage, Interview, Job
from orchestrator.tracking.interview_rows import store, tell
from orchestrator.tracking.invitations import Invitation

# What an invitation sets, and what undoing its mail gives back.
SET = ("scheduled_at", "is_all_day", "zone", "minutes", "location", "link", "remark")
KEPT = (*SET, "outcome", "sequence")
REPLACED = "replaced"
# The first that occurs in the title; fewer letters than a word would hit others.
WORDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(rf"\b(?:{words})")
    for kind, words in {
        "final": r"final|abschluss|finale|ultima entrevista",
        "panel": r"panel",
        "technical": r"technical|tech |technisch|technique|tecnica|coding|code |pair|system design",
        "behavioral": r"behaviou?ral|culture|values|hiring manager",
        "onsite": r"on ?-?site|vor ort|sur place|presencial",
        "recruiter_screen": r"recruiter|screen|intro|kennenlern|first call|erstgesprach|phone",
    }.items()
}
BY_STAGE: Mapping[str, str] = {
    "assessment": "technical",
    "hiring_manager_screen": "behavioral",
    "technical_interview": "technical",
    "onsite": "onsite",
}


def from_invitation(
    job: Job, invitation: Invitation, *, message: InboundMessage | None, actor: str
) -> Interview | None:
    """The interview that an invitation makes, changes or calls off; None when it says nothing
    new. The caller may hold the transaction in which the mail is linked.
    """
    with transaction.atomic():
        row = lifecycle.fresh(job)
        found = _found(row, invitation, message)
        if found is None:
            return None if invitation.is_cancelled else _made(row, invitation, message, actor)
        if found.removed_at is not None:
            return _brought_back(row, found, invitation, message, actor)
        return _updated(row, found, invitation, message, actor)


def withdraw(message: InboundMessage, *, actor: str) -> None:
    """Undo of a mail: what it made goes, unless the owner changed it or a later mail stands for
    it too; what it changed is as before.
    """
    with transaction.atomic():
        asked = (message.invitation or {}).get("sequence", 0)
        made = message.interviews.filter(removed_at=None, touched_at=None).select_related("job")
        for interview in made:
            if interview.sequence <= asked:
                row = lifecycle.fresh(interview.job)
                store(interview, {"removed_at": timezone.now()})
                tell(row, interview, change="withdrawn", actor=actor)
        _give_back(message, actor=actor)


def kind_of(title: str, *, stage: str = "") -> str:
    """What an interview is, as far as its title says it, or the mail it came with."""
    said = fold(title)
    named = next((kind for kind, words in WORDS.items() if words.search(said)), "")
    return named or BY_STAGE.get(stage, "recruiter_screen")


def _found(row: Job, invitation: Invitation, message: InboundMessage | None) -> Interview | None:
    """Living ones before removed ones."""
    mine = row.interviews.order_by("-removed_at")
    if invitation.uid:
        found = mine.filter(uid=invitation.uid)
    else:
        found = mine.filter(message=message) if message else mine.none()
    return min(found, key=lambda one: one.removed_at is not None, default=None)


def _made(
    row: Job, invitation: Invitation, message: InboundMessage | None, actor: str
) -> Interview:
    stage = message.stage_target if message else ""
    made = row.interviews.create(
        **_times(invitation),
        kind=kind_of(invitation.summary, stage=stage),
        people=invitation.organizer,
        notes=invitation.summary,
        uid=invitation.uid,
        sequence=invitation.sequence,
        message=message,
    )
    tell(row, made, change="invited", actor=actor)
    return made


def _brought_back(
    row: Job, found: Interview, invitation: Invitation, message: InboundMessage | None, actor: str
) -> Interview | None:
    """One that undoing its mail had taken; what the owner removed comes back by the owner only."""
    if invitation.is_cancelled or (found.touched_at and actor != "user"):
        return None
    store(found, {**_times(invitation), "removed_at": None, "outcome": "pending",
                  "sequence": invitation.sequence, "message": message})  # fmt: skip
    tell(row, found, change="invited", actor=actor)
    return found


def _updated(
    row: Job, found: Interview, invitation: Invitation, message: InboundMessage | None, actor: str
) -> Interview | None:
    other_date = invitation.occurrence not in (None, found.scheduled_at)
    older = invitation.sequence < found.sequence
    same = invitation.sequence == found.sequence and not invitation.is_cancelled
    if other_date or older or same:
        return found if same and not other_date else None
    values = {"sequence": invitation.sequence, **_news(found, invitation)}
    if all(getattr(found, name) == value for name, value in values.items()):
        return found
    _keep(message, found)
    store(found, values)
    tell(row, found, change="called_off" if invitation.is_cancelled else "moved", actor=actor)
    return found


def _news(found: Interview, invitation: Invitation) -> dict[str, Any]:
    if invitation.is_cancelled:
        return {"outcome": "cancelled"}
    # Whoever is invited anew is expected again.
    again = {"outcome": "pending"} if found.outcome == "cancelled" else {}
    return {**_times(invitation), **again}


def _times(invitation: Invitation) -> dict[str, Any]:
    return {
        "scheduled_at": invitation.starts_at,
        **{name: getattr(invitation, name) for name in SET if name != "scheduled_at"},
    }


def _keep(message: InboundMessage | None, found: Interview) -> None:
    """What is about to be replaced, on the row of the mail that replaces it."""
    if message is None:
        return
    former = {name: getattr(found, name) for name in KEPT}
    former["scheduled_at"] = found.scheduled_at.isoformat()
    at = timezone.now().isoformat()
    said = {"interview": str(found.pk), "at": at, "former": former}
    message.invitation = {**(message.invitation or {}), REPLACED: said}
    message.save(update_fields=["invitation"])


def _give_back(message: InboundMessage, *, actor: str) -> None:
    said = dict(message.invitation or {})
    replaced = said.pop(REPLACED, None)
    if replaced is None:
        return
    message.invitation = said
    message.save(update_fields=["invitation"])
    found = Interview.objects.filter(pk=replaced["interview"], removed_at=None)
    interview = found.select_related("job").first()
    if interview is None or interview.sequence != said.get("sequence", 0):
        return
    if interview.touched_at and interview.touched_at > datetime.fromisoformat(replaced["at"]):
        return
    row = lifecycle.fresh(interview.job)
    former = replaced["former"]
    at = datetime.fromisoformat(former["scheduled_at"])
    store(interview, {**former, "scheduled_at": at})
    tell(row, interview, change="moved_back", actor=actor)
