from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from orchestrator.management.base import OwnerCommand
from orchestrator.models import ApiToken, User


class Command(OwnerCommand):
    help = "Issue a bearer token for the API. It is shown once and not stored."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="what the token is for")
        parser.add_argument("--days", type=int, help="valid that long; without it for ever")

    def work(self, owner: User, options: dict[str, Any]) -> None:
        days = options["days"]
        expires = timezone.now() + timedelta(days=days) if days else None
        _, text = ApiToken.objects.issue(owner, name=options["name"][:120], expires_at=expires)
        self.stdout.write(text)
