"""Every address of the installation, and which row a word in one stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

NOBODY = "0192f3c4-8a6e-7cc3-b4f2-6d1e5f0a9b87"
# What stands for a row in an address, by the word that names it there.
OF_API = {
    "job_id": "job", "note_id": "note", "document_id": "document", "event_id": "stage",
    "task_id": "todo", "operation_id": "bulk", "run_id": "run", "resume_id": "resume",
    "preset_id": "preset", "board_id": "board", "delivery_id": "delivery", "token_id": "token",
    "filename": "backup", "own_id": "requirement", "fact_id": "fact", "link_id": "link",
    "edit_id": "edit", "version_id": "tailoring", "statement_id": "stated",
    "review_id": "review", "saved_id": "saved", "answer_id": "answer",
    "message_id": "turn", "attachment_id": "picture", "thread_id": "thread", "key": "prompt",
    "letter_id": "letter", "interview_id": "interview", "contact_id": "contact",
    "export_id": "export", "tag_id": "tag", "view_id": "view",
}  # fmt: skip
OF_MAIL = {
    "message_id": "mail", "run_id": "mail_run", "rule_id": "rule", "account_id": "mailbox",
}  # fmt: skip
OF_PAGES = {
    "note": "note", "document": "document", "interview": "interview", "todo": "todo",
    "version": "version",
    "digest": "digest", "filename": "backup", "other": "job", "kept": "kept",
    "own": "requirement", "fact": "fact", "link": "link",
    "edit": "edit", "tailoring": "tailoring", "stated": "stated", "answer": "answer",
    "saved": "saved", "message": "turn", "letter": "letter", "prompt": "prompt",
    "account": "mailbox", "browser": "browser", "contact": "contact", "packet": "packet",
    "tag": "tag",
}  # fmt: skip
ROOMS = {
    # The longer ones first.
    "today/done/": "todo", "today/approve/": "mail", "today/unlink/": "mail",
    "today/undo/": "event",
    "tags/": "tag", "views/": "view",
    "design-resume/import/": "review",
    "runs/searches/": "preset", "design-resume/gallery/job/": "job",
    "design-resume/": "resume", "^design-resume/": "resume", "runs/": "run", "bulk/": "bulk",
    "import/": "import", "settings/tokens/": "token", "settings/webhooks/": "delivery",
    "settings/prompts/lab/": "trial",
    "watchlist/": "board", "settings/export/in/": "taken", "settings/export/": "export",
    # A batch of decisions has no row of its own.
    "tracking-inbox/batches/": "", "settings/people/": "", "tracking-inbox/runs/": "mail_run",
    "tracking-inbox/senders/": "rule", "tracking-inbox/": "mail",
}  # fmt: skip
PLACES = {"tab": "discovered", "kind": "json", "name": "basics", "key": "resume",
          "status": "skipped", "threshold": "1", "row": "0", "at": "0", "upstream_id": "first",
          "token": "unknown", "theme": "classic", "number": "1", "revision": "1",
          "figure": "funnel", "provider": "imap", "batch_id": NOBODY, "person_id": NOBODY,
          "invitation_id": NOBODY, "text": "gone", "pk": NOBODY, "leaf": "triage",
          "country": "gb"}  # fmt: skip
PARAMETER = re.compile(r"<\w+:(\w+)>|\(\?P<(\w+)>[^)]*\)")
CONSOLE = "admin/"


def routes() -> list[str]:
    """All but those of the console."""
    return [one for one in _routes(get_resolver().url_patterns, "") if not one.startswith(CONSOLE)]


def console() -> list[str]:
    return [one for one in _routes(get_resolver().url_patterns, "") if one.startswith(CONSOLE)]


def _routes(patterns: Any, before: str) -> Iterator[str]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield route


def names(route: str) -> list[str]:
    return [first or second for first, second in PARAMETER.findall(route)]


def row(route: str, name: str) -> str:
    """Which row of the owner's a word in an address stands for; empty when it is none."""
    if name in ("run", "run_id") and ("/chat/" in route or "/ghostwriter/" in route):
        return "reply"
    if "/post-application/" in route:
        return OF_MAIL.get(name, "")
    if route.startswith("api/"):
        return OF_API.get(name, "")
    if name == "pk":
        return next((kind for room, kind in ROOMS.items() if route.startswith(room)), "job")
    if name == "event":
        return "event" if route.startswith("jobs/") else "stage"
    return "job" if name == "job_id" else OF_PAGES.get(name, "")


def address(route: str, owned: Mapping[str, str]) -> str:
    def stands(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        return owned.get(row(route, name)) or PLACES[name]

    return "/" + PARAMETER.sub(stands, route).strip("^$")


WITH_ROWS = [one for one in routes() if any(row(one, name) for name in names(one))]
# A stream has a connection of its own to the database; tests/workspace/test_live.py reads them.
STREAMS = ("live", "api/pipeline/progress", "api/jobs/actions/stream",
           "api/jobs/bulk-actions/stream")  # fmt: skip
WITHOUT_ROWS = [one for one in routes() if one not in WITH_ROWS and one not in STREAMS]


def of_console(route: str) -> str:
    """With the key of a row that is there, where the kind of row has one."""
    _, app, model, *_ = [*route.split("/"), "", ""]
    known = apps.all_models.get(app, {}).get(model)
    first = known._base_manager.values_list("pk", flat=True).first() if known else None
    places = {"object_id": first or 1, "id": first or 1, "app_label": app or "orchestrator",
              "content_type_id": 1, "url": "nothing"}  # fmt: skip

    def stands(found: re.Match[str]) -> str:
        return str(places[found[1] or found[2]])

    return "/" + PARAMETER.sub(stands, route.replace("<id>", "<path:id>").replace("/^", "/")).strip(
        "$"
    )
