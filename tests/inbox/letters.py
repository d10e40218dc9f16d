"""Mails and applications for the tests of the router."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from jobops.lib.llm import Gateway
from orchestrator.inbox.mails.mail import Mail
from orchestrator.inbox.routes.router import Candidate, Known, Routing, route

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
APPLIED = NOW - timedelta(days=10)
ADA = "ada@lovelace.example"


def job(number: int, employer: str, title: str, **more: Any) -> Candidate:
    given = {"state": "open", "applied_at": APPLIED} | more
    return Candidate(UUID(int=number), employer, title, **given)


ACME = job(1, "Acme Robotics GmbH", "Backend Engineer (m/w/d)", domains=frozenset({"acme.example"}))
GLOBEX = job(2, "Globex", "Data Analyst", references=frozenset({"greenhouse/4567890", "R-2231"}))
NOTION = job(3, "Notion", "Product Designer")
JOBS = (ACME, GLOBEX, NOTION)

REFUSED = "We have decided not to move forward with your application."
INVITED = "We would like to invite you to a technical interview next week."
RECEIVED = "We have received your application."


def mail(
    sender: str = "jobs@acme.example", subject: str = "News", text: str = "", **more: Any
) -> Mail:
    given = {"message_id": "1@acme.example", "sent_at": NOW} | more
    return Mail(
        sender_address=sender,
        sender_domain=sender.partition("@")[2],
        subject=subject,
        text=text,
        **given,
    )


def routed(
    sent: Mail,
    *jobs: Candidate,
    known: Known | None = None,
    gateway: Gateway | None = None,
) -> Routing:
    return route(sent, candidates=jobs or JOBS, known=known or Known(), gateway=gateway, now=NOW)
