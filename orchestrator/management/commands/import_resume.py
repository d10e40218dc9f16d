from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from orchestrator.management.base import OwnerCommand
from orchestrator.models import User
from tailoring import library


class Command(OwnerCommand):
    help = "Import a base résumé: Reactive Resume or JSON Resume."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def work(self, owner: User, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        saved = library.import_file(owner, content, file_name=file.name)
        known = "imported" if saved.is_new else "was here already"
        default = " It is the default base." if saved.document.is_default else ""
        self.stdout.write(f"{saved.document.name}: {known}.{default}")
        for line in saved.report.get("not_understood", []) if saved.report else []:
            self.stdout.write(f"  not understood: {line}")
