from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobops.lib.errors import Invalid
from orchestrator.accounts import rescue
from orchestrator.management.base import owner_named
from orchestrator.ops import prepare


class Command(BaseCommand):
    help = "Set a password for somebody who lost theirs: typed, or one line of standard input."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name they sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.require_tables()
        user = owner_named(options["name"])
        try:
            rescue.set_password(user, asked())
        except Invalid as weak:
            raise CommandError(" ".join(weak.field_errors["password"])) from weak
        self.stdout.write("The password was set. All their sessions and tokens have ended.")


def asked() -> str:
    """Twice at a terminal, where nobody sees it; once from a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first, second = getpass.getpass("New password: "), getpass.getpass("The same again: ")
    if first != second:
        raise CommandError("The two are not the same. Nothing was changed.")
    return first
