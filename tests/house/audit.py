"""Whether a locked package is known to be vulnerable: `python -m tests.house.audit`.

Exit 0: all were asked about and nothing is known. Exit 1: something is. Exit 2: it could not be
asked, for all or for some; then nothing is known to be well either.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LOCK = "requirements-dev.lock"
SERVICES = ("pypi", "osv")
SECONDS = 240


@dataclass(frozen=True)
class Found:
    """`advisories`: package and version → ids; `unasked`: packages nobody knew anything about."""

    asked: int
    unasked: tuple[str, ...]
    advisories: dict[str, tuple[str, ...]]


def main(services: Sequence[str] = SERVICES, *, lock: str = LOCK) -> int:
    for service in services:
        answer = _ask(service, lock=lock)
        if answer is not None and (found := read(answer)).asked:
            for line in said(found, service=service):
                print(line)
            return code(found)
    print(f"NOT AUDITED: no advisory service could be asked ({', '.join(services)})")
    return 2


def read(answer: str) -> Found:
    """Raises ValueError for what is no report of pip-audit."""
    rows: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    known = [row for row in rows if "skip_reason" not in row]
    return Found(
        asked=len(known),
        unasked=tuple(row["name"] for row in rows if "skip_reason" in row),
        advisories={
            f"{row['name']} {row['version']}": tuple(one["id"] for one in row["vulns"])
            for row in known
            if row["vulns"]
        },
    )


def code(found: Found) -> int:
    if found.advisories:
        return 1
    return 2 if found.unasked or not found.asked else 0


def said(found: Found, *, service: str) -> Iterator[str]:
    for package, ids in found.advisories.items():
        yield f"VULNERABLE  {package}: {', '.join(ids)}"
    if found.unasked:
        yield f"NOT AUDITED {', '.join(found.unasked)}"
    yield f"{found.asked} packages asked about at {service}, {len(found.advisories)} vulnerable"


def _ask(service: str, *, lock: str) -> str | None:
    command = [sys.executable, "-m", "pip_audit", "--requirement", lock, "--no-deps",
               "--disable-pip", "--format", "json", "--progress-spinner", "off",
               "--vulnerability-service", service]  # fmt: skip
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.stdout.startswith("{") else None


if __name__ == "__main__":
    raise SystemExit(main())
