from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobops.lib.errors import Problem
from orchestrator.accounts import rescue
from orchestrator.management.base import owner_named
from orchestrator.ops import prepare


class Command(BaseCommand):
    help = "Turn two-step sign-in off for somebody who lost device and codes. Ends their sessions."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name they sign in with")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.require_tables()
        try:
            rescue.two_step_off(owner_named(options["name"]))
        except Problem as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write("Two-step sign-in is off. They sign in with the password alone.")
