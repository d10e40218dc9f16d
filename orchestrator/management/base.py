"""What every command shares: whose rows it works on, and refusals as one sentence."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobops.lib.errors import Problem
from orchestrator.accounts import door
from orchestrator.models import User
from orchestrator.ops import prepare


class OwnerCommand(BaseCommand):
    """A command over one owner's rows; subclasses write `arguments` and `work`."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--user", metavar="NAME", help="whose jobs; without it the local owner's"
        )
        self.arguments(parser)

    def arguments(self, parser: CommandParser) -> None:
        """Options of this command beside --user."""

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.ensure_tables()
        try:
            self.work(owner_named(options["user"]), options)
        except Problem as refused:
            raise CommandError(refused.sentence) from refused

    def work(self, owner: User, options: dict[str, Any]) -> None:
        raise NotImplementedError


def owner_named(name: str | None) -> User:
    if name is None:
        return door.local_owner()
    found = User.objects.filter(username=name).first()
    if found is None:
        known = ", ".join(User.objects.order_by("username").values_list("username", flat=True)[:10])
        raise CommandError(f"There is no user {name!r}. Known: {known or 'nobody yet'}.")
    return found
