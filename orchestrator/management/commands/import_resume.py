from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from orchestrator.management.base import OwnerCommand
from orchestrator.models import User
from orchestrator.pipeline import edits
from tailoring import reviews
from tailoring.intake import telling
from tailoring.library import Saved
from tailoring.models import ResumeIntake


class Command(OwnerCommand):
    help = (
        "Import a base résumé: Reactive Resume or JSON Resume; a PDF, Word or text file is read "
        "and shown first, and used with --yes."
    )

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--yes", action="store_true", help="Use what was read, without a look.")

    def work(self, owner: User, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        taken = reviews.take(owner, content, file_name=file.name)
        if isinstance(taken, ResumeIntake):
            for line in telling.told(reviews.found_in(taken), reviews.texts(taken)):
                self.stdout.write(line)
            if not options["yes"]:
                self.stdout.write("Nothing is a résumé yet. Check it under Résumé, or add --yes.")
                return
            taken = reviews.use(taken)
            edits.resume_changed(owner)
        self._say(taken)

    def _say(self, saved: Saved) -> None:
        known = "imported" if saved.is_new else "was here already"
        default = " It is the default base." if saved.document.is_default else ""
        self.stdout.write(f"{saved.document.name}: {known}.{default}")
        for line in saved.report.get("not_understood", []) if saved.report else []:
            self.stdout.write(f"  not understood: {line}")
