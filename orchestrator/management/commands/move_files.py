from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobops.web import stored
from jobops.web.stored import StoreError
from orchestrator.ops import moving


class Command(BaseCommand):
    help = "Copy all files into the S3-compatible store, or back into the data folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", choices=("s3", "local"), required=True, help="where they go")
        parser.add_argument(
            "--remove", action="store_true", help="take them away where they were, once all arrived"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.S3_BUCKET:
            raise CommandError("Set JOBOPS_S3_BUCKET first: it says which store is meant.")
        shelves = (stored.local(), stored.shared())
        source, target = shelves if options["to"] == "s3" else shelves[::-1]
        try:
            moved = moving.move(source, target, tell=self.tell)
            self.said(moved)
            if options["remove"]:
                gone = moving.remove(source, target)
                self.stdout.write(f"Removed where they were: {gone:,}.")
        except StoreError as failed:
            raise CommandError(failed.sentence) from failed

    def said(self, moved: moving.Moved) -> None:
        total = moved.copied + moved.there + len(moved.faults)
        self.stdout.write(
            f"Copied: {moved.copied:,} of {total:,} files; there already: {moved.there:,}."
        )
        if moved.faults:
            names = ", ".join(moved.faults[:5])
            raise CommandError(
                f"{len(moved.faults):,} did not arrive whole: {names}. Run it again."
            )

    def tell(self, done: int, total: int) -> None:
        if done % 500 == 0:
            self.stdout.write(f"{done:,} of {total:,}")
