from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobops.lib.errors import Problem
from orchestrator.ops import archive_reading, fitting, restore_finishing, restoring


class Command(BaseCommand):
    help = "Put everything back as a backup holds it, after a backup of what is here now."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a backup: jobops-….tar.gz")
        parser.add_argument("--verify-only", action="store_true", help="change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        restore_finishing.settle()
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        try:
            self.look(path) if options["verify_only"] else self.restore(path)
        except Problem as refused:
            raise CommandError(refused.sentence) from refused

    def look(self, path: Path) -> None:
        found = fitting.examine(path)
        self.stdout.write(archive_reading.described(found))

    def restore(self, path: Path) -> None:
        ended = restoring.restore(path, actor="command")
        kept = f" What was here before is in {ended.safety}." if ended.safety else ""
        self.stdout.write(f"{ended.sentence}{kept}")
        for line in ended.lines:
            self.stdout.write(f"- {line}")
