from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import CommandError, CommandParser
from django.http import Http404

from orchestrator import access
from orchestrator.management.base import OwnerCommand
from orchestrator.models import User
from orchestrator.pipeline import process


class Command(OwnerCommand):
    help = "Tailor and print one discovered job; a running worker does the work."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", type=UUID, help="the job's id")
        parser.add_argument("--force", action="store_true", help="write the texts anew")

    def work(self, owner: User, options: dict[str, Any]) -> None:
        try:
            job = access.job(owner, options["job"])
        except Http404:
            raise CommandError(f"There is no job {options['job']}.") from None
        operation = process.request(job, actor="user", force=options["force"])
        self.stdout.write(f"{job} is being processed (operation {operation.pk}).")
