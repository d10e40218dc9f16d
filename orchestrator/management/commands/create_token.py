from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from orchestrator.accounts import events, tokens
from orchestrator.accounts.scopes import SCOPES
from orchestrator.management.base import OwnerCommand
from orchestrator.models import User


class Command(OwnerCommand):
    help = "Issue a bearer token for the API. It is shown once and not stored."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the token is for")
        parser.add_argument("--days", type=int, help="valid that long; without it until revoked")
        parser.add_argument(
            "--scope",
            choices=sorted(SCOPES),
            default="full",
            help="what it opens; full: everything",
        )

    def work(self, owner: User, options: dict[str, Any]) -> None:
        name, days = options["name"][:120], options["days"]
        row, text = tokens.issue(owner, name=name, days=days, scope=options["scope"])
        events.note(owner, "token_made", about=row.name)
        self.stdout.write(text)
