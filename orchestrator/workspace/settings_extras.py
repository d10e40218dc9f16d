"""What stands below the form of a section: sources and how they do, messages and how they went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from jobops.lib.words import later, later_each, say
from jobops.web.fragments import see_other, wants_fragment
from orchestrator import access, preferences
from orchestrator.models import Delivery, User
from orchestrator.ops import webhooks
from orchestrator.ops.webhooks import WebhookProblem
from orchestrator.pipeline import probe
from orchestrator.pipeline.probe import Health, Probed
from orchestrator.sources.registry import SEARCHED, Source
from orchestrator.templatetags.ui import plural
from orchestrator.workspace import settings_calendar, settings_mail, settings_models
from tailoring import style
from tailoring.ghostwriter import template

KINDS = later_each({"job": "That you applied", "pipeline": "That a run ended"})
STATES: Mapping[str, tuple[str, str]] = {
    "pending": (later("Waiting"), "busy"),
    "sending": (later("Being sent"), "busy"),
    "delivered": (later("Delivered"), "good"),
    "failed": (later("Failed"), "danger"),
    "cancelled": (later("Withdrawn"), ""),
}
REASONS = later_each(
    {
        "timeout": "no answer within 7 seconds",
        "unreachable": "could not be reached",
        "private_address": "the address is in a private network nobody named",
        "too_big": "the answer was too large",
        "no_address": "no address was set",
    }
)


@dataclass(frozen=True)
class SourceLine:
    """One source as drawn; `reason`: why it cannot be used now."""

    source: Source
    reason: str
    health: Health
    probed: Probed | None = None


@dataclass(frozen=True)
class Message:
    """One delivery as drawn; `how`: what the last attempt came to."""

    delivery: Delivery
    word: str
    kind: str
    how: str

    @property
    def may_go_again(self) -> bool:
        return self.delivery.state in ("failed", "delivered")


def sources(owner: User) -> dict[str, Any]:
    return {"lines": [line(owner, one) for one in probe.available(owner)]}


def line(owner: User, offer: probe.Offer, *, probed: Probed | None = None) -> SourceLine:
    health = probe.health(owner, offer.source.id)
    return SourceLine(offer.source, offer.reason or "", health, probed)


@require_POST
def try_source(request: HttpRequest, name: str) -> HttpResponse:
    """Ask one source now. Without scripts the whole page comes back with what it said."""
    if name not in SEARCHED:
        raise Http404
    owner = access.owner(request)
    probed = probe.probe(owner, name)
    if not wants_fragment(request):
        said = f"{SEARCHED[name].label}: {probed.sentence}"
        (messages.success if probed.fine else messages.error)(request, said)
        return see_other("/settings/sources")
    offer = next(one for one in probe.available(owner) if one.source.id == name)
    return render(request, "settings/_source.html", {"line": line(owner, offer, probed=probed)})


def told(owner: User) -> dict[str, Any]:
    return {
        "hooks": [(KINDS[one.kind], one) for one in webhooks.standing(owner)],
        "told": [message(one) for one in webhooks.newest(owner, most=25)],
    }


def message(delivery: Delivery) -> Message:
    last = delivery.attempts_log[-1] if delivery.attempts_log else {}
    status, reason = last.get("status"), REASONS.get(str(last.get("reason")), "")
    how = say("status {status}", status=status) if status else reason
    if last:
        how = say(
            "{how}, {durationms} ms, {attempts}",
            how=how,
            durationms=last["durationMs"],
            attempts=plural(delivery.attempts, "attempt"),
        )
    return Message(delivery, *STATES[delivery.state], how=how)


@require_POST
def send_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        webhooks.send_again(access.delivery(access.owner(request), pk))
    except WebhookProblem as problem:
        messages.info(request, problem.sentence)
    else:
        messages.success(request, say("It is sent again now, with the id and the text it had."))
    return see_other("/settings/webhooks")


@require_POST
def turn_on(request: HttpRequest, kind: str) -> HttpResponse:
    queued = webhooks.turn_on(access.owner(request), webhooks.known(kind))
    messages.success(
        request,
        say(
            "Turned on again; {kept_messages} go out now.",
            kept_messages=plural(queued, "kept message"),
        ),
    )
    return see_other("/settings/webhooks")


def writing(owner: User) -> dict[str, Any]:
    """Where the free wishes say otherwise than a setting."""
    return {"contradictions": template.contradictions(style.read(preferences.of(owner)))}


EXTRAS: Mapping[str, Callable[[User], dict[str, Any]]] = {
    "models": settings_models.shown, "writing": writing, "sources": sources, "webhooks": told,
    "calendar": settings_calendar.shown,
    "mail": settings_mail.shown,
}  # fmt: skip
