from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from orchestrator.accounts import invitations, links, people
from orchestrator.management.base import OwnerCommand
from orchestrator.models import User


class Command(OwnerCommand):
    help = "Make a link with which one person makes their account. It is shown once."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--note", default="", help="whom it is for, for your list")
        parser.add_argument("--admin", action="store_true", help="they run the installation, too")

    def work(self, owner: User, options: dict[str, Any]) -> None:
        inviter = owner if options["user"] else people.first_admin()
        if inviter is None or not inviter.is_staff:
            raise CommandError("Only those who run the installation invite others.")
        _, path = invitations.make(inviter, note=options["note"], is_admin=options["admin"])
        self.stdout.write(links.whole(path))
