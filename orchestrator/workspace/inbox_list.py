"""The three lists of the inbox: which mails each holds, a page of them, why it is empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from jobops.lib.words import later, later_each, say
from orchestrator.models import InboundMessage, MailAccount, User
from orchestrator.templatetags.ui import plural
from orchestrator.workspace import inbox_standing, inbox_view
from orchestrator.workspace.inbox_form import DecisionForm
from orchestrator.workspace.inbox_nav import Tab, address, nav
from orchestrator.workspace.inbox_view import Group

PAGE = 15
LONGEST = 100
LISTS: Mapping[str, tuple[str, ...]] = {
    "review": ("pending_user",),
    "linked": ("auto_linked", "manual_linked"),
    "ignored": ("ignored",),
}
TITLES: Mapping[str, str] = later_each({
    "review": "Inbox", "linked": "Linked mail", "ignored": "Ignored mail",
})  # fmt: skip
SOUGHT = ("subject", "sender_name", "sender_address", "job__title", "job__employer",
          "suggested__title", "suggested__employer")  # fmt: skip


@dataclass(frozen=True)
class Empty:
    """Why there is nothing, and what to do about it. `cause` new: nothing was ever brought."""

    cause: str
    title: str
    text: str


@dataclass(frozen=True)
class Listed:
    """One page of a list; `total` of all pages. `mailboxes` are the owner's accounts."""

    view: str
    title: str
    tabs: tuple[Tab, ...]
    groups: tuple[Group, ...]
    total: int
    page: int
    q: str
    mailboxes: tuple[MailAccount, ...]
    empty: Empty | None

    @property
    def picks(self) -> bool:
        """Whether something can be done with several at once."""
        return self.view != "linked"

    @property
    def home(self) -> str:
        return address(self.view)

    @property
    def has_more(self) -> bool:
        return self.page * PAGE < self.total

    @property
    def has_pages(self) -> bool:
        return self.page > 1 or self.has_more

    @property
    def token(self) -> str:
        return f"{self.view}:{self.q}"

    def url_of(self, page: int) -> str:
        asked = {**({"q": self.q} if self.q else {}), **({"page": page} if page > 1 else {})}
        return f"{address(self.view)}{'?' if asked else ''}{urlencode(asked)}"

    @property
    def url(self) -> str:
        return self.url_of(self.page)

    @property
    def older(self) -> str:
        return self.url_of(self.page + 1)

    @property
    def newer(self) -> str:
        return self.url_of(self.page - 1)


def listed(owner: User, view: str, asked: Mapping[str, Any]) -> Listed:
    q = " ".join(str(asked.get("q", "")).replace("\0", "").split())[:LONGEST]
    rows = mails(owner, view, q=q)
    page, total = number(str(asked.get("page", ""))), rows.count()
    found = list(rows[(page - 1) * PAGE : page * PAGE])
    mailboxes = tuple(owner.mailboxes.order_by("pk"))
    return Listed(
        view=view,
        title=TITLES[view],
        tabs=nav(owner, view),
        groups=groups(owner, found),
        total=total,
        page=page,
        q=q,
        mailboxes=mailboxes,
        empty=None if found else empty(owner, view, q=q, mailboxes=mailboxes),
    )


def mails(owner: User, view: str, *, q: str = "") -> QuerySet[InboundMessage]:
    """Newest first; every word of `q` stands somewhere in what is kept of a mail or its job."""
    found = owner.mails.filter(status__in=LISTS[view])
    for word in q.split():
        places = Q()
        for column in SOUGHT:
            places |= Q(**{f"{column}__icontains": word})
        found = found.filter(places)
    found = found.defer("references").select_related("account")
    return found.order_by("-received_at", "-id")


def groups(owner: User, rows: list[InboundMessage]) -> tuple[Group, ...]:
    known = inbox_standing.read(owner, inbox_view.named(rows))
    steps = inbox_view.steps(rows)
    return inbox_view.grouped(
        inbox_view.mail(
            row, known=known, step=steps.get(row.pk, ""),
            form=DecisionForm(row=row, known=known) if row.status == "pending_user" else None,
        )
        for row in rows
    )  # fmt: skip


def empty(owner: User, view: str, *, q: str, mailboxes: tuple[MailAccount, ...]) -> Empty:
    if q:
        return Empty("filter", say("No mail here has these words"), say("Looked for “{q}”.", q=q))
    counts = {name: owner.mails.filter(status__in=of).count() for name, of in LISTS.items()}
    if view != "review":
        return ELSEWHERE[view]
    if any(counts.values()):
        kept = say(
            "{mails} linked, {ignored} ignored.",
            mails=plural(counts["linked"], "mail"),
            ignored=counts["ignored"],
        )
        return Empty("decided", say("Nothing left to review"), kept)
    if any(one.status == "error" for one in mailboxes):
        return Empty(
            "error", say("No mail could be read yet"), say("Your account needs a look first.")
        )
    if mailboxes:
        said = say("What concerns your applications comes here after the next reading.")
        return Empty("waiting", say("No mail about your applications yet"), said)
    if owner.sync_runs.exists():
        said = say("Nothing in what you brought is about an application.")
        return Empty("none", say("No mail about your applications yet"), said)
    said = say(
        "Mail about your applications is matched with your jobs here: invitations, tests, offers,"
        " rejections. Other mail is left alone."
    )
    return Empty("new", say("Bring your mail in"), said)


ELSEWHERE: Mapping[str, Empty] = {
    "linked": Empty(
        "linked",
        later("No mail is linked yet"),
        later(
            "Mails that clearly belong to an application are linked by themselves, the "
            "others when you"
            " approve them."
        ),
    ),
    "ignored": Empty(
        "ignored",
        later("Nothing is ignored"),
        later(
            "Mail that is not about an application is kept here for 30 days, so that you can "
            "bring it"
            " back."
        ),
    ),
}


def number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 5 else 1
