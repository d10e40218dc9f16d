from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from orchestrator.management.base import OwnerCommand
from orchestrator.models import User
from orchestrator.tracking import feed
from orchestrator.transfer import writing


class Command(OwnerCommand):
    help = "Write everything of one owner into an archive, without keys, tokens and passwords."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a new file, such as mine.zip")

    def work(self, owner: User, options: dict[str, Any]) -> None:
        calendar = feed.once(owner, now=timezone.now())
        try:
            with options["file"].open("xb") as target:
                os.chmod(options["file"], 0o600)
                counts = writing.write(owner, target, tell=_silent, calendar=calendar)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{counts.get('Job', 0)} jobs and {counts['files']} files exported.")


def _silent(done: int, total: int) -> None:
    """Nobody watches."""
