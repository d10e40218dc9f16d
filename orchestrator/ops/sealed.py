"""Every column whose text is sealed with the installation's key: what it is called, and what helps
when the key is gone. tests/ops/test_rotation.py finds a column that is missing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from jobops.lib.secretbox import Box, SecretBoxError
from orchestrator import preferences
from orchestrator.models import (
    CalendarFeed,
    FeedEntry,
    InboundMessage,
    MailAccount,
    OAuthState,
    Preference,
    TwoStep,
)
from orchestrator.setting_table import SETTINGS

BATCH = 500


@dataclass(frozen=True)
class Sealed:
    """`noun` for one of them; `remedy`: what somebody does without the key; `keys`: of these rows
    only.
    """

    kind: str
    model: type[Model]
    column: str
    noun: str
    remedy: str
    keys: tuple[str, ...] = ()

    def rows(self) -> QuerySet[Any]:
        found = self.model._default_manager.all()
        found = found.filter(key__in=self.keys) if self.keys else found
        return found.exclude(**{self.column: None}).exclude(**{self.column: ""})


SECRETS = tuple(key for key, setting in SETTINGS.items() if setting.secret)
SEALED: tuple[Sealed, ...] = (
    Sealed("preferences", Preference, "value", "stored key of a service",
           "type it again under Settings.", SECRETS),
    Sealed("mailboxes", MailAccount, "credentials", "permission to read a mailbox",
           "connect the mailbox again."),
    Sealed("mails", InboundMessage, "body", "kept text of a mail",
           "read the mail where it was sent to."),
    Sealed("sign_ins", OAuthState, "verifier", "sign-in at Gmail under way", "begin it again."),
    Sealed("two_step", TwoStep, "secret", "second step of signing in",
           "sign in with a recovery code and set it up again."),
    Sealed("calendars", CalendarFeed, "token", "address of a calendar",
           "make a new address under Settings, Calendar."),
    Sealed("entries", FeedEntry, "said", "former entry of a calendar", "nothing has to be done."),
)  # fmt: skip


def values(kind: Sealed) -> Iterator[tuple[Any, str]]:
    """Key and sealed text of every row, a few hundred in memory at a time."""
    rows = kind.rows().order_by("pk").values_list("pk", kind.column)
    last: Any = None
    while found := list((rows if last is None else rows.filter(pk__gt=last))[:BATCH]):
        yield from found
        last = found[-1][0]


def not_openable() -> list[tuple[str, str, int]]:
    """Kind, noun and number of what the present key does not open; kinds with none are left out."""
    box = preferences.box()
    counted = [(one.kind, one.noun, _closed(one, box)) for one in SEALED]
    return [found for found in counted if found[2]]


def opens(box: Box, text: str) -> bool:
    try:
        box.open(text)
    except SecretBoxError:
        return False
    return True


def _closed(kind: Sealed, box: Box) -> int:
    return sum(not opens(box, text) for _, text in values(kind))
