from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from orchestrator.management.base import OwnerCommand
from orchestrator.models import User
from orchestrator.ops import imports


class Command(OwnerCommand):
    help = "Import postings from a JSON, JSON Lines or CSV file, then score them."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="file", help="for rows that name no source")
        parser.add_argument(
            "--map", action="append", default=[], metavar="COLUMN=FIELD", help="name a column"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report, store nothing")
        parser.add_argument("--no-score", action="store_true", help="leave new jobs unscored")

    def work(self, owner: User, options: dict[str, Any]) -> None:
        columns = dict(pair.split("=", 1) for pair in options["map"] if "=" in pair)
        try:
            with options["file"].open("rb") as file:
                tally = imports.import_file(
                    owner, file, source=options["source"], columns=columns,
                    store=not options["dry_run"], say=self.stdout.write,
                )  # fmt: skip
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        for line, reason in tally.rejected:
            self.stderr.write(f"line {line}: {reason}")
        self.stdout.write(tally.dry_sentence() if options["dry_run"] else tally.sentence())
        if not options["no_score"]:
            imports.score_new(tally.created, say=self.stdout.write)
