"""A job from a mail: the review of an import, filled in with what the mail tells."""

from __future__ import annotations

import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jobops.lib.words import say
from orchestrator import access
from orchestrator.jobs.capture_draft import Draft, said
from orchestrator.models import InboundMessage
from orchestrator.workspace.imports import reviewed

# What employers add to their name when they write about jobs.
DESK = re.compile(
    r"\b(careers?|jobs?|talent( acquisition)?|recruit(ing|ment)|hiring( team)?|hr|people( team)?"
    r"|team|no-?reply|karriere|bewerbung|personal|via .+)\b|[|@(].*$",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"^((re|fwd?|aw|wg|tr)\s*:\s*)+|^.*\b(application|bewerbung|candidature|candidatura)\b"
    r"\s*(for|as|als|pour|para|to|zur|zum)?\s*(the\s+)?(position|role|stelle|poste)?\s*"
    r"(of|as|als|de)?\s*[:–-]?\s*",
    re.IGNORECASE,
)


@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = access.mail(access.owner(request), pk)
    return reviewed(request, draft(row), mail=str(row.pk))


def draft(row: InboundMessage) -> Draft:
    """Guesses, each with the words it was made from; the address nobody can guess."""
    title, employer = ABOUT.sub("", row.subject).strip(" -–:"), DESK.sub("", row.sender_name)
    found = {
        **said("title", title or row.subject, origin="rule", quote=row.subject),
        **said("employer", employer.strip(" ,-–") or row.sender_domain, origin="rule",
               quote=row.sender_name or row.sender_domain),
    }  # fmt: skip
    notice = say(
        "A mail does not say where the posting is. Give its address, or that of the employer."
    )
    return Draft(said=found, description=row.snippet, notices=(notice,))
