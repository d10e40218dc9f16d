from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobops.lib.errors import Problem
from orchestrator.ops import prepare, rotation

SESSIONS = "Signatures have a new key; the former one is read for another 15 days."


class Command(BaseCommand):
    help = "Seal every stored secret with a new key; with --sessions renew the key of signatures."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sessions", action="store_true", help="secret.key, not box.key")

    def handle(self, *args: Any, **options: Any) -> None:
        prepare.require_tables()
        try:
            said = self.signatures() if options["sessions"] else self.secrets()
        except Problem as refused:
            raise CommandError(refused.sentence) from refused
        self.stdout.write(said)

    def signatures(self) -> str:
        rotation.rotate_sessions()
        return SESSIONS

    def secrets(self) -> str:
        done = rotation.rotate()
        closed = f" No key here opens {done.closed} others." if done.closed else ""
        return f"Sealed anew: {done.resealed}.{closed} {rotation.what_of_the_old(done)}"
