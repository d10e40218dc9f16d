from __future__ import annotations

import sys
from typing import Any

from orchestrator.management.base import OwnerCommand
from orchestrator.models import User
from orchestrator.ops import doctor


class Command(OwnerCommand):
    help = "Check everything JobOps needs, and say how to repair what is missing."

    def work(self, owner: User, options: dict[str, Any]) -> None:
        findings = doctor.examine(owner)
        for one in findings:
            self.stdout.write(f"{one.verdict:<8} {one.subject:<16} {one.sentence}")
            if one.repair:
                self.stdout.write(f"{'':<8} {'':<16} → {one.repair}")
        if any(one.verdict == "failed" for one in findings):
            sys.exit(1)
