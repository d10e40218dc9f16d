from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from orchestrator.management import run_arguments
from orchestrator.management.base import OwnerCommand
from orchestrator.models import User
from orchestrator.ops import waiting
from orchestrator.pipeline import runs


class Command(OwnerCommand):
    help = (
        "Read the configured sources, score what is there and prepare the best jobs. A running "
        "worker does the work; without one this command does it itself. Ctrl-C cancels the run."
    )

    def arguments(self, parser: CommandParser) -> None:
        run_arguments.add(parser)

    def work(self, owner: User, options: dict[str, Any]) -> None:
        wanted = run_arguments.options(owner, options)
        if options["no_wait"]:
            run = runs.start(owner, options=wanted, trigger="command", actor="user")
            self.stdout.write(f"Run {run.pk} started.")
            return
        run = runs.begin(owner, options=wanted, trigger="command")
        self.stdout.write(f"Run {run.pk} started.")
        waiting.see_through(run, say=self.stdout.write)
        for line in waiting.summary(run):
            self.stdout.write(line)
        if run.status != "completed":
            raise CommandError(run.error_message or f"The run was {run.status}.")
