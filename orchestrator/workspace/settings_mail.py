"""What the settings of mail are called, and forgetting the texts that were kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jobops.lib.words import later, say
from jobops.web.fragments import see_other
from orchestrator import access
from orchestrator.inbox import bodies
from orchestrator.models import User
from orchestrator.templatetags.ui import plural
from orchestrator.workspace.settings_pdf import Field

MAIL_FIELDS: Mapping[str, Field] = {
    "mailSearchDays": Field(
        later("Days to look back"), later("For the first reading of a mailbox; from 1 to 365.")
    ),
    "mailMaxMessages": Field(
        later("Most mails in one reading"), later("Up to 2,000; the newest count.")
    ),
    "mailUseModel": Field(
        later("Let the language model look at mail that rules leave open"),
        later("It sees such a mail and the applications in question, and never links one alone."),
    ),
    "mailKeepBodies": Field(
        later("Keep the text of linked mail"),
        later("Sealed, and deletable mail by mail or all at once. Off: it is read and discarded."),
    ),
    "gmailClientId": Field(
        later("Gmail: client id"),
        later("Of your own Google Cloud project; mail servers need none."),
    ),
    "gmailClientSecret": Field(
        later("Gmail: client secret"), later("Leave it blank to keep what is set.")
    ),
    "gmailRedirectUri": Field(
        later("Gmail: redirect address"),
        later("Empty: the address you browse this under, with /oauth/gmail/callback."),
    ),
}
MAIL_KEYS = tuple(MAIL_FIELDS)


def shown(owner: User) -> dict[str, Any]:
    return {"texts": bodies.count(owner)}


@require_POST
def drop_texts(request: HttpRequest) -> HttpResponse:
    gone = bodies.drop_all(access.owner(request))
    messages.success(
        request, say("{texts} deleted. The mails themselves stay.", texts=plural(gone, "text"))
    )
    return see_other("/settings/mail")
