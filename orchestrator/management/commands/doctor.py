from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandParser

from orchestrator.management.base import OwnerCommand
from orchestrator.models import User
from orchestrator.ops import deep, doctor
from orchestrator.ops.deep_findings import Finding


class Command(OwnerCommand):
    help = "Check everything JobOps needs, and say how to repair what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--deep", action="store_true", help="every row and every file, too")
        parser.add_argument("--repair", action="store_true", help="with --deep: mend what can be")

    def work(self, owner: User, options: dict[str, Any]) -> None:
        findings = doctor.examine(owner)
        for one in findings:
            self.line(one.verdict, one.subject, one.sentence, one.repair)
        wrong = any(one.verdict == "failed" for one in findings)
        if options["deep"] or options["repair"]:
            wrong |= self.deep(repair=options["repair"])
        if wrong:
            sys.exit(1)

    def deep(self, *, repair: bool) -> bool:
        findings = deep.check(repair=repair)
        for one in findings:
            self.line(*told(one))
        if not findings:
            self.line("ok", "rows and files", f"{len(deep.CHECKS)} checks found nothing.", "")
        return any(one.mended is None for one in findings)

    def line(self, verdict: str, subject: str, sentence: str, repair: str) -> None:
        self.stdout.write(f"{verdict:<8} {subject:<16} {sentence}")
        if repair:
            self.stdout.write(f"{'':<8} {'':<16} → {repair}")


def told(one: Finding) -> tuple[str, str, str, str]:
    named = ", ".join(one.examples) + (", …" if one.count > len(one.examples) else "")
    if one.mended is not None:
        return "mended", one.name, f"{one.sentence}: {one.count}, of which {one.mended} mended.", ""
    how = f"--repair: {one.how}." if one.repairable else f"{one.how[0].upper()}{one.how[1:]}."
    return "failed", one.name, f"{one.sentence}: {one.count} ({named}).", how
