from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from orchestrator.management.base import OwnerCommand
from orchestrator.models import User
from orchestrator.ops import waiting
from orchestrator.pipeline import runs


class Command(OwnerCommand):
    help = "Score what is there and prepare the best jobs; a running worker does the work."

    def arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--top", type=int, metavar="N", help="prepare at most N jobs")
        parser.add_argument("--min-score", type=int, metavar="S", help="only jobs from this score")
        parser.add_argument("--wait", action="store_true", help="stay until the run has ended")

    def work(self, owner: User, options: dict[str, Any]) -> None:
        wanted = {"topN": options["top"], "minSuitabilityScore": options["min_score"]}
        run = runs.start(owner, options=wanted, trigger="command", actor="user")
        self.stdout.write(f"Run {run.pk} started.")
        if not options["wait"]:
            return
        for line in waiting.follow(run):
            self.stdout.write(line)
        run.refresh_from_db()
        if run.status != "completed":
            raise CommandError(run.error_message or f"The run was {run.status}.")
