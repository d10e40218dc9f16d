"""Every endpoint of the API, under /api/."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import URLPattern
from ninja.operation import Operation

from orchestrator.api import (
    actions,
    analytics,
    answers,
    attached,
    auth,
    bases,
    bulk,
    chat,
    chat_pictures,
    chat_prompts,
    chat_runs,
    chat_save,
    chat_threads,
    contacts,
    decisions,
    exports,
    facts,
    followups,
    imports,
    inbox,
    interviews,
    jobs,
    letters,
    links,
    mail_runs,
    mailboxes,
    maintenance,
    notices,
    openapi,
    ops,
    packets,
    pdf,
    people,
    pipeline,
    preferences,
    presets,
    resume,
    reviews,
    revisions,
    samples,
    scores,
    sender_rules,
    sponsors,
    tags,
    tailoring,
    tokens,
    tracer,
    tracking,
    views,
    watchlist,
    webhooks,
)
from orchestrator.api.door import SCOPE, api

# The order of the chapters on the page at /api/docs. Fixed paths come before those with an id.
for one in (
    analytics, bulk, maintenance, jobs, tags, views, links, sponsors, actions, decisions, scores,
    tailoring, facts, tracking, interviews, followups, attached, contacts, packets, exports, pdf,
    letters, chat, chat_runs, chat_pictures, chat_save, chat_threads, chat_prompts, answers,
    imports, pipeline, presets, watchlist, tracer, bases, reviews, revisions, resume, preferences,
    samples, inbox, mail_runs, sender_rules, mailboxes, webhooks, notices, ops, auth, tokens,
    people, openapi,
):  # fmt: skip
    api.add_router("", one.router)


def _routes() -> list[URLPattern]:
    """One pattern per path, with its verbs, so that the guard can refuse others early, and with
    what each needs of a token.
    """
    needs: dict[str, dict[str, str]] = {}
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            route = path.lstrip("/").replace("{", "<").replace("}", ">")
            needs.setdefault(route, {}).update(_needs(view.operations))
    found = {str(one.pattern): one for one in api.urls[0] if isinstance(one, URLPattern)}
    for route, by_verb in needs.items():
        found[route].callback.verbs = tuple(sorted(by_verb))  # type: ignore[attr-defined]
        found[route].callback.needs = by_verb  # type: ignore[attr-defined]
    return [found[route] for route in needs]


def _needs(operations: Sequence[Operation]) -> dict[str, str]:
    """The scope a token must hold, by verb."""
    return {verb: (op.openapi_extra or {})[SCOPE] for op in operations for verb in op.methods}


urlpatterns = _routes()
