"""What docs/privacy.md says leaves the machine, compared with every way out that the code has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from jobops.lib.http import Policy
from orchestrator.jobs import fetching
from orchestrator.ops import connections, webhooks
from orchestrator.pipeline import polite
from orchestrator.sponsors import fetching as fetching_registers
from pdfs.tracer import readiness
from tailoring import rxresume

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "privacy.md").read_text()
# What can carry bytes off the machine, or begin something that can.
DOORS = frozenset({
    "asyncio", "boto3", "botocore", "ftplib", "http.client", "httpx", "httpx2", "imapclient",
    "imaplib", "jobops.lib.exchange", "jobops.lib.http", "jobops.lib.network", "jobspy",
    "multiprocessing", "openai", "playwright", "poplib", "psycopg", "redis", "requests", "smtplib",
    "socket", "storages", "subprocess", "telnetlib", "urllib.request", "urllib3", "xmlrpc",
})  # fmt: skip
# Which row of the table a module's door belongs to; "" stands for: leads nowhere outside.
MODULES = {
    "jobops/bootstrap.py": "installing",
    "jobops/browser_setup.py": "installing",
    "jobops/lib/llm.py": "language model",
    "jobops/lib/llm_calls.py": "language model",
    "jobops/lib/llm_stream.py": "language model",
    "jobops/web/ranged.py": "shared files",
    "jobops/web/store_s3.py": "shared files",
    "orchestrator/inbox/boxes/gmail_http.py": "Gmail",
    "orchestrator/inbox/boxes/gmail_tokens.py": "Gmail",
    "orchestrator/inbox/boxes/imap_folder.py": "mail server",
    "orchestrator/inbox/boxes/imap_open.py": "mail server",
    "orchestrator/inbox/boxes/imap_whole.py": "mail server",
    "orchestrator/inbox/boxes/imap_wire.py": "mail server",
    "orchestrator/jobs/fetching.py": "pages you name",
    "orchestrator/ops/archives.py": "database",
    "orchestrator/ops/broker_redis.py": "queue",
    "orchestrator/ops/connections.py": "trial of a connection",
    "orchestrator/ops/restore_postgres.py": "database",
    "orchestrator/ops/webhooks.py": "webhooks",
    "orchestrator/pipeline/child.py": "python-jobspy",
    "orchestrator/pipeline/polite.py": "job sources",
    "orchestrator/sources/jobspy_child.py": "python-jobspy",
    "orchestrator/sponsors/fetching.py": "sponsor registers",
    "pdfs/tracer/readiness.py": "own public address",
    "tailoring/rxresume.py": "Reactive Resume",
    # The doors themselves.
    "jobops/lib/exchange.py": "", "jobops/lib/http.py": "", "jobops/lib/network.py": "",
    "jobops/lib/wire.py": "",
    # A socket of the machine's own, a browser without network, tools that read a file.
    "orchestrator/bells.py": "", "pdfs/render.py": "", "pdfs/processes.py": "",
    "pdfs/reading.py": "", "tailoring/intake/reading.py": "",
    "orchestrator/ops/archive_reading.py": "",
    # Names this machine, or looks at a connection that somebody else opened to us.
    "orchestrator/leases.py": "", "orchestrator/ops/heartbeat.py": "",
    "orchestrator/ops/web.py": "", "jobops/web/streaming.py": "",
    "orchestrator/workspace/live.py": "",
    # Processes of our own beside this one.
    "orchestrator/ops/pool.py": "", "orchestrator/ops/flags.py": "",
    "orchestrator/ops/worker.py": "", "orchestrator/ops/interactive.py": "",
}  # fmt: skip
POLICIES = {
    "trial of a connection": connections.POLICY,
    "Reactive Resume": rxresume.POLICY,
    "pages you name": replace(fetching.POLICY, redirects=fetching.REDIRECTS),
    "sponsor registers": fetching_registers.POLICY,
    "webhooks": webhooks.POLICY,
    "own public address": readiness.POLICY,
    "job sources": Policy(
        redirects=polite.REDIRECTS, connect=polite.CONNECT_SECONDS, total=polite.REQUEST_SECONDS,
        max_bytes=polite.MOST_BYTES,
    ),
}  # fmt: skip


def table(heading: str) -> dict[str, list[str]]:
    """The rows of the first table below `heading`, by their first cell."""
    below = DOCUMENT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("| ").split(" | ") for line in below.splitlines() if line.startswith("| ")]
    return {row[0].strip("`"): row for row in rows[1:]}


def imported(path: Path) -> set[str]:
    return {name for node in ast.walk(ast.parse(path.read_text())) for name in _names(node)}


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (one.name for one in node.names)
    if isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{one.name}" for one in node.names)


def opens_a_door(path: Path) -> bool:
    found = imported(path)
    # Its names for what went wrong, and its time and size, carry nothing.
    by_word = {"jobops.lib.http", "jobops.lib.network"} & found and not _only_words(path)
    others = DOORS - {"jobops.lib.http", "jobops.lib.network"}
    return bool(by_word) or any(
        name == door or name.startswith(f"{door}.") for name in found for door in others
    )


def _only_words(path: Path) -> bool:
    return not re.search(
        r"\bhttp\.request\(|\b(?<!\.)connect\(|import .*\bconnect\b", path.read_text()
    )


def modules() -> list[Path]:
    rooms = ("jobops", "orchestrator", "tailoring", "pdfs")
    return [one for room in rooms for one in sorted((ROOT / room).rglob("*.py"))]


def test_every_way_out_belongs_to_a_row_of_the_table() -> None:
    found = {str(one.relative_to(ROOT)) for one in modules() if opens_a_door(one)}
    assert found - set(MODULES) == set(), "say in docs/privacy.md what leaves there, then here"
    assert set(MODULES.values()) - {""} == set(table("All of it"))


def test_no_module_is_declared_that_is_not_there() -> None:
    assert {one for one in MODULES if not (ROOT / one).exists()} == set()


def test_the_model_is_asked_for_the_documented_purposes_alone() -> None:
    code = "\n".join(one.read_text() for one in modules())
    asked = set(re.findall(r'\b(?:purpose=|PURPOSE = )"([a-z_ ]+)"', code))
    assert asked == set(table("To your language model, when one is configured"))


@pytest.mark.parametrize("use", POLICIES)
def test_the_bounds_of_a_use_are_those_of_its_row(use: str) -> None:
    policy, row = POLICIES[use], table("All of it")[use]
    _, _, _, _, redirects, times, size = row
    assert int((re.findall(r"\d+", redirects) or ["0"])[0]) == policy.redirects
    assert [float(one) for one in re.findall(r"\d+", times)] == [policy.connect, policy.total]
    number, unit = size.split()[:2]
    assert int(number) * {"KiB": 1024, "MiB": 1024**2}[unit] == policy.max_bytes
