from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jobops.lib.errors import Problem
from orchestrator.accounts import door
from orchestrator.ops import demo, prepare, processes


class Command(BaseCommand):
    help = "Start JobOps with a sample résumé and sample postings, and prepare some of them."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        _move_to_own_folder()
        prepare.prepare()
        owner = door.local_owner()
        try:
            for line in demo.fill(owner):
                self.stdout.write(line)
        except Problem as refused:
            raise CommandError(refused.sentence) from refused
        demo.ask_for_run(owner)
        sys.exit(processes.serve())


def _move_to_own_folder() -> None:
    """The folder was settled when the settings were read, so with another one begin again."""
    if "JOBOPS_DATA_DIR" not in os.environ:
        os.environ["JOBOPS_DATA_DIR"] = "demo-data"
        os.execv(sys.executable, [sys.executable, *sys.argv])
