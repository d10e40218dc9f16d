"""A mail as the router looks at it: the sender's own words, folded once. Pure."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field, replace
from email.utils import parseaddr
from functools import cached_property

from orchestrator.inbox.mails.mail import Mail
from orchestrator.inbox.routes import domains, own_words, sentences
from orchestrator.inbox.routes.wording import words

_PREFIX = re.compile(
    r"\s*(?:(re|aw|antw|antwort|sv|rép|rep|ref)|(fwd?|wg|wtr?|tr|rv|rm|i))\s*(?:\[\d{1,3}\])?\s*:\s*",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class Letter:
    """`subject` without "Re:" and the like; `is_reply`: so it repeats an earlier mail's."""

    mail: Mail
    subject: str
    is_reply: bool
    text: str
    name: str
    address: str
    own: bool = field(default=False)

    @cached_property
    def domain(self) -> str:
        return domains.registrable(self.address.rpartition("@")[2])

    @cached_property
    def is_ats(self) -> bool:
        return domains.is_ats(self.address.rpartition("@")[2])

    @cached_property
    def is_free(self) -> bool:
        return domains.is_free(self.address.rpartition("@")[2])

    @cached_property
    def is_board(self) -> bool:
        return domains.is_board(self.address.rpartition("@")[2])

    @cached_property
    def sentences(self) -> list[str]:
        return sentences.split(self.text)

    @cached_property
    def said(self) -> str:
        """The folded words of the subject and the text."""
        return words(self.subject) + words(self.text)

    @cached_property
    def display(self) -> str:
        return words(self.name)

    @cached_property
    def tenant(self) -> str:
        """What an address at a shared system tells beside its domain, as folded words."""
        local, _, host = self.address.rpartition("@")
        found = tokens(f"{local} {domains.subdomain(host)}")
        return f" {' '.join(word for word in found if word not in domains.generic_words())} "

    @cached_property
    def label(self) -> str:
        """The sender's own domain without its ending, as one word."""
        return "".join(tokens(self.domain.partition(".")[0]))

    @cached_property
    def lower(self) -> str:
        return f"{self.subject}\n{self.text}".casefold()


def of(mail: Mail, *, own: Set[str]) -> Letter:
    """A forward by the owner is read as the mail that was forwarded."""
    read = own_words.read(mail.text)
    subject, is_reply, is_forward = plain_subject(mail.subject)
    is_own = mail.sender_address in own if mail.sender_address else False
    forwarded = read.is_forward or is_forward or not read.text
    if read.inner is not None and forwarded and (is_own or not mail.sender_address):
        return _inner(mail, read.inner)
    return Letter(
        mail, subject=subject, is_reply=is_reply, text=read.text, name=mail.sender_name,
        address=mail.sender_address, own=is_own,
    )  # fmt: skip


def tokens(address: str) -> list[str]:
    return _TOKEN.findall(address.lower())


def plain_subject(subject: str) -> tuple[str, bool, bool]:
    """Without the marks of replies and forwards, and whether there were any."""
    is_reply = is_forward = False
    for _ in range(6):
        found = _PREFIX.match(subject)
        if not found:
            break
        is_reply, is_forward = is_reply or bool(found[1]), is_forward or bool(found[2])
        subject = subject[found.end() :]
    return subject.strip(), is_reply, is_forward


def _inner(mail: Mail, inner: own_words.Inner) -> Letter:
    name, address = parseaddr(inner.sender.replace("[mailto:", "<").replace("]", ">"))
    subject, is_reply, _ = plain_subject(inner.subject or mail.subject)
    # Its date is a text in some language; when the owner passed it on is known.
    plain = replace(mail, marks={}, references=())
    return Letter(
        plain, subject=subject, is_reply=is_reply, text=inner.text, name=name,
        address=address.lower() if "@" in address else "",
    )  # fmt: skip
