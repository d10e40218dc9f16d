from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from orchestrator.ops import processes


class Command(BaseCommand):
    help = "Start JobOps: prepare what is missing, then web and worker until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", choices=processes.ROLES, help="start one of the two")

    def handle(self, *args: Any, **options: Any) -> None:
        only = options["only"]
        sys.exit(processes.serve((only,) if only else processes.ROLES))
